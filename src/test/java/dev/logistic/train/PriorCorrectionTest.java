package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.LabelledData;
import dev.logistic.diagnose.Diagnostics;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.schema.CoefficientStatistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train.prior}. Oracle: shares of cells whose rows are weighted to the prior. */
class PriorCorrectionTest {

  /** Rows by cell and class, and the weight of a row of each cell and class. */
  private static final int[][] ROWS = {{40, 10}, {25, 30}, {12, 44}};

  private static final double[][] WEIGHTS = {{1, 2}, {0.5, 3}, {4, 0.25}};

  /** A column for each cell but the first: the model is saturated. */
  private static LabelledData cells(boolean weighted) {
    List<double[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int cell = 0; cell < ROWS.length; cell++) {
      for (int label = 0; label < 2; label++) {
        for (int row = 0; row < ROWS[cell][label]; row++) {
          rows.add(new double[] {cell == 1 ? 1 : 0, cell == 2 ? 1 : 0});
          labels.add(label);
          weights.add(WEIGHTS[cell][label]);
        }
      }
    }
    int[] y = labels.stream().mapToInt(Integer::intValue).toArray();
    LabelledData data = LabelledData.of(rows.toArray(double[][]::new), y);
    if (!weighted) {
      return data;
    }
    try (NDManager scratch = data.newManager()) {
      double[] all = weights.stream().mapToDouble(Double::doubleValue).toArray();
      return data.withWeights(scratch.create(all, new Shape(all.length, 1)));
    }
  }

