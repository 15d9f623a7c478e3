package dev.logistic.schema;

/**
 * A test that a term has no effect: that the coefficients of all its features are 0. For use within
 * this project.
 *
 * @param term the column
 * @param df degrees of freedom: the number of its coefficients, at least 1
 * @param chi2 the statistic, which is about chi-squared distributed if so; at least 0
 */
public record TermEffect(String term, int df, double chi2) {

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TermEffect {
    if (df < 1 || !(chi2 >= 0 && Double.isFinite(chi2))) {
      throw new IllegalArgumentException(
          "the test of \"%s\" must have 1 degree of freedom or more and a finite statistic from 0, were %d and %s"
              .formatted(term, df, chi2));
    }
  }
}
