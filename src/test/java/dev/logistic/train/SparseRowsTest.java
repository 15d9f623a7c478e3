package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.PenaltyGrid;
import dev.logistic.selection.RegularizationPath;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits of sparse rows are those of the same rows in an array. */
class SparseRowsTest {

  private static final Settings UNSCALED =
      Settings.defaults().with(Settings.STANDARDIZE, false).with(Settings.EPOCHS, 1000);

  /** The same rows, sparse and dense. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rows(int[][] columns, double[][] values, double[][] dense, int[] labels) {

    static Rows drawn(int rows, int width, int classes, double share, long seed) {
      Random random = new Random(seed);
      int[][] columns = new int[rows][];
      double[][] values = new double[rows][];
      double[][] dense = new double[rows][width];
      int[] labels = new int[rows];
      for (int row = 0; row < rows; row++) {
        double logit = 0;
        for (int i = 0; i < width; i++) {
          if (random.nextDouble() < share) {
            dense[row][i] = random.nextInt(4) == 0 ? 1 : random.nextGaussian() + 1;
            logit += dense[row][i] * (i % 3 - 1);
          }
        }
        double[] own = dense[row];
        columns[row] =
            java.util.stream.IntStream.range(0, width).filter(i -> own[i] != 0).toArray();
        values[row] = java.util.Arrays.stream(columns[row]).mapToDouble(i -> own[i]).toArray();
        int place = (int) Math.floor(logit / 2 + random.nextGaussian());
        labels[row] = Math.floorMod(place, classes);
      }
      for (int label = 0; label < classes; label++) {
        labels[label] = label;
      }
      return new Rows(columns, values, dense, labels);
    }

    SparseRows sparse() {
      return SparseRows.of(columns, values, dense[0].length);
    }
  }

  private static double[] parameters(TrainingResult result) {
    try (NDArray weights =
            result.model().weights().toType(ai.djl.ndarray.types.DataType.FLOAT64, true);
        NDArray bias = result.model().bias().toType(ai.djl.ndarray.types.DataType.FLOAT64, true)) {
      double[] first = weights.toDoubleArray();
      double[] last = bias.toDoubleArray();
      double[] all = java.util.Arrays.copyOf(first, first.length + last.length);
      System.arraycopy(last, 0, all, first.length, last.length);
      return all;
    }
  }

  private static void requireSame(Rows rows, Settings settings, boolean weighted) {
    try (SparseRows sparse = rows.sparse();
        LabelledData sparseData = LabelledData.of(sparse, rows.labels());
        LabelledData denseData = LabelledData.of(rows.dense(), rows.labels());
        NDManager manager = denseData.newManager()) {
      double[] weights = new Random(5).doubles(rows.labels().length, 0.1, 3).toArray();
      NDArray given = manager.create(weights);
      LabelledData one = weighted ? sparseData.withWeights(given) : sparseData;
      LabelledData other = weighted ? denseData.withWeights(given) : denseData;
      try (TrainingResult ofSparse = LogisticRegression.with(settings).train(one);
          TrainingResult ofDense = LogisticRegression.with(settings).train(other)) {
        assertThat(ofSparse.stop().converged()).isEqualTo(ofDense.stop().converged());
        assertThat(ofSparse.fit().objective())
            .isCloseTo(ofDense.fit().objective(), within(1e-9 * ofDense.fit().objective()));
        assertThat(parameters(ofSparse)).containsExactly(parameters(ofDense), within(1e-4));
        assertThat(Evaluations.of(ofSparse.model(), one).logLoss())
            .isCloseTo(Evaluations.of(ofDense.model(), other).logLoss(), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theOptimumIsThatOfTheSameRowsInAnArray(long seed) {
    Rows rows = Rows.drawn(300 + 200 * (int) seed, 5 + 10 * (int) seed, 2, 0.2, seed);

    requireSame(rows, UNSCALED, false);
    requireSame(rows, UNSCALED, true);
    requireSame(rows, UNSCALED.with(Settings.L1, 0.01), false);
    requireSame(rows, UNSCALED.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void soItIsWithMoreClasses(long seed) {
    Rows rows = Rows.drawn(400, 12, 3 + (int) seed, 0.3, seed);

    requireSame(rows, UNSCALED, false);
    requireSame(rows, UNSCALED.with(Settings.L1, 0.01), true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void soItIsWithStandardizedFeaturesWhichAreCenteredWithoutBeingStored(long seed) {
    Rows rows = Rows.drawn(500, 20, 2 + (int) seed % 2, 0.3, seed);

    requireSame(rows, Settings.defaults(), false);
    requireSame(rows, Settings.defaults(), true);
    requireSame(rows, Settings.defaults().with(Settings.L1, 0.01), false);
  }

  @Test
  void soAreStatisticsWithoutAPenalty() {
    Rows rows = Rows.drawn(2000, 6, 2, 0.4, 9);
    Settings settings = Settings.defaults().with(Settings.L2, 0);
    try (SparseRows sparse = rows.sparse();
        LabelledData one = LabelledData.of(sparse, rows.labels());
        LabelledData other = LabelledData.of(rows.dense(), rows.labels());
        TrainingResult ofSparse = LogisticRegression.with(settings).train(one);
        TrainingResult ofDense = LogisticRegression.with(settings).train(other)) {
      var sparseErrors = ofSparse.statistics().known().orElseThrow().coefficients();
      var denseErrors = ofDense.statistics().known().orElseThrow().coefficients();
      for (int i = 0; i < denseErrors.size(); i++) {
        assertThat(sparseErrors.get(i).standardError())
            .isCloseTo(denseErrors.get(i).standardError(), within(1e-8));
        assertThat(sparseErrors.get(i).estimate())
            .isCloseTo(denseErrors.get(i).estimate(), within(1e-8));
      }
    }
  }

  @Test
  void aWideFitIsCertified() {
    Rows rows = Rows.drawn(3000, 2500, 2, 0.01, 11);
    requireSame(rows, UNSCALED, false);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3})
  void aWideFitWithAnL1PenaltyIsCertified(double l2) {
    Rows rows = Rows.drawn(2000, 1200, 2, 0.02, 12);
    Settings settings = UNSCALED.with(Settings.L1, 1e-3).with(Settings.L2, l2);
    try (SparseRows sparse = rows.sparse();
        LabelledData one = LabelledData.of(sparse, rows.labels());
        LabelledData other = LabelledData.of(rows.dense(), rows.labels());
        TrainingResult ofSparse = LogisticRegression.with(settings).train(one);
        TrainingResult ofDense = LogisticRegression.with(settings).train(other)) {
      double optimum = ofDense.fit().objective();
      assertThat(ofSparse.stop().converged()).isTrue();
      assertThat(ofSparse.fit().optimalityGap().orElseThrow()).isLessThanOrEqualTo(1e-6);
      assertThat(ofSparse.fit().objective()).isCloseTo(optimum, within(1e-6 * optimum));
      assertThat(parameters(ofSparse)).containsExactly(parameters(ofDense), within(5e-3));
      assertThat(parameters(ofSparse)).contains(0).isNotEqualTo(new double[1201]);
    }
  }

  @Test
  void crossValidationChoosesTheSame() {
    Rows rows = Rows.drawn(600, 15, 2, 0.3, 4);
    CrossValidation validation =
        CrossValidation.of(UNSCALED, 4, PenaltyGrid.parse(PenaltyGrid.Kind.L2, "auto"));
    try (SparseRows sparse = rows.sparse();
        LabelledData one = LabelledData.of(sparse, rows.labels());
        LabelledData other = LabelledData.of(rows.dense(), rows.labels())) {
      RegularizationPath ofSparse = validation.path(one);
      RegularizationPath ofDense = validation.path(other);

      for (int i = 0; i < ofDense.points().size(); i++) {
        assertThat(ofSparse.points().get(i).logLoss())
            .isCloseTo(ofDense.points().get(i).logLoss(), within(1e-7));
      }
    }
  }

  @Test
  void solversThatTakeStepsAreRefused() {
    Rows rows = Rows.drawn(50, 5, 2, 0.3, 4);
    try (SparseRows sparse = rows.sparse();
        LabelledData data = LabelledData.of(sparse, rows.labels())) {
      assertThatThrownBy(
              () ->
                  LogisticRegression.with(UNSCALED.with(Settings.SOLVER, Solver.ADAM)).train(data))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("sparse rows are fitted by train.solver=lbfgs, was adam");
    }
  }

  @Test
  void badRowsAreRefusedByTheirPlace() {
    assertThatThrownBy(
            () -> SparseRows.of(new int[][] {{0}, {3, 2}}, new double[][] {{1}, {1, 1}}, 4))
        .hasMessage("expected ascending columns in row 1, found 2 after 3");
    assertThatThrownBy(() -> SparseRows.of(new int[][] {{4}}, new double[][] {{1}}, 4))
        .hasMessage("expected columns from 0 to 3, found 4 in row 0");
    assertThatThrownBy(() -> SparseRows.of(new int[][] {{1}}, new double[][] {{Double.NaN}}, 4))
        .hasMessage("features must be finite, was NaN in row 0, column 1");
    assertThatThrownBy(() -> SparseRows.of(new int[][] {{1}}, new double[][] {{1, 2}}, 4))
        .hasMessageContaining("found 2 values and 1 columns");
  }
}
