package dev.logistic.table;

import dev.logistic.text.NearNames;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Names in messages. For use within this project. */
public final class Names {

  private static final int SHOWN = 20;

  private Names() {}

  /** The first names, comma-separated, and how many more there are. */
  public static String listed(List<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }

  /** The question whether a similar name was meant, as a message continues; empty for none. */
  static String suggested(String name, Collection<String> known) {
    return NearNames.question(name, known).map(question -> question + " ").orElse("");
  }

  /** A number of things: 1 text, 2 texts. */
  public static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** A value as messages show it, shortened. */
  public static String quoted(String value) {
    String flat = value.replace("\n", "\\n").replace("\r", "\\r");
    return "\"" + (flat.length() <= 60 ? flat : flat.substring(0, 57) + "...") + "\"";
  }
}
