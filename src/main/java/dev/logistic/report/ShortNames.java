package dev.logistic.report;

import java.util.List;

/** Shortens names of features and classes, which may be of any length, where space is limited. */
final class ShortNames {

  private static final int MOST = 40;

  private ShortNames() {}

  /** Replaces the middle of a long name, between whole characters. */
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
    return names.stream().map(ShortNames::shortened).toList();
  }
}
