package dev.logistic.report;

import dev.logistic.schema.CoefficientStatistic;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The weight of one feature. One that is not finite is shown as a dash.
 *
 * @param name of the feature
 * @param weight on the scale the model was trained on
 * @param rawWeight on the scale of the input column, if that differs
 * @param statistic its standard error and the like, on the scale of the input column, if known
 */
public record Coefficient(
    String name,
    double weight,
    OptionalDouble rawWeight,
    Optional<CoefficientStatistic> statistic) {

  /** Creates one without a statistic. */
  public Coefficient(String name, double weight, OptionalDouble rawWeight) {
    this(name, weight, rawWeight, Optional.empty());
  }
}
