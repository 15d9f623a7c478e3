package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import dev.logistic.data.LabelledData;
import dev.logistic.solver.WholeData;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** What one evaluation of the loss and its gradient costs, next to a plain sum. */
public final class EvaluationTimes {

  /** As in a fit, where one follows the other: what ran before leaves threads spinning. */
  private static final int IN_A_ROW = 3;

  private EvaluationTimes() {}

  /** Median seconds of an evaluation and of a plain sum of all features, in turn, as text. */
  public static String measured(LabelledData data, int rounds) {
    double[] evaluations = new double[rounds];
    double[] sums = new double[rounds];
    double[] at = new Random(1).doubles(data.columns() + 1, -0.1, 0.1).toArray();
    double[] gradient = new double[at.length];
    try (WholeData whole = new WholeData(data)) {
      for (int round = -rounds; round < rounds; round++) { // as many before, to warm up
        evaluations[Math.max(round, 0)] = lastOfSome(() -> whole.evaluate(at, gradient));
        sums[Math.max(round, 0)] = lastOfSome(() -> sum(data));
      }
    }
    Arrays.sort(evaluations);
    Arrays.sort(sums);
    return String.format(Locale.ROOT, "%g %g", evaluations[rounds / 2], sums[rounds / 2]);
  }

  private static void sum(LabelledData data) {
    try (NDArray sum = data.features().sum()) {
      sum.toFloatArray();
    }
  }

  private static double lastOfSome(Runnable computation) {
    double seconds = 0;
    for (int i = 0; i < IN_A_ROW; i++) {
      long start = System.nanoTime();
      computation.run();
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return seconds;
  }
}
