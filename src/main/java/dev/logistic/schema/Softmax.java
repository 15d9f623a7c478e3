package dev.logistic.schema;

/**
 * The softmax of a row's logits, in float64: {@code exp(x - peak) / sum(exp(x - peak))}, peak being
 * the largest. Infinite logits share the probability of 1 equally.
 *
 * <p>For use within this project.
 *
 * @param peak the largest logit
 * @param rest {@code sum(exp(x - peak))} over all logits except the first one that equals the peak
 */
public record Softmax(double peak, double rest) {

  /** Computes it for a number of logits from a position in an array. */
  public static Softmax of(double[] logits, int from, int classes) {
    int first = ClassProbabilities.predicted(logits, from, classes);
    double peak = logits[from + first];
    double rest = 0;
    for (int code = 0; code < classes; code++) {
      rest += code == first ? 0 : Math.exp(less(logits[from + code], peak));
    }
    return new Softmax(peak, rest);
  }

  /** The probability, 0 to 1, of a class with that logit. */
  public double probability(double logit) {
    return Math.exp(less(logit, peak)) / (1 + rest);
  }

  /**
   * {@code -log(probability(logit))}, exact even if small or large; infinite where the probability
   * is 0 because of an infinite logit.
   */
  public double logLoss(double logit) {
    return Math.log1p(rest) - less(logit, peak);
  }

  /** Avoids the NaN of infinity minus infinity. */
  private static double less(double logit, double peak) {
    return logit == peak ? 0 : logit - peak;
  }
}
