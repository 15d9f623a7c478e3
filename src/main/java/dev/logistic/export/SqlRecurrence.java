package dev.logistic.export;

import dev.logistic.schema.Recurrence;

/**
 * Polynomials with a three-term recurrence as SQL. Their weighted sum is computed from the highest
 * degree downwards: Clenshaw (1955), "A note on the summation of Chebyshev series".
 *
 * @param term the name of the term, for messages
 */
record SqlRecurrence(Recurrence recurrence, SqlDialect dialect, String term) implements SqlBasis {

  @Override
  public int width() {
    return recurrence.width();
  }

  @Override
  public double greatest(double reach) {
    double greatest = 0;
    double before = 0;
    double current = 1;
    for (int k = 0; k < width(); k++) {
      double next =
          (reach + Math.abs(recurrence.shift().get(k))) * current
              + Math.abs(recurrence.factor().get(k)) * before;
      before = current;
      current = next;
      greatest = Math.max(greatest, Math.max(next, next / recurrence.norm().get(k)));
    }
    return greatest;
  }

  @Override
  public String weighted(String x, double[] weights) {
    SqlSteps steps = new SqlSteps(dialect, term, width());
    for (int k = 0; k < width(); k++) {
      steps.add(weights[k] / recurrence.norm().get(k));
    }
    String after = null; // that of two degrees higher; null for 0
    String current = null; // that of one degree higher
    for (int degree = width(); degree >= 0; degree--) { // p[0] = 1 is no feature
      double own = degree == 0 ? 0 : weights[degree - 1] / recurrence.norm().get(degree - 1);
      String next = own == 0 && current == null ? null : dialect.number(own);
      if (current != null) {
        String product = current + " * " + steps.from(recurrence.shift().get(degree), x);
        next = own == 0 ? product : product + " + " + next;
      }
      if (after != null && recurrence.factor().get(degree + 1) != 0) {
        String factor = dialect.number(recurrence.factor().get(degree + 1));
        next = "%s - %s * %s".formatted(next, factor, after);
      }
      after = current;
      current = next == null ? null : SqlLength.require("(" + next + ")");
    }
    return current == null ? dialect.number(0) : current;
  }
}
