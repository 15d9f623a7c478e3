package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import dev.logistic.data.LabelledData;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** What one evaluation of the loss and its gradient costs. In this package to reach it. */
public final class EvaluationTimes {

  private EvaluationTimes() {}

  /** Median seconds of an evaluation and of a plain sum of all features, in turn, as text. */
  public static String measured(LabelledData data, int rounds) {
    double[] evaluations = new double[rounds];
    double[] sums = new double[rounds];
    double[] at = new Random(1).doubles(data.columns() + 1, -0.1, 0.1).toArray();
    double[] gradient = new double[at.length];
    try (WholeData whole = new WholeData(data)) {
      for (int round = -rounds; round < rounds; round++) { // as many before, to warm up
        long start = System.nanoTime();
        whole.evaluate(at, gradient);
        long between = System.nanoTime();
        try (NDArray sum = data.features().sum()) {
          sum.toFloatArray();
        }
        long end = System.nanoTime();
        evaluations[Math.max(round, 0)] = (between - start) / 1e9;
        sums[Math.max(round, 0)] = (end - between) / 1e9;
      }
    }
    Arrays.sort(evaluations);
    Arrays.sort(sums);
    return String.format(Locale.ROOT, "%g %g", evaluations[rounds / 2], sums[rounds / 2]);
  }
}
