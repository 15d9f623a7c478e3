package dev.logistic.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The probabilities of the classes of a row, and the predicted class, from its logits, in float64.
 * {@link Softmax} computes the same probabilities one at a time or as logarithms. Thread-safe.
 */
public final class ClassProbabilities {

  /** The threshold of models that have no other: the more probable class is predicted. */
  public static final double EVEN = 0.5;

  private ClassProbabilities() {}

  /** The number of logits of a row: one, of the positive class, for two classes; else one each. */
  public static int outputs(int classes) {
    return classes == 2 ? 1 : classes;
  }

  /**
   * {@code 1 / (1 + exp(-logit))}, 0 to 1: non-decreasing in the logit, 1 above about 37 and 0
   * below about -710.
   */
  public static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * The probability of each class.
   *
   * @param logits that of the positive class for two classes, one per class for more
   * @return one per class; for more than two classes, NaN where the largest logit is infinite
   */
  public static double[] of(double... logits) {
    return logits.length == 1
        ? new double[] {sigmoid(-logits[0]), sigmoid(logits[0])}
        : softmax(logits);
  }

  /** {@code exp(z - largest) / sum}, which cannot overflow. */
  private static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int code = 0; code < logits.length; code++) {
      probabilities[code] = Math.exp(logits[code] - largest);
      sum += probabilities[code];
    }
    for (int code = 0; code < logits.length; code++) {
      probabilities[code] /= sum;
    }
    return probabilities;
  }

  /**
   * The probabilities of a row by the names of the classes, in their order.
   *
   * @param each one a class
   */
  public static Map<String, Double> byName(List<String> classes, double[] each) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int code = 0; code < each.length; code++) {
      named.put(classes.get(code), each[code]);
    }
    return named;
  }

  /**
   * The predicted class: of two, the positive one from the threshold on, and of more the most
   * probable one.
   *
   * @param each the probability of each class
   * @param threshold the model's; ignored for more than two classes
   */
  public static int predicted(double[] each, double threshold) {
    return each.length == 2 ? predicted(each[1], threshold) : predicted(each, 0, each.length);
  }

  /**
   * The predicted class of two: the positive one, 1, from the threshold on, else 0. The probability
   * decides, not the logit: just below 0, a logit has the probability 0.5.
   */
  public static int predicted(double probability, double threshold) {
    return probability >= threshold ? 1 : 0;
  }

  /**
   * The predicted class of more than two: the one with the largest value, the first one of a tie.
   *
   * @param values logits or probabilities of several rows, row by row
   * @param from where the row starts
   */
  public static int predicted(double[] values, int from, int classes) {
    int largest = 0;
    for (int code = 1; code < classes; code++) {
      largest = values[from + code] > values[from + largest] ? code : largest;
    }
    return largest;
  }
}
