package dev.logistic.evaluate;

import dev.logistic.config.Settings;
import dev.logistic.model.PValues;
import dev.logistic.schema.CovarianceKind;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Statistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The likelihood-ratio test of two nested models: that the features which only the larger one has
 * have no effect. Both are maximum-likelihood fits of the same rows, and the features of one are
 * among those of the other.
 *
 * @param first statistics of the first model
 * @param second statistics of the second model
 * @param refused why there is no test; empty if there is one
 * @param nested whether one model's features are among the other's, on the same rows
 */
public record ModelComparison(
    Statistics first, Statistics second, Optional<String> refused, boolean nested) {

  /** Features that are the same have the same mean and scale, except for rounding error. */
  private static final double ROUNDING = 1e-9;

  /** Compares two models; the order is of no importance. */
  public static ModelComparison of(ModelCard first, ModelCard second) {
    Optional<String> refused =
        withoutStatistics("first", first)
            .or(() -> withoutStatistics("second", second))
            .or(() -> ofOtherRows(first, second));
    boolean nested = false;
    if (refused.isEmpty()) {
      boolean smaller = first.features().size() <= second.features().size();
      refused =
          smaller
              ? notAmong(first, "second", second.schema())
              : notAmong(second, "first", first.schema());
      nested = refused.isEmpty();
      if (nested && first.features().size() == second.features().size()) {
        refused =
            Optional.of("the models have the same features, so that there is nothing to test");
      }
    }
    return new ModelComparison(
        first.statistics(),
        second.statistics(),
        refused.or(() -> notOfLikelihoods(first, second)),
        nested);
  }

  private static FitStatistics known(ModelCard card) {
    return card.statistics().known().orElseThrow();
  }

  private static Optional<String> withoutStatistics(String which, ModelCard card) {
    return card.statistics()
        .refused()
        .map(reason -> "the %s model has no statistics: %s".formatted(which, reason));
  }

  private static Optional<String> ofOtherRows(ModelCard first, ModelCard second) {
    FitStatistics one = known(first);
    FitStatistics other = known(second);
    if (!first.classes().equals(second.classes())) {
      return Optional.of(
          "the models must have the same classes, were %s and %s"
              .formatted(first.classes(), second.classes()));
    }
    if (one.rows() != other.rows()) {
      return Optional.of(
          "the models must be of the same rows, were of %d and %d: where rows with missing values are left out, name the columns of both in one query that leaves them out"
              .formatted(one.rows(), other.rows()));
    }
    if (one.targets().isEmpty() || other.targets().isEmpty()) {
      return Optional.of(
          "a model was saved without a digest of its rows, as by earlier versions: train it again");
    }
    Optional<String> setting =
        differs(Settings.PRECISION.name(), first, second)
            .or(() -> differs("data.offset", first, second));
    if (setting.isPresent()) {
      return setting;
    }
    return one.targets().equals(other.targets())
        ? Optional.empty()
        : Optional.of(
            "the models must be of the same rows in the same order, but the classes or weights of their %d rows differ"
                .formatted(one.rows()));
  }

  private static Optional<String> differs(String key, ModelCard first, ModelCard second) {
    String one = first.settings().getOrDefault(key, "");
    String other = second.settings().getOrDefault(key, "");
    return one.equals(other)
        ? Optional.empty()
        : Optional.of(
            "the models must be trained with the same %s, were with \"%s\" and \"%s\""
                .formatted(key, one, other));
  }

  /** Likelihoods of the rows drawn are those of the model, not of robust estimators. */
  private static Optional<String> notOfLikelihoods(ModelCard first, ModelCard second) {
    List<FitStatistics> both = List.of(known(first), known(second));
    if (both.stream().anyMatch(FitStatistics::isFirth)) {
      return Optional.of(
          "with train.firth=true the prior of a smaller model is another one: train the larger model with train.tests=lr, which keeps the prior");
    }
    return both.stream()
        .map(FitStatistics::covarianceKind)
        .filter(kind -> !kind.equals(CovarianceKind.MODEL))
        .findFirst()
        .map(
            kind ->
                "likelihood ratios are not robust, and the covariance of a model is %s: train both with train.covariance=model"
                    .formatted(kind.name()));
  }

  private static Optional<String> notAmong(ModelCard card, String which, FeatureSchema others) {
    Map<String, Integer> places = new HashMap<>();
    others.featureNames().forEach(name -> places.put(name, places.size()));
    List<String> names = card.features();
    for (int i = 0; i < names.size(); i++) {
      Integer place = places.get(names.get(i));
      if (place == null) {
        return Optional.of(
            "the models are not nested: the feature \"%s\" of the smaller one is not among those of the %s; levels need the same data.reference in both"
                .formatted(names.get(i), which));
      }
      if (differ(card.schema().standardization(), i, others.standardization(), place)) {
        return Optional.of(
            "the models must be of the same rows, but \"%s\" has different means or standard deviations in them"
                .formatted(names.get(i)));
      }
    }
    return Optional.empty();
  }

  private static boolean differ(
      Optional<Standardization> own, int place, Optional<Standardization> others, int other) {
    if (own.isEmpty() || others.isEmpty()) {
      return false;
    }
    double scale = own.get().scales().get(place);
    double mean = own.get().means().get(place);
    return Math.abs(scale - others.get().scales().get(other)) > ROUNDING * scale
        || Math.abs(mean - others.get().means().get(other))
            > ROUNDING * Math.max(scale, Math.abs(mean));
  }

  /**
   * Returns twice the difference of the log-likelihoods.
   *
   * @throws IllegalStateException with the reason if there is no test
   */
  public double chi2() {
    double difference = larger().logLikelihood() - smaller().logLikelihood();
    return Math.max(0, 2 * difference); // below 0 by rounding
  }

  /**
   * Returns the degrees of freedom: the number of features that only the larger model has, for each
   * class but the first.
   *
   * @throws IllegalStateException with the reason if there is no test
   */
  public int df() {
    return larger().coefficients().size() - smaller().coefficients().size();
  }

  /**
   * Returns the probability of a statistic at least as large if these features had no effect.
   *
   * @throws IllegalStateException with the reason if there is no test
   */
  public double p() {
    return PValues.ofChi2(chi2(), df());
  }

  private FitStatistics larger() {
    return isFirstLarger() ? tested(first) : tested(second);
  }

  private FitStatistics smaller() {
    return isFirstLarger() ? tested(second) : tested(first);
  }

  private boolean isFirstLarger() {
    return tested(first).coefficients().size() > tested(second).coefficients().size();
  }

  private FitStatistics tested(Statistics statistics) {
    refused.ifPresent(
        reason -> {
          throw new IllegalStateException("there is no test: " + reason);
        });
    return statistics.known().orElseThrow();
  }
}
