package dev.logistic.train;

import dev.logistic.config.ClassWeight;
import dev.logistic.config.Settings;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ProfileInterval;
import dev.logistic.schema.Statistics;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.NullModel;
import dev.logistic.solver.RowFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Corrects the bias of a fit of two classes for the share of the positive class in the population,
 * {@code train.prior}, where the rows, or their weights, have another: {@code logit(prior) -
 * logit(share)} is added to it, the share being that of the weights, including those of classes.
 * The probabilities become those of a fit whose classes are weighted to that share, exactly so for
 * a saturated model (King and Zeng, Logistic regression in rare events data, 2001, section 4.1).
 */
final class PriorCorrection {

  /** Of a class's weight, relative to the number of its rows. */
  private static final double ROUNDING = 1e-6;

  private PriorCorrection() {}

  /**
   * Returns what is added to the bias; 0 without the setting.
   *
   * @throws IllegalArgumentException if the rows are of one class
   */
  static double shift(AllRows rows, Settings settings) {
    OptionalDouble prior = settings.get(Settings.PRIOR);
    if (prior.isEmpty()) {
      return 0;
    }
    double[] weights = NullModel.classWeights(rows);
    if (!(weights[0] > 0 && weights[1] > 0)) {
      throw new IllegalArgumentException(
          "%s needs training rows of both classes, found only those of \"%s\""
              .formatted(Settings.PRIOR, rows.facts().classes().get(weights[0] > 0 ? 0 : 1)));
    }
    double wanted = prior.getAsDouble();
    return Math.log(wanted) - Math.log1p(-wanted) - Math.log(weights[1] / weights[0]);
  }

  /** Returns statistics whose bias is corrected; the standard error takes both shares as known. */
  static Statistics corrected(Statistics statistics, double shift) {
    if (shift == 0 || statistics.known().isEmpty()) {
      return statistics;
    }
    FitStatistics fit = statistics.known().get();
    List<CoefficientStatistic> coefficients = new ArrayList<>(fit.coefficients());
    CoefficientStatistic bias = coefficients.get(0);
    coefficients.set(
        0,
        new CoefficientStatistic(
            bias.name(),
            bias.estimate() + shift,
            bias.standardError(),
            bias.profile()
                .map(ends -> new ProfileInterval(ends.low() + shift, ends.high() + shift))));
    return Statistics.of(
        new FitStatistics(
            coefficients,
            fit.logLikelihood(),
            fit.nullLogLikelihood(),
            fit.rows(),
            fit.covarianceKind(),
            fit.ofSurvey(),
            fit.covariance(),
            fit.tests(),
            fit.penalised(),
            fit.targets()));
  }

  /** Returns a warning if weights of classes shift the probabilities and nothing corrects them. */
  static List<String> warnings(AllRows rows, Settings settings) {
    RowFacts facts = rows.facts();
    ClassWeight rule = settings.get(Settings.CLASS_WEIGHT);
    if (rule.isNone() || settings.get(Settings.PRIOR).isPresent() || facts.outputs() > 1) {
      return List.of();
    }
    double[] weights = NullModel.classWeights(rows);
    if (areAlike(rule, weights, facts)) {
      return List.of();
    }
    String positive = facts.classes().get(1);
    return List.of(
        String.format(
            Locale.ROOT,
            "%s=%s shifts the probabilities: they are those of a population of which a share of %.3g is \"%s\"; set %s to the share of \"%s\" in yours to correct them",
            Settings.CLASS_WEIGHT,
            rule,
            weights[1] / (weights[0] + weights[1]),
            positive,
            Settings.PRIOR,
            positive));
  }

  /** Whether the rule weighs both classes alike: balanced ones, where each row weighs 1. */
  private static boolean areAlike(ClassWeight rule, double[] weights, RowFacts facts) {
    if (!rule.balanced()) {
      List<Double> each = rule.of(facts.classes(), List.of(weights[0], weights[1]));
      return each.get(0).equals(each.get(1));
    }
    return IntStream.range(0, 2)
        .allMatch(place -> Math.abs(weights[place] / facts.classRows().get(place) - 1) < ROUNDING);
  }
}