  private static Settings settings(String prior, String classWeight) {
    return Settings.defaults()
        .with(Settings.L2, 0)
        .with(Settings.PRIOR, Settings.PRIOR.parse(prior))
        .with(Settings.CLASS_WEIGHT, Settings.CLASS_WEIGHT.parse(classWeight));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, '', false",
    "0.3, '', false",
    "0.9, '', true",
    "0.05, balanced, false",
    "0.05, balanced, true",
    "0.2, '0:3,1:0.7', false",
    "1e-6, '0:3,1:0.7', true"
  })
  void probabilitiesOfASaturatedModelAreTheReweightedSharesOfItsCells(
      String prior, String classWeight, boolean weighted) {
    double[] sums = new double[2];
    for (int cell = 0; cell < ROWS.length; cell++) {
      for (int label = 0; label < 2; label++) {
        sums[label] += ROWS[cell][label] * (weighted ? WEIGHTS[cell][label] : 1);
      }
    }
    double wanted = Double.parseDouble(prior);
    try (LabelledData data = cells(weighted);
        TrainingResult result = LogisticRegression.with(settings(prior, classWeight)).train(data)) {
      for (int cell = 0; cell < ROWS.length; cell++) {
        double[] shares = new double[2];
        for (int label = 0; label < 2; label++) {
          double counted = ROWS[cell][label] * (weighted ? WEIGHTS[cell][label] : 1);
          shares[label] = counted / sums[label] * (label == 1 ? wanted : 1 - wanted);
        }
        double expected = shares[1] / (shares[0] + shares[1]);
        assertThat(result.model().probability(cell == 1 ? 1 : 0, cell == 2 ? 1 : 0))
            .isCloseTo(expected, within(1e-8 * expected + 1e-12));
      }
      assertThat(result.warnings()).isEmpty();
      assertThat(result.model().card().settings())
          .containsEntry("train.prior", Double.toString(wanted));
    }
  }

  @Test
  void theMeanProbabilityOfTheReweightedRowsIsThePrior() {
    try (LabelledData data = cells(false);
        TrainingResult result = LogisticRegression.with(settings("0.02", "")).train(data)) {
      double mean = 0;
      for (int cell = 0; cell < ROWS.length; cell++) {
        double share =
            ROWS[cell][1] / 84.0 * 0.02 + ROWS[cell][0] / 77.0 * 0.98; // of the population
        mean += share * result.model().probability(cell == 1 ? 1 : 0, cell == 2 ? 1 : 0);
      }
      assertThat(mean).isCloseTo(0.02, within(1e-9));
    }
  }

  @Test
  void ofTheStatisticsOnlyTheBiasIsMoved() {
    try (LabelledData data = cells(false);
        TrainingResult as = LogisticRegression.with(settings("", "")).train(data);
        TrainingResult corrected = LogisticRegression.with(settings("0.02", "")).train(data)) {
      List<CoefficientStatistic> before = as.statistics().known().orElseThrow().coefficients();
      List<CoefficientStatistic> after =
          corrected.statistics().known().orElseThrow().coefficients();
      double shift = Math.log(0.02 / 0.98) - Math.log(84 / 77.0);

      assertThat(after.get(0).estimate())
          .isCloseTo(before.get(0).estimate() + shift, within(1e-12))
          .isCloseTo(corrected.model().rawCoefficients().orElseThrow().bias(), within(1e-7));
      assertThat(after.get(0).standardError()).isEqualTo(before.get(0).standardError());
      assertThat(after.get(0).ciLow()).isCloseTo(before.get(0).ciLow() + shift, within(1e-12));
      assertThat(after.subList(1, 3)).isEqualTo(before.subList(1, 3));
      assertThat(corrected.fit()).isEqualTo(as.fit());
      assertThat(as.model().card().settings()).doesNotContainKey("train.prior");
    }
  }

  private static LabelledData drawn(long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[400][];
    int[] labels = new int[rows.length];
    Arrays.setAll(rows, row -> new double[] {random.nextGaussian(), random.nextGaussian()});
    Arrays.setAll(
        labels, row -> random.nextDouble() < 1 / (1 + Math.exp(-2 * rows[row][0])) ? 1 : 0);
    return LabelledData.of(rows, labels);
  }

  /** The correction moves all logits alike, so the same rows are on either side of the cut. */
  @Test
  void aThresholdIsFoundAfterTheCorrection() {
    Settings plain = Settings.defaults().with(Settings.THRESHOLD, "youden");
    try (LabelledData data = drawn(1);
        LabelledData heldOut = drawn(2);
        TrainingResult as = LogisticRegression.with(plain).validation(heldOut).train(data);
        TrainingResult corrected =
            LogisticRegression.with(plain.with(Settings.PRIOR, 0.01))
                .validation(heldOut)
                .train(data)) {
      Evaluation before = (Evaluation) Evaluations.of(as.model(), heldOut);
      Evaluation after = (Evaluation) Evaluations.of(corrected.model(), heldOut);

      assertThat(after.threshold()).isLessThan(0.05).isLessThan(before.threshold());
      assertThat(after.confusion()).isEqualTo(before.confusion());
    }
  }

  @Test
  void weightsOfClassesWithoutAPriorAreWarnedOf() {
    try (LabelledData data = cells(false);
        TrainingResult balanced = LogisticRegression.with(settings("", "balanced")).train(data);
        TrainingResult equal = LogisticRegression.with(settings("", "0:2,1:2")).train(data);
        TrainingResult none = LogisticRegression.with(settings("", "")).train(data)) {
      assertThat(balanced.warnings())
          .containsExactly(
              "train.class-weight=balanced shifts the probabilities: they are those of a population"
                  + " of which a share of 0.500 is \"1\"; set train.prior to the share of \"1\" in"
                  + " yours to correct them");
      assertThat(equal.warnings()).isEmpty();
      assertThat(none.warnings()).isEmpty();
    }
  }

  @Test
  void moreClassesAreRefused() {
    try (LabelledData data =
        LabelledData.of(
            new double[][] {{1}, {2}, {3}, {2}, {1}, {4}}, new int[] {0, 1, 2, 0, 1, 2})) {
      assertThatThrownBy(() -> LogisticRegression.with(settings("0.1", "")).train(data))
          .isInstanceOf(SettingsException.class)
          .hasMessage("train.prior=0.1 is for two classes, found 3: leave it out");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-0.1", "x"})
  void whatIsNoShareIsRefused(String text) {
    assertThatThrownBy(() -> Settings.PRIOR.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train.prior must be empty or a number above 0 and below 1, was \"" + text + "\"");
  }

  /** Its residuals on the rows of the fit would be those of another fit. */
  @Test
  void theRowsOfTheFitAreNotDiagnosed() {
    try (LabelledData data = cells(false);
        TrainingResult result = LogisticRegression.with(settings("0.02", "")).train(data)) {
      assertThatThrownBy(() -> Diagnostics.ofFit(result.model(), data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected a model as it was fitted, found one whose bias was corrected by"
                  + " train.prior=0.02: train it without, or diagnose it on rows of the population");
    }
  }
}
