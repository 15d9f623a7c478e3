package dev.logistic.export;

import dev.logistic.schema.PiecewisePolynomial;

/**
 * Splines and bins as SQL: the coefficients of a weighted sum are the weighted sums of theirs.
 *
 * @param term the name of the term, for messages
 */
record SqlPieces(PiecewisePolynomial pieces, SqlDialect dialect, String term) implements SqlBasis {

  @Override
  public int width() {
    return pieces.width();
  }

  private double coefficient(int piece, int function, int power) {
    return pieces.coefficients().get((piece * pieces.width() + function) * pieces.order() + power);
  }

  @Override
  public double greatest(double reach) {
    double greatest = 0;
    int last = pieces.breaks().size();
    for (int piece = 0; piece <= last; piece++) {
      double origin = pieces.origins().get(piece);
      double low = piece == 0 ? -reach : pieces.breaks().get(piece - 1);
      double high = piece == last ? reach : pieces.breaks().get(piece);
      double distance = Math.max(Math.abs(low - origin), Math.abs(high - origin));
      for (int function = 0; function < pieces.width(); function++) {
        double sum = 0;
        for (int power = pieces.order() - 1; power >= 0; power--) {
          double own = Math.abs(coefficient(piece, function, power));
          sum = sum == 0 ? own : sum * distance + own;
        }
        greatest = Math.max(greatest, sum);
      }
    }
    return greatest;
  }

  @Override
  public String weighted(String x, double[] weights) {
    int last = pieces.breaks().size();
    double[][] sums = new double[last + 1][pieces.order()];
    SqlSteps steps = new SqlSteps(dialect, term, pieces.order() - 1);
    for (int piece = 0; piece <= last; piece++) {
      for (int power = 0; power < pieces.order(); power++) {
        for (int function = 0; function < weights.length; function++) {
          sums[piece][power] += weights[function] * coefficient(piece, function, power);
        }
        steps.add(sums[piece][power]);
      }
    }
    if (last == 0) {
      return polynomial(x, 0, sums[0], steps);
    }
    StringBuilder sql = new StringBuilder("(CASE");
    for (int piece = 0; piece <= last; piece++) {
      String isIn =
          piece < last
              ? " WHEN %s <= %s".formatted(x, dialect.exactNumber(pieces.breaks().get(piece)))
              : " WHEN %s > %s".formatted(x, dialect.exactNumber(pieces.breaks().get(last - 1)));
      sql.append(isIn).append(" THEN ").append(polynomial(x, piece, sums[piece], steps));
    }
    return sql.append(" END)").toString();
  }

  private String polynomial(String x, int piece, double[] coefficients, SqlSteps steps) {
    int power = coefficients.length - 1;
    while (power > 0 && coefficients[power] == 0) {
      power--;
    }
    String sql = dialect.number(coefficients[power]);
    if (power > 0) {
      String step = steps.from(pieces.origins().get(piece), x);
      while (power-- > 0) {
        sql = "(%s * %s + %s)".formatted(sql, step, dialect.number(coefficients[power]));
      }
    }
    return sql;
  }
}
