package dev.logistic.train;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the option that leaves columns, or levels, out of a training, as a shell reads it. */
final class ExcludeOption {

  private static final Pattern PLAIN = Pattern.compile("[\\w.,/:+-]+");

  private ExcludeOption() {}

  /**
   * @param names of columns, or of levels as {@code column=level}
   */
  static String of(Collection<String> names) {
    String value =
        names.stream()
            .distinct()
            .map(name -> name.replace("\\", "\\\\").replace(",", "\\,"))
            .collect(Collectors.joining(","));
    return "--exclude " + (PLAIN.matcher(value).matches() ? value : quoted(value));
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
