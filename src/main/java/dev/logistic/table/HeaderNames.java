package dev.logistic.table;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Rules for the column names in the header of a text file. For use within this project. */
public final class HeaderNames {

  private HeaderNames() {}

  /**
   * Checks that no column is named twice. Readers rename the second {@code y} of a header, for
   * instance to {@code y_1}, which would then be a feature that holds the label.
   *
   * @param file to name in the message
   * @param names as the header has them; blanks around them are ignored, and empty ones may repeat
   * @throws TableException if two names are equal or differ only in case
   */
  public static void requireDistinct(String file, Collection<String> names) throws TableException {
    Map<String, String> known = new HashMap<>();
    for (String name : names) {
      String plain = name.strip();
      String before = plain.isEmpty() ? null : known.put(plain.toLowerCase(Locale.ROOT), plain);
      if (before != null) {
        throw new TableException(
            before.equals(plain)
                ? "%s: the header names two columns \"%s\"; rename one of them"
                    .formatted(file, plain)
                : "%s: the header names columns \"%s\" and \"%s\", which differ only in case; rename one of them"
                    .formatted(file, before, plain));
      }
    }
  }
}
