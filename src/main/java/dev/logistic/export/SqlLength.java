package dev.logistic.export;

/** The length of a statement, which the parts of a formula can exceed on their own. */
final class SqlLength {

  /** Databases plan much longer statements for minutes, or refuse them. */
  static final int MOST_BYTES = 4_000_000;

  private SqlLength() {}

  /**
   * Returns an expression.
   *
   * @throws IllegalArgumentException if it is longer than a statement may be
   */
  static String require(String sql) {
    if (sql.length() > MOST_BYTES) {
      throw new IllegalArgumentException(
          ("a statement of SQL may have %,d bytes, as databases limit them, and a function of the"
                  + " formula (data.terms) needs more, as it is of too high a degree or nested too"
                  + " deeply; score with predict or dev.logistic.score.Scorer")
              .formatted(MOST_BYTES));
    }
    return sql;
  }
}
