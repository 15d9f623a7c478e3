package dev.logistic.export;

import dev.logistic.schema.Basis;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.Recurrence;

/** Functions of a number as SQL. */
sealed interface SqlBasis permits SqlPieces, SqlRecurrence {

  /**
   * The functions that a formula learned.
   *
   * @param term the name of the term, for messages
   */
  static SqlBasis of(Basis basis, SqlDialect dialect, String term) {
    return basis instanceof PiecewisePolynomial pieces
        ? new SqlPieces(pieces, dialect, term)
        : new SqlRecurrence((Recurrence) basis, dialect, term);
  }

  /** The number of functions. */
  int width();

  /** At least the largest absolute value of all functions of numbers within ±reach. */
  double greatest(double reach);

  /**
   * The weighted sum of the functions.
   *
   * @param x an expression
   * @param weights one for each function
   * @throws IllegalArgumentException if the dialect cannot hold it
   */
  String weighted(String x, double[] weights);
}
