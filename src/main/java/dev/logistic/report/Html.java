package dev.logistic.report;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Markup that is safe to insert into the page. The type keeps plain text from being inserted
 * unescaped.
 *
 * @param markup HTML, or the content of a style or script element
 */
record Html(String markup) {

  private static final int REPLACEMENT = 0xFFFD;

  static final Html NONE = new Html("");

  /** Escapes text for the content of an element and for a quoted attribute. */
  static Html text(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> append(escaped, character));
    return new Html(escaped.toString());
  }

  private static void append(StringBuilder escaped, int character) {
    switch (character) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(shown(character));
    }
  }

  /** Characters that HTML forbids become the replacement character. */
  private static int shown(int character) {
    boolean forbidden = Character.isISOControl(character) && character != '\n' && character != '\t';
    return forbidden ? REPLACEMENT : character;
  }

  /** Returns the markup, with unpaired surrogates replaced: UTF-8 cannot encode them. */
  String encodable() {
    int[] characters =
        markup
            .codePoints()
            .map(
                character ->
                    Character.getType(character) == Character.SURROGATE ? REPLACEMENT : character)
            .toArray();
    return new String(characters, 0, characters.length);
  }

  /** Returns this inside an element, given as its opening tag without brackets. */
  Html in(String tag) {
    return new Html("<" + tag + ">" + markup + "</" + tag.split(" ", 2)[0] + ">");
  }

  /** Joins parts by line breaks. */
  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
  }

  /** Joins parts on one line. */
  static Html concat(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }
}
