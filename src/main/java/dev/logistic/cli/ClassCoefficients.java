package dev.logistic.cli;

import dev.logistic.report.Coefficient;
import dev.logistic.schema.Standardization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The weights of a model of more than two classes, one for each class and feature. */
final class ClassCoefficients {

  private ClassCoefficients() {}

  /**
   * All weights of a class, named {@code class: feature}, then those of the next class.
   *
   * @param weights shape (features, classes), row by row
   * @param scaling the scaling; the weight on the column's original scale is {@code weight / scale}
   */
  static List<Coefficient> of(
      double[] weights,
      List<String> features,
      List<String> classes,
      Optional<Standardization> scaling) {
    List<Coefficient> coefficients = new ArrayList<>();
    for (int code = 0; code < classes.size(); code++) {
      for (int feature = 0; feature < features.size(); feature++) {
        double weight = weights[feature * classes.size() + code];
        int at = feature;
        coefficients.add(
            new Coefficient(
                classes.get(code) + ": " + features.get(feature),
                weight,
                scaling
                    .map(known -> OptionalDouble.of(weight / known.scales().get(at)))
                    .orElse(OptionalDouble.empty())));
      }
    }
    return coefficients;
  }
}
