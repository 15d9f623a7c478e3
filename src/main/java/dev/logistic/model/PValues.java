package dev.logistic.model;

import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.TermEffect;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * P-values: how probable a model's statistics would be if its features had no effect. Thread-safe.
 */
public final class PValues {

  private static final double SQRT_2 = Math.sqrt(2);

  private PValues() {}

  /**
   * The probability of a z at least as far from 0 if the coefficient were 0: {@code erfc(|z| /
   * sqrt(2))}, with 12 digits or more down to 1e-300.
   */
  public static double of(CoefficientStatistic coefficient) {
    return Erfc.value(Math.abs(coefficient.z()) / SQRT_2);
  }

  /**
   * The probability of a likelihood ratio at least as large if all weights were 0, by chi-squared.
   */
  public static double of(FitStatistics fit) {
    return ofChi2(fit.likelihoodRatio(), fit.likelihoodRatioDf());
  }

  /** The probability of a statistic at least as large if the term had no effect, by chi-squared. */
  public static double of(TermEffect test) {
    return ofChi2(test.chi2(), test.df());
  }

  /**
   * The probability of a value at least as large by chi-squared.
   *
   * @param df degrees of freedom; with 0 the value is 0
   */
  public static double ofChi2(double value, int df) {
    return df == 0 ? 1 : RegularizedGamma.Q.value(df / 2.0, value / 2);
  }
}
