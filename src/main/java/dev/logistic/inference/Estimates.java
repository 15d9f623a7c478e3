package dev.logistic.inference;

import dev.logistic.model.Coefficients;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.solver.Centering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The estimates of the coefficients with their standard errors. */
final class Estimates {

  private Estimates() {}

  /**
   * Returns those on the scale of the input columns: the bias, then the weights; for more than two
   * classes the differences from the first class's, class by class.
   *
   * @param packed parameters as a model has them
   */
  static List<CoefficientStatistic> of(
      FeatureSchema schema, int outputs, double[] packed, CoefficientCovariance covariance) {
    List<CoefficientStatistic> all = new ArrayList<>();
    List<String> names = schema.featureNames();
    for (int place = 0; place < Centering.classes(outputs); place++) {
      Coefficients own = differences(packed, outputs, place);
      Coefficients raw = schema.standardization().map(own::unscaled).orElse(own);
      add(CoefficientStatistic.BIAS, raw.bias(), covariance, all);
      for (int i = 0; i < names.size(); i++) {
        add(names.get(i), raw.weights().get(i), covariance, all);
      }
    }
    return all;
  }

  private static void add(
      String name,
      double estimate,
      CoefficientCovariance covariance,
      List<CoefficientStatistic> all) {
    all.add(new CoefficientStatistic(name, estimate, covariance.standardError(all.size())));
  }

  private static Coefficients differences(double[] packed, int outputs, int place) {
    double[] differences = new double[packed.length / outputs];
    for (int row = 0; row < differences.length; row++) {
      int first = row * outputs;
      differences[row] = outputs == 1 ? packed[row] : packed[first + place + 1] - packed[first];
    }
    int columns = differences.length - 1;
    return new Coefficients(
        DoubleList.of(Arrays.copyOf(differences, columns)), differences[columns]);
  }
}
