package dev.logistic.table;

import java.util.Collection;

/** The texts true and false in any case. */
final class Flags {

  private Flags() {}

  static boolean isOne(String text) {
    return isTrue(text) || text.strip().equalsIgnoreCase("false");
  }

  static boolean isTrue(String text) {
    return text.strip().equalsIgnoreCase("true");
  }

  /**
   * Whether texts are flags and numbers and nothing else, as where one file has true and false, and
   * another 1 and 0.
   */
  public static boolean areMixedWithNumbers(Collection<String> texts) {
    long flags = texts.stream().filter(Flags::isOne).count();
    return flags > 0
        && flags < texts.size()
        && texts.stream().allMatch(text -> isOne(text) || Numbers.isNumber(text.strip()));
  }

  /**
   * The message for such a mixture.
   *
   * @param where the column, as the message begins
   * @param flag one of the flags, with its row if known
   * @param number one of the numbers, with its row if known
   */
  public static String message(String where, String flag, String number, Column column) {
    return ("%s mixes true and false with numbers, as %s and %s; write them in one way in SQL with"
            + " data.query, as CAST(\"%s\" AS BOOLEAN)")
        .formatted(where, flag, number, column.name());
  }
}
