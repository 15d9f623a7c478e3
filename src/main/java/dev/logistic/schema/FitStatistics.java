package dev.logistic.schema;

import java.util.List;
import java.util.Optional;

/**
 * The statistics of an unpenalised fit at its optimum.
 *
 * @param coefficients the bias, then the weights in the order of the features; for more than two
 *     classes those of each class but the first, class by class, each the difference from that of
 *     the first class
 * @param logLikelihood of the training rows: the sum over them of the logarithm of their class's
 *     probability
 * @param nullLogLikelihood that of the model with only a bias
 * @param rows their number; where weights are frequencies, the sum of the weights
 * @param covarianceKind how the covariance of the coefficients was estimated, from which their
 *     standard errors are
 * @param ofSurvey whether the log-likelihoods are those of a population as a survey's weights
 *     estimate it; likelihood ratios, AIC and BIC then do not have their usual meaning
 * @param covariance of the coefficients; empty for one that was not kept or read with the model
 * @param tests of the terms
 * @param penalised log-likelihoods with Jeffreys' prior; only with {@code train.firth}, where the
 *     others are those of its estimates and AIC and BIC do not have their usual meaning
 * @param targets a digest of the rows' classes and weights in their order; empty where unknown
 */
public record FitStatistics(
    List<CoefficientStatistic> coefficients,
    double logLikelihood,
    double nullLogLikelihood,
    long rows,
    CovarianceKind covarianceKind,
    boolean ofSurvey,
    Optional<CovarianceMatrix> covariance,
    TermTests tests,
    Optional<PenalisedLikelihoods> penalised,
    String targets) {

  /**
   * Log-likelihoods plus half the logarithm of the determinant of the information, for columns as
   * they are.
   *
   * @param fitted of the fit
   * @param ofNull of the fit with only a bias, with the prior of all features
   */
  public record PenalisedLikelihoods(double fitted, double ofNull) {

    /**
     * Creates them.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public PenalisedLikelihoods {
      if (!Double.isFinite(fitted) || !Double.isFinite(ofNull)) {
        throw new IllegalArgumentException(
            "penalised log-likelihoods must be finite, were %s and %s".formatted(fitted, ofNull));
      }
    }
  }

  /**
   * Copies the coefficients.
   *
   * @throws IllegalArgumentException if a log-likelihood is not finite, there are no rows, or the
   *     covariance is that of another number of coefficients
   */
  public FitStatistics {
    coefficients = List.copyOf(coefficients);
    if (!Double.isFinite(logLikelihood) || !Double.isFinite(nullLogLikelihood) || rows < 1) {
      throw new IllegalArgumentException(
          "log-likelihoods must be finite and rows at least 1, were %s, %s and %d"
              .formatted(logLikelihood, nullLogLikelihood, rows));
    }
    int size = coefficients.size();
    covariance
        .filter(known -> known.size() != size)
        .ifPresent(
            known -> {
              throw new IllegalArgumentException(
                  "expected a covariance of %d coefficients, found one of %d"
                      .formatted(size, known.size()));
            });
  }

  /** Creates statistics whose standard errors follow from the likelihood, without covariance. */
  public FitStatistics(
      List<CoefficientStatistic> coefficients,
      double logLikelihood,
      double nullLogLikelihood,
      long rows) {
    this(
        coefficients,
        logLikelihood,
        nullLogLikelihood,
        rows,
        CovarianceKind.MODEL,
        false,
        Optional.empty(),
        TermTests.NONE,
        Optional.empty(),
        "");
  }

  /** Whether the intervals of the coefficients are by the profile likelihood. */
  public boolean hasProfileIntervals() {
    return coefficients.stream().anyMatch(row -> row.profile().isPresent());
  }

  /** {@code -2 * logLikelihood}, also called the residual deviance. */
  public double deviance() {
    return -2 * logLikelihood;
  }

  /** {@code -2 * nullLogLikelihood}. */
  public double nullDeviance() {
    return -2 * nullLogLikelihood;
  }

  /**
   * Degrees of freedom of the deviance: rows minus coefficients; for more than two classes each row
   * counts as often as there are classes but the first.
   */
  public long residualDf() {
    return nullDf() - likelihoodRatioDf();
  }

  /** Degrees of freedom of the null deviance: {@code rows - 1}, for each class but the first. */
  public long nullDf() {
    return (rows - 1) * biases();
  }

  private int biases() {
    return (int)
        Math.max(
            1,
            coefficients.stream()
                .filter(row -> row.name().equals(CoefficientStatistic.BIAS))
                .count());
  }

  /** Whether the likelihood was multiplied by Jeffreys' prior. */
  public boolean isFirth() {
    return penalised.isPresent();
  }

  /**
   * The reduction of the deviance by the features, with {@code train.firth} that of the penalised
   * deviance: the statistic of the likelihood-ratio test.
   */
  public double likelihoodRatio() {
    double ratio =
        penalised
            .map(both -> 2 * (both.fitted() - both.ofNull()))
            .orElseGet(() -> nullDeviance() - deviance());
    return Math.max(0, ratio); // below 0 by rounding
  }

  /** Whether AIC and BIC have their usual meaning. */
  public boolean hasCriteria() {
    return !ofSurvey && !isFirth();
  }

  /**
   * Degrees of freedom of the likelihood-ratio test: the number of coefficients without the biases.
   */
  public int likelihoodRatioDf() {
    return coefficients.size() - biases();
  }

  /**
   * {@code 1 - logLikelihood / nullLogLikelihood}: 0 where the features carry no information
   * (McFadden, Conditional logit analysis of qualitative choice behavior, 1974).
   */
  public double mcFaddenR2() {
    return 1 - logLikelihood / nullLogLikelihood;
  }

  /** Akaike's criterion, {@code 2k - 2 logLikelihood} with k coefficients, including the bias. */
  public double aic() {
    return 2.0 * coefficients.size() + deviance();
  }

  /** Schwarz's criterion, {@code k log(rows) - 2 logLikelihood}. */
  public double bic() {
    return coefficients.size() * Math.log((double) rows) + deviance();
  }
}
