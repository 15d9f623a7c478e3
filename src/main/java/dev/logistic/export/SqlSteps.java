package dev.logistic.export;

/**
 * The factors {@code x - origin} of polynomials. In PostgreSQL, which refuses a product that is too
 * small for a double, those are 0 whose powers could be.
 */
final class SqlSteps {

  private static final double SMALLEST_PRODUCT = 1e-200; // far enough for rounded sums of them
  private static final double NEGLIGIBLE = 1e-30;

  private final SqlDialect dialect;
  private final String term;
  private final int degree;
  private double smallest = 1;
  private double greatest;

  /** Steps of polynomials of a term up to a degree. */
  SqlSteps(SqlDialect dialect, String term, int degree) {
    this.dialect = dialect;
    this.term = term;
    this.degree = degree;
  }

  /** Adds a coefficient of a polynomial. */
  void add(double coefficient) {
    if (coefficient != 0) {
      smallest = Math.min(smallest, Math.abs(coefficient));
    }
    greatest = Math.max(greatest, Math.abs(coefficient));
  }

  /**
   * Returns the step from an origin to a number.
   *
   * @throws IllegalArgumentException if a step that must be 0 is not negligible
   */
  String from(double origin, String x) {
    String step = dialect.difference(x, origin);
    if (!dialect.refusesUnderflow()) {
      return step;
    }
    double zero = Math.pow(SMALLEST_PRODUCT / smallest, 1.0 / Math.max(1, degree));
    if (!(zero * greatest <= NEGLIGIBLE)) {
      throw new IllegalArgumentException(
          ("%s cannot hold the term %s, whose coefficients differ by too many orders of magnitude,"
                  + " %s and %s; score with predict or dev.logistic.score.Scorer")
              .formatted(dialect, term, smallest, greatest));
    }
    return "(CASE WHEN ABS(%1$s) < %2$s THEN %3$s ELSE %1$s END)"
        .formatted(step, dialect.number(zero), dialect.number(0));
  }
}
