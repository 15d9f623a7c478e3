package dev.logistic.train.optimum;

import static dev.logistic.train.optimum.Fits.assertCertified;
import static dev.logistic.train.optimum.Fits.assertOptimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fits with too many parameters for a factor of the information. */
class WideOptimumTest {

  private static final int EPOCHS = 1_000;

  /** More columns than rows, the classes depending on a few of them. */
  private static Problem sparse(int classes, int columns, double rareness) {
    Random random = new Random(17);
    double[][] x = new double[250][columns];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      Arrays.setAll(x[row], i -> (float) random.nextGaussian());
      double best = Double.NEGATIVE_INFINITY;
      for (int own = 0; own < classes; own++) {
        double score = x[row][own] + random.nextGaussian() - (own == 0 ? 0 : rareness);
        y[row] = score > best ? own : y[row];
        best = Math.max(best, score);
      }
    }
    return Problem.of(x, y);
  }

  private static void assertProvenOptimal(Problem problem, Precision precision) {
    Settings settings = Fits.settings(problem, precision).with(Settings.EPOCHS, EPOCHS);

    Fits.Fit fit = Fits.onArrays(problem, settings);

    assertOptimal(problem, fit, precision);
    assertThat(fit.bound()).isPresent();
    assertThat(fit.bound().getAsDouble()).isBetween(0.0, Fits.limit(precision));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1010, .02, 0, FLOAT32",
    "2, 1010, .02, 0, FLOAT64",
    "2, 1010, .004, 0, FLOAT32",
    "2, 1010, .004, 0, FLOAT64",
    "2, 1010, .01, .001, FLOAT32",
    "2, 1010, .01, .001, FLOAT64",
    "2, 1010, .01, 1e-7, FLOAT64",
    "2, 1010, 1, 0, FLOAT32",
    "4, 340, .02, 0, FLOAT32",
    "4, 340, .02, 0, FLOAT64",
    "4, 340, .01, .01, FLOAT32",
    "4, 340, .01, .01, FLOAT64"
  })
  void aFitWithALassoIsProvenToBeAtTheOptimum(
      int classes, int columns, double l1, double l2, Precision precision) {
    assertProvenOptimal(sparse(classes, columns, 0).withPenalty(l1, l2), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rareClassesWithALassoAreProvenToBeAtTheOptimum(Precision precision) {
    assertProvenOptimal(sparse(2, 1010, 3).withPenalty(.002, 0), precision);
  }

  /** Weighted rows, a column of large values, one far from 0, and equal columns. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void unevenColumnsWithALassoAreProvenToBeAtTheOptimum(Precision precision) {
    Problem problem = sparse(2, 1010, 0).withPenalty(.01, 0);
    double[][] x =
        Arrays.stream(problem.x())
            .map(
                row -> {
                  double[] uneven = row.clone();
                  uneven[2] = uneven[0];
                  uneven[3] *= 64;
                  uneven[4] += 32;
                  return uneven;
                })
            .toArray(double[][]::new);
    double[] weights = new double[problem.rows()];
    Arrays.setAll(weights, row -> row % 4);

    assertProvenOptimal(problem.withX(x).withWeights(weights), precision);
  }

  private static final int GROUPS = 1_011;

  private static final int EACH = 3;

  private static final double SMALL = 0x1p-10;

  /** Three rows in each group, and a column for each but the first. */
  private static Problem groups(int classes) {
    int most = GROUPS / (classes - 1) + 1;
    double[][] x = new double[EACH * most][most - 1];
    int[] y = new int[x.length];
    double[] weights = new double[x.length];
    Random random = new Random(3);
    for (int row = 0; row < x.length; row++) {
      int group = row / EACH;
      if (group > 0) {
        x[row][group - 1] = SMALL;
      }
      y[row] = row % EACH < classes ? row % EACH : random.nextInt(classes);
      int weight = 1 + random.nextInt(8);
      weights[row] = group == 0 ? 1 : weight;
    }
    return Problem.of(x, y).withWeights(weights);
  }

  /** The logarithms of the odds in each group, against the first class. */
  private static Solution odds(Problem problem) {
    int classes = problem.classes();
    double[][] counts = new double[problem.columns() + 1][classes];
    for (int row = 0; row < problem.rows(); row++) {
      counts[row / EACH][problem.y()[row]] += problem.weights()[row];
    }
    int first = classes == 2 ? 1 : 0; // the class of the first output
    double[][] weights = new double[problem.outputs()][problem.columns()];
    double[] biases = new double[problem.outputs()];
    for (int output = 0; output < biases.length; output++) {
      int own = first + output;
      biases[output] = Math.log(counts[0][own] / counts[0][0]);
      for (int group = 1; group < counts.length; group++) {
        weights[output][group - 1] =
            (Math.log(counts[group][own] / counts[group][0]) - biases[output]) / SMALL;
      }
    }
    return new Solution(weights, biases);
  }

  /** The gradient of columns of small values is small anywhere: the odds are the oracle. */
  @ParameterizedTest
  @CsvSource({"2, FLOAT32", "2, FLOAT64", "3, FLOAT32", "3, FLOAT64"})
  void aFitWithoutAPenaltyIsProvenToBeAtTheOptimum(int classes, Precision precision) {
    Problem problem = groups(classes);
    Settings settings = Fits.settings(problem, precision).with(Settings.EPOCHS, EPOCHS);

    Fits.Fit fit = Fits.onArrays(problem, settings);

    double excess = problem.objective(fit.solution()) - problem.objective(odds(problem));
    assertThat(excess / problem.nullLoss()).isBetween(-1e-12, Fits.limit(precision));
    assertCertified(fit);
    assertThat(fit.bound().orElseThrow())
        .isBetween(excess / problem.nullLoss() - 1e-12, Fits.limit(precision));
  }

  /** With too many parameters for a factor no bound can be computed, and no proof is claimed. */
  @Test
  void aFitWithoutAPenaltyOfEvenMoreParametersReachesItsOptimumWithoutABound() {
    int groups = 4_200;
    int[][] columns = new int[EACH * groups][];
    double[][] values = new double[EACH * groups][];
    int[] labels = new int[EACH * groups];
    for (int row = 0; row < labels.length; row++) {
      int group = row / EACH;
      columns[row] = group == 0 ? new int[0] : new int[] {group - 1};
      values[row] = group == 0 ? new double[0] : new double[] {SMALL};
      labels[row] = row % EACH == 0 || (row % EACH == 1 && group % 2 == 0) ? 1 : 0;
    }
    Settings settings = Settings.defaults().with(Settings.L2, 0).with(Settings.STANDARDIZE, false);

    try (SparseRows rows = SparseRows.of(columns, values, groups - 1);
        LabelledData data = LabelledData.of(rows, labels);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.UNPROVEN);
      assertThat(result.stop().converged()).isFalse();
      assertThat(result.fit().optimalityGap()).isEmpty();
      double least = -Math.log(1 / 3.0) / 3 - Math.log(2 / 3.0) * 2 / 3; // one of three, or two
      assertThat(result.fit().loss()).isCloseTo(least, within(1e-10));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aFitWithoutAPenaltyThatHasTooFewIterationsIsNotConverged(Precision precision) {
    Problem problem = groups(2);
    Settings settings = Fits.settings(problem, precision).with(Settings.EPOCHS, 1);

    Fits.Fit fit = Fits.onArrays(problem, settings);

    assertThat(fit.certified()).isFalse();
    assertThat(fit.stop().reason()).isEqualTo(Stop.Reason.EPOCHS);
  }
}
