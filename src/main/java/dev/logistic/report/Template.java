package dev.logistic.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template for a part of the page with placeholders such as <code>{{title}}</code>, from a file
 * next to this class.
 */
final class Template {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  static Template of(String file) throws IOException {
    return new Template(read(file));
  }

  /** Fills all placeholders in one pass: inserted text is not searched for placeholders. */
  Html fill(Map<String, Html> values) {
    Matcher places = PLACE.matcher(text);
    return new Html(
        places.replaceAll(place -> Matcher.quoteReplacement(value(values, place.group(1)))));
  }

  private static String value(Map<String, Html> values, String name) {
    Html value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no value for the placeholder " + name);
    }
    return value.markup();
  }

  /** The text of a file next to this class. */
  static String read(String file) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
