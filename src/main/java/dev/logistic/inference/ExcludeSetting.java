package dev.logistic.inference;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the setting that leaves columns, or levels, out of a training. */
final class ExcludeSetting {

  private static final Pattern PLAIN = Pattern.compile("[\\w.,/:+-]+");

  private ExcludeSetting() {}

  /**
   * Returns {@code data.exclude=a,b}, between quotation marks if anything but the names' commas
   * could be taken for the sentence around it.
   *
   * @param names of columns, or of levels as {@code column=level}
   */
  static String of(Collection<String> names) {
    String value =
        names.stream()
            .distinct()
            .map(name -> name.replace("\\", "\\\\").replace(",", "\\,"))
            .collect(Collectors.joining(","));
    String setting = "data.exclude=" + value;
    return PLAIN.matcher(value).matches() ? setting : "\"" + setting.replace("\"", "\\\"") + "\"";
  }
}
