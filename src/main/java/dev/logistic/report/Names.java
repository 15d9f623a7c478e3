package dev.logistic.report;

import java.util.List;

/** Names of features and classes, which may be of any length, where there is little room. */
final class Names {

  private static final int MOST = 40;

  private Names() {}

  /** With the middle cut out where it is long, between whole characters. */
  static String shortened(String name) {
    int[] characters = name.codePoints().toArray();
    if (characters.length <= MOST) {
      return name;
    }
    int half = MOST / 2;
    return new String(characters, 0, half)
        + "…"
        + new String(characters, characters.length - half + 1, half - 1);
  }

  static List<String> shortened(List<String> names) {
    return names.stream().map(Names::shortened).toList();
  }
}
