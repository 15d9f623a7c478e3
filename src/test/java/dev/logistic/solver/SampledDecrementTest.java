package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.LabelledData;
import dev.logistic.objective.Penalty;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound from the information of some rows holds, and is not far above that of all rows. */
class SampledDecrementTest {

  private static final int ROWS = 4_000;
  private static final int COLUMNS = 3;

  private final Random random = new Random(3);

  /** Features about some mean, in rising order of the first, so that no block is like another. */
  private double[][] sortedFeatures(double mean) {
    double[][] features = new double[ROWS][COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      features[row][0] = mean + 4.0 * row / ROWS - 2;
      for (int i = 1; i < COLUMNS; i++) {
        features[row][i] = mean + random.nextGaussian();
      }
    }
    return features;
  }

  private int[] labels(double[][] features, double mean, int classes) {
    return IntStream.range(0, ROWS)
        .map(
            row -> {
              double score = features[row][0] + features[row][1] - 2 * mean;
              int place = (int) Math.round(score + 1.5 * random.nextGaussian() + classes / 2.0);
              return Math.max(0, Math.min(classes - 1, place));
            })
        .toArray();
  }

  /** In plain Java, as a mean over the weights. */
  private static double objective(
      double[][] x, int[] y, double[] weights, double[] packed, int outputs, double l2) {
    double loss = 0;
    double all = 0;
    for (int row = 0; row < x.length; row++) {
      double[] logits = new double[Math.max(2, outputs)];
      for (int k = 0; k < outputs; k++) {
        double logit = packed[COLUMNS * outputs + k];
        for (int i = 0; i < COLUMNS; i++) {
          logit += x[row][i] * packed[i * outputs + k];
        }
        logits[outputs == 1 ? 1 : k] = logit;
      }
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit - logits[y[row]]);
      }
      loss += weights[row] * Math.log(sum);
      all += weights[row];
    }
    double squares = 0;
    for (int i = 0; i < COLUMNS * outputs; i++) {
      squares += packed[i] * packed[i];
    }
    return loss / all + l2 / 2 * squares;
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 0", "2, 0.01, 5", "2, 0, -40", "3, 0.001, 0", "4, 0, 3"})
  void theObjectiveIsAboveItsLeastByNoMore(int classes, double l2, double mean) {
    double[][] features = sortedFeatures(mean);
    int[] labels = labels(features, mean, classes);
    double[] weights = IntStream.range(0, ROWS).mapToDouble(row -> row % 4).toArray();
    int outputs = classes == 2 ? 1 : classes;
    Penalty penalty = new Penalty(0, l2, outputs);
    try (LabelledData data = LabelledData.of(features, labels);
        NDManager manager = data.newManager();
        NDArray given = manager.create(weights);
        WholeData rows = new WholeData(data.withWeights(given))) {
      NewtonMethod newton = new NewtonMethod(rows, penalty, new double[(COLUMNS + 1) * outputs]);
      assertThat(newton.settles(50)).isTrue();
      double[] optimum = newton.parameters();
      double least = objective(features, labels, weights, optimum, outputs, l2);
      int bounded = 0;
      for (double distance = 1e-6; distance < 1; distance *= 4) {
        double[] near = optimum.clone();
        for (int i = 0; i < near.length; i++) {
          near[i] += distance * random.nextGaussian() / (1 + Math.abs(mean));
        }
        double sampled = new SampledDecrement(rows, penalty, near).gap();
        double whole = new NewtonMethod(rows, penalty, near).gap();
        double excess =
            data.weightSum() * (objective(features, labels, weights, near, outputs, l2) - least);

        assertThat(sampled).isGreaterThanOrEqualTo(excess);
        if (sampled < Double.POSITIVE_INFINITY) {
          assertThat(sampled).isBetween(0.99 * whole, 100 * whole);
          bounded++;
        }
      }
      assertThat(bounded).isGreaterThan(1);
    }
  }

  /** The last rows of each block have what the first lack. */
  @Test
  void aColumnWithoutInformationInTheSampledRowsHasNoBound() {
    double[][] features = sortedFeatures(0);
    int[] labels = labels(features, 0, 2);
    for (int row = 0; row < ROWS; row++) {
      features[row][2] = row % 500 > 400 ? random.nextGaussian() : 0;
    }
    assertNoBound(features, labels);
  }

  /** The gradient by such a column would have few correct digits. */
  @Test
  void aColumnFarFromZeroHasNoBound() {
    double[][] features = sortedFeatures(0);
    int[] labels = labels(features, 0, 2);
    for (int row = 0; row < ROWS; row++) {
      features[row][2] += 1e6;
    }
    assertNoBound(features, labels);
  }

  private static void assertNoBound(double[][] features, int[] labels) {
    Penalty none = new Penalty(0, 0, 1);
    try (LabelledData data = LabelledData.of(features, labels);
        WholeData rows = new WholeData(data)) {
      NewtonMethod newton = new NewtonMethod(rows, none, new double[COLUMNS + 1]);
      assertThat(newton.settles(50)).isTrue();

      assertThat(new SampledDecrement(rows, none, newton.parameters()).gap()).isInfinite();
      assertThat(newton.gap()).isLessThan(1e-6);
    }
  }
}
