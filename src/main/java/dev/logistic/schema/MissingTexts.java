package dev.logistic.schema;

import java.util.Locale;
import java.util.Set;

/** The texts that tables are known to use for a missing value. For use within this project. */
public final class MissingTexts {

  /** All of them, in lower case. */
  public static final Set<String> KNOWN =
      Set.of("na", "n/a", "#n/a", "#value!", "null", "none", "nan", "-", "?", ".");

  private static final int LONGEST = 7;

  private MissingTexts() {}

  /** Whether a text is one of them; case and blanks around it do not matter. */
  public static boolean isOne(String text) {
    String stripped = text.strip();
    return stripped.length() <= LONGEST && KNOWN.contains(stripped.toLowerCase(Locale.ROOT));
  }
}
