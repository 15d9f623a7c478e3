package dev.logistic.cli;

import dev.logistic.report.Coefficient;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.Standardization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The weights of a model of more than two classes, one for each class and feature. */
final class ClassCoefficients {

  private ClassCoefficients() {}

  /**
   * The weights of a class, named {@code class: feature}, then those of the next class.
   *
   * @param weights shape (features, classes), row by row
   * @param scaling the scaling; the weight on the column's original scale is {@code weight / scale}
   * @param shown the places to return of the weights of a class
   */
  static List<Coefficient> of(
      double[] weights,
      List<String> features,
      List<String> classes,
      Optional<Standardization> scaling,
      Function<List<Double>, List<Integer>> shown) {
    List<Coefficient> coefficients = new ArrayList<>();
    for (int code = 0; code < classes.size(); code++) {
      double[] ofClass = new double[features.size()];
      int first = code;
      Arrays.setAll(ofClass, feature -> weights[feature * classes.size() + first]);
      for (int feature : shown.apply(DoubleList.of(ofClass))) {
        double weight = ofClass[feature];
        coefficients.add(
            new Coefficient(
                classes.get(code) + ": " + features.get(feature),
                weight,
                scaling
                    .map(known -> OptionalDouble.of(weight / known.scales().get(feature)))
                    .orElse(OptionalDouble.empty())));
      }
    }
    return coefficients;
  }
}
