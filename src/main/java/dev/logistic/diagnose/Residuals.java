package dev.logistic.diagnose;

import dev.logistic.evaluate.Scores;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Residuals of rows, and the sums of their squares. Rows of weight 0 do not count. */
final class Residuals {

  private final Scores scores;
  private final double deviance;
  private final long counted;

  Residuals(Scores scores) {
    this.scores = scores;
    this.deviance = sumOfSquares(this::deviance);
    this.counted = IntStream.range(0, scores.rows()).filter(this::counts).count();
  }

  Scores scores() {
    return scores;
  }

  /** Returns the number of rows of positive weight. */
  long counted() {
    return counted;
  }

  double deviance() {
    return deviance;
  }

  double pearsonChi2() {
    return sumOfSquares(this::pearson);
  }

  private double sumOfSquares(IntToDoubleFunction residual) {
    return IntStream.range(0, scores.rows())
        .filter(this::counts)
        .mapToDouble(row -> square(residual.applyAsDouble(row)))
        .sum();
  }

  private boolean counts(int row) {
    return scores.weight(row) > 0;
  }

  static double square(double value) {
    return value * value;
  }

  double pearson(int row) {
    boolean positive = scores.positive(row);
    double size = Math.exp((positive ? -scores.logit(row) : scores.logit(row)) / 2);
    return Math.sqrt(scores.weight(row)) * (positive ? size : -size);
  }

  double deviance(int row) {
    boolean positive = scores.positive(row);
    double wrong = positive ? -scores.logit(row) : scores.logit(row);
    double loss = Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    double size = Math.sqrt(2 * scores.weight(row) * loss);
    return positive ? size : -size;
  }
}
