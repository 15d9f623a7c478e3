package dev.logistic.config;

import dev.logistic.text.NearNames;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds keys by name and, where there is none, suggests similar names. */
final class KeyNames {

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

  /** Names that are near, or the same in another group, such as train.label for data.label. */
  private static List<String> near(String name) {
    List<String> known = Settings.KEYS.stream().map(Key::name).toList();
    List<String> near = NearNames.of(name, known);
    return known.stream()
        .filter(each -> near.contains(each) || afterDot(each).equals(afterDot(name)))
        .sorted(Comparator.comparingInt(each -> NearNames.distance(name, each)))
        .limit(3)
        .toList();
  }

  private static String afterDot(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
