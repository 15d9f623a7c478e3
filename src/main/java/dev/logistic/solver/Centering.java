package dev.logistic.solver;

import dev.logistic.objective.Likelihood;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Two ways to write parameters. A model has the weights of each feature, row by row, and the bias
 * after them, in a column for each output. Newton's method has, class by class except for the
 * first, the bias and then the weights, for features minus their means; the first class has a logit
 * of 0, as only differences between classes count.
 *
 * @param means of the features
 * @param units powers of two by which the centered features are multiplied, so that squares neither
 *     underflow nor overflow
 * @param outputs 1 for two classes, and one per class for more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Centering(double[] means, double[] units, int outputs) implements Serializable {

  /** Creates coordinates with features in their own units. */
  public Centering(double[] means, int outputs) {
    this(means, ones(means.length), outputs);
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Whether any feature is in another unit than its own. */
  boolean hasUnits() {
    return Arrays.stream(units).anyMatch(unit -> unit != 1);
  }

  Likelihood likelihood() {
    return Likelihood.of(outputs);
  }

  /** Classes but the first. */
  public static int classes(int outputs) {
    return Math.max(1, outputs - 1);
  }

  /** Converts a model's parameters to Newton's. */
  public double[] centered(double[] packed) {
    int size = means.length + 1;
    double[] centered = new double[size * classes(outputs)];
    for (int place = 0; place < classes(outputs); place++) {
      int start = place * size;
      centered[start] = difference(packed, means.length, place);
      for (int i = 0; i < means.length; i++) {
        double weight = difference(packed, i, place);
        centered[start + 1 + i] = weight / units[i];
        centered[start] += weight * means[i];
      }
    }
    return centered;
  }

  /** To the first class's. */
  private double difference(double[] packed, int row, int place) {
    return outputs == 1 ? packed[row] : packed[row * outputs + place + 1] - packed[row * outputs];
  }

  /** And back. */
  public double[] uncentered(double[] centered) {
    int size = means.length + 1;
    double[] packed = new double[size * outputs];
    for (int place = 0; place < classes(outputs); place++) {
      int start = place * size;
      int column = outputs == 1 ? 0 : place + 1;
      double bias = centered[start];
      for (int i = 0; i < means.length; i++) {
        double weight = centered[start + 1 + i] * units[i];
        packed[i * outputs + column] = weight;
        bias -= weight * means[i];
      }
      packed[means.length * outputs + column] = bias;
    }
    return packed;
  }

  /** The same; for more than two classes, those whose sum over the classes is 0. */
  double[] balanced(double[] centered) {
    double[] packed = uncentered(centered);
    for (int from = 0; outputs > 1 && from < packed.length; from += outputs) {
      double mean = Arrays.stream(packed, from, from + outputs).sum() / outputs;
      for (int i = from; i < from + outputs; i++) {
        packed[i] -= mean;
      }
    }
    return packed;
  }

  /** Returns a model's parameters of features that are centered already, as Newton's method's. */
  double[] differences(double[] packed) {
    return new Centering(new double[means.length], units, outputs).centered(packed);
  }

  /** Returns the largest absolute derivative by a model's parameters, given those by Newton's. */
  double largestDerivative(double[] gradient) {
    int size = means.length + 1;
    double largest = 0;
    double[] ofFirst = new double[size];
    for (int from = 0; from < gradient.length; from += size) {
      double ofBias = gradient[from];
      for (int i = 0; i < size; i++) {
        double slope = i == 0 ? ofBias : gradient[from + i] / units[i - 1] + means[i - 1] * ofBias;
        ofFirst[i] -= slope;
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    double others = Arrays.stream(ofFirst).map(Math::abs).max().orElse(0);
    return outputs == 1 ? largest : Math.max(largest, others);
  }

  /**
   * Returns a linear combination of biases and weights as one of the parameters of Newton's method.
   *
   * @param coefficients class by class except for the first, the bias and then the weights
   */
  double[] combination(double[] coefficients) {
    int size = means.length + 1;
    double[] combination = coefficients.clone();
    for (int start = 0; start < combination.length; start += size) {
      for (int i = 0; i < means.length; i++) {
        combination[start + 1 + i] -= means[i] * coefficients[start];
        combination[start + 1 + i] *= units[i];
      }
    }
    return combination;
  }

  /**
   * Returns derivatives by the parameters of {@link #differences}, given those by its result. For
   * features in their own units.
   */
  double[] derivatives(double[] byDifferences) {
    int size = means.length + 1;
    double[] packed = new double[size * outputs];
    for (int at = 0; at < byDifferences.length; at++) {
      int row = at % size == 0 ? means.length : at % size - 1;
      int column = outputs == 1 ? 0 : at / size + 1;
      packed[row * outputs + column] = byDifferences[at];
      if (outputs > 1) {
        packed[row * outputs] -= byDifferences[at];
      }
    }
    return packed;
  }
}
