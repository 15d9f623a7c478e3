package dev.logistic.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds keys by name and, where there is none, suggests similar names. */
final class KeyNames {

  private static final int NEAR = 3;

  private KeyNames() {}

  static Key<?> find(String name, String origin) {
    return Settings.KEYS.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, origin));
  }

  private static SettingsException unknown(String name, String origin) {
    List<String> near = near(name);
    String hint =
        near.isEmpty()
            ? "known are " + Settings.KEYS.stream().map(Key::name).collect(Collectors.joining(", "))
            : "did you mean " + String.join(" or ", near) + "?";
    return new SettingsException(
        "unknown setting \"" + name + "\" (" + origin + "); " + hint, null);
  }

  private static List<String> near(String name) {
    return Settings.KEYS.stream()
        .map(Key::name)
        .filter(known -> isNear(name, known) || afterDot(known).equals(afterDot(name)))
        .sorted(Comparator.comparingInt(known -> distance(name, known)))
        .limit(3)
        .toList();
  }

  private static boolean isNear(String name, String known) {
    return Math.abs(name.length() - known.length()) <= NEAR && distance(name, known) <= NEAR;
  }

  private static String afterDot(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Levenshtein's edit distance, one row of the table at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
