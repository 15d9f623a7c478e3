package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows with weights: agreement with scikit-learn 1.2.1's {@code sample_weight}, as {@code
 * bench/weighted_evaluation_figures.py} stored it, and with rows that are repeated.
 */
class WeightedFiguresTest {

  private static final double TOLERANCE = 1e-12;
  private static final List<String> CLASSES = List.of("a", "b", "c", "d");

  static Stream<Named<JsonObject>> ofTwoClasses() throws IOException {
    return cases("two_classes");
  }

  static Stream<Named<JsonObject>> ofMore() throws IOException {
    return cases("multiclass");
  }

  private static Stream<Named<JsonObject>> cases(String kind) throws IOException {
    return StreamSupport.stream(
            StoredFigures.read("weighted.json").getAsJsonArray(kind).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(stored -> Named.of(stored.get("name").getAsString(), stored));
  }

  private static Scores scores(JsonObject stored) {
    double[] labels = numbers(stored, "positive");
    boolean[] positive = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      positive[row] = labels[row] == 1;
    }
    return Scores.ofLogits(numbers(stored, "scores"), positive)
        .withWeights(numbers(stored, "weights"));
  }

  private static double[] numbers(JsonObject stored, String name) {
    return StoredFigures.numbers(stored.get(name));
  }

  @ParameterizedTest
  @MethodSource("ofTwoClasses")
  void theFiguresOfTwoClassesAgree(JsonObject stored) {
    Evaluation actual = Evaluation.of(scores(stored), Threshold.of(0.5));

    assertAgree(stored, actual, actual.confusion().toLists());
  }

  @ParameterizedTest
  @MethodSource("ofTwoClasses")
  void theCurvesAgree(JsonObject stored) {
    RocCurve roc = RocCurve.of(scores(stored));
    PrecisionRecallCurve precisionRecall = PrecisionRecallCurve.of(scores(stored));

    assertAllClose(stored, "false_positive_rates", roc.falsePositiveRates());
    assertAllClose(stored, "true_positive_rates", roc.truePositiveRates());
    assertAllClose(stored, "recalls", precisionRecall.recalls());
    assertAllClose(stored, "precisions", precisionRecall.precisions());
  }

  private static void assertAllClose(JsonObject stored, String name, double[] actual) {
    assertThat(actual).as(name).containsExactly(numbers(stored, name), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("ofMore")
  void theFiguresOfMoreClassesAgree(JsonObject stored) {
    int[] codes = Arrays.stream(numbers(stored, "actual")).mapToInt(code -> (int) code).toArray();
    MulticlassEvaluation actual =
        MulticlassEvaluation.of(
            MulticlassScores.ofLogits(numbers(stored, "scores"), codes, CLASSES.size())
                .withWeights(numbers(stored, "weights")),
            CLASSES);

    assertAgree(stored, actual, actual.confusion().toLists());
    for (int code = 0; code < CLASSES.size(); code++) {
      JsonObject expected = stored.getAsJsonArray("per_class").get(code).getAsJsonObject();
      ClassFigures figures = actual.perClass().get(code);
      double weight = expected.get("weight").getAsDouble();
      int own = code;
      assertThat(figures.rows())
          .isEqualTo(Arrays.stream(codes).filter(each -> each == own).count());
      assertThat(figures.weight().orElseThrow()).isCloseTo(weight, within(TOLERANCE * weight));
      assertThat(actual.classTotals().get(code)).isEqualTo(figures.weight().orElseThrow());
      StoredFigures.assertClose("precision", expected, figures.of(Metric.PRECISION), TOLERANCE);
      StoredFigures.assertClose("recall", expected, figures.of(Metric.RECALL), TOLERANCE);
      StoredFigures.assertClose("f1", expected, figures.of(Metric.F1), TOLERANCE);
      StoredFigures.assertClose("roc_auc", expected, figures.of(Metric.ROC_AUC), TOLERANCE);
      StoredFigures.assertClose(
          "average_precision", expected, figures.of(Metric.AVERAGE_PRECISION), TOLERANCE);
    }
  }

  private static void assertAgree(JsonObject stored, Figures actual, List<List<Number>> confusion) {
    double[] weights = numbers(stored, "weights");
    double sum = Arrays.stream(weights).sum();
    assertThat(actual.rows()).isEqualTo(weights.length);
    assertThat(actual.weight().orElseThrow()).isCloseTo(sum, within(TOLERANCE * sum));
    assertClose(stored, "log_loss", actual.logLoss());
    assertClose(stored, "accuracy", actual.accuracy());
    assertClose(stored, "balanced_accuracy", actual.balancedAccuracy());
    assertClose(stored, "precision", actual.precision());
    assertClose(stored, "recall", actual.recall());
    assertClose(stored, "f1", actual.f1());
    assertClose(stored, "mcc", actual.mcc());
    assertClose(stored, "roc_auc", actual.rocAuc());
    assertClose(stored, "average_precision", actual.averagePrecision());
    assertClose(stored, "brier", actual.brier());
    assertClose(stored, "expected_calibration_error", actual.expectedCalibrationError());
    JsonArray expected = stored.getAsJsonArray("confusion_matrix");
    for (int code = 0; code < confusion.size(); code++) {
      assertThat(confusion.get(code).stream().mapToDouble(Number::doubleValue).toArray())
          .containsExactly(StoredFigures.numbers(expected.get(code)), within(TOLERANCE * sum));
    }
  }

  private static void assertClose(JsonObject stored, String name, double actual) {
    StoredFigures.assertClose(name, stored, actual, TOLERANCE);
  }

  /** Each row, repeated by its weight. */
  private static int[] repeated(double[] weights) {
    return IntStream.range(0, weights.length)
        .flatMap(row -> IntStream.range(0, (int) weights[row]).map(copy -> row))
        .toArray();
  }

  private static double[] wholeWeights(Random random, int rows) {
    return random.ints(rows, 0, 4).asDoubleStream().toArray();
  }

  /** One row has an infinite loss, and weight 0. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoClassesWithCountsAreAsGoodAsRepeatedRows(boolean ties) {
    Random random = new Random(5);
    int rows = 300;
    double[] logits = random.doubles(rows, -3, 3).map(x -> ties ? Math.rint(x) : x).toArray();
    boolean[] positive = new boolean[rows];
    double[] weights = wholeWeights(random, rows);
    for (int row = 0; row < rows; row++) {
      positive[row] = random.nextDouble() < 1 / (1 + Math.exp(-logits[row]));
    }
    logits[7] = Double.NEGATIVE_INFINITY;
    positive[7] = true;
    weights[7] = 0;
    int[] copies = repeated(weights);
    boolean[] positiveCopies = new boolean[copies.length];
    for (int copy = 0; copy < copies.length; copy++) {
      positiveCopies[copy] = positive[copies[copy]];
    }
    Scores twice =
        Scores.ofLogits(
            Arrays.stream(copies).mapToDouble(row -> logits[row]).toArray(), positiveCopies);
    Scores weighted = Scores.ofLogits(logits, positive).withWeights(weights);

    for (String threshold : List.of("0.5", "f1", "youden")) {
      Evaluation expected = Evaluation.of(twice, Threshold.parse(threshold));
      Evaluation actual = Evaluation.of(weighted, Threshold.parse(threshold));

      assertThat(actual.weight()).hasValue((double) expected.rows());
      assertThat(actual.threshold()).isEqualTo(expected.threshold());
      assertThat(actual.confusion()).isEqualTo(expected.confusion());
      assertThat(actual.classTotals()).isEqualTo(expected.classTotals());
      assertThat(actual.rocAuc()).isEqualTo(expected.rocAuc());
      assertThat(actual.mcc()).isEqualTo(expected.mcc());
      assertThat(actual.ks()).isEqualTo(expected.ks());
      assertThat(actual.averagePrecision()).isCloseTo(expected.averagePrecision(), within(1e-15));
      assertThat(actual.logLoss()).isCloseTo(expected.logLoss(), within(1e-14));
      assertThat(actual.brier()).isCloseTo(expected.brier(), within(1e-15));
      assertThat(actual.expectedCalibrationError())
          .isCloseTo(expected.expectedCalibrationError(), within(1e-14));
    }
    assertThat(RocCurve.of(weighted).thresholds()).isEqualTo(RocCurve.of(twice).thresholds());
    assertThat(RocCurve.of(weighted).thinnedTo(9).truePositiveRates())
        .isEqualTo(RocCurve.of(twice).thinnedTo(9).truePositiveRates());
    assertThat(ScoreHistogram.of(weighted, 20)).isEqualTo(ScoreHistogram.of(twice, 20));
    List<Calibration.Bin> bins = Calibration.of(weighted).bins();
    for (int bin = 0; bin < bins.size(); bin++) {
      Calibration.Bin expected = Calibration.of(twice).bins().get(bin);
      assertThat(bins.get(bin).rows()).isEqualTo(expected.rows());
      if (expected.rows() > 0) {
        assertThat(bins.get(bin).positiveShare()).isEqualTo(expected.positiveShare());
        assertThat(bins.get(bin).meanProbability())
            .isCloseTo(expected.meanProbability(), within(1e-14));
      }
    }
  }

  @Test
  void moreClassesWithCountsAreAsGoodAsRepeatedRows() {
    Random random = new Random(6);
    int rows = 200;
    int classes = CLASSES.size();
    double[] logits = random.doubles((long) rows * classes, -2, 2).map(Math::rint).toArray();
    int[] actual = random.ints(rows, 0, classes).toArray();
    double[] weights = wholeWeights(random, rows);
    int[] copies = repeated(weights);
    MulticlassEvaluation expected =
        MulticlassEvaluation.of(
            MulticlassScores.ofLogits(
                Arrays.stream(copies)
                    .boxed()
                    .flatMapToDouble(
                        row -> Arrays.stream(logits, row * classes, (row + 1) * classes))
                    .toArray(),
                Arrays.stream(copies).map(row -> actual[row]).toArray(),
                classes),
            CLASSES);
    MulticlassEvaluation found =
        MulticlassEvaluation.of(
            MulticlassScores.ofLogits(logits, actual, classes).withWeights(weights), CLASSES);

    assertThat(found.weight()).hasValue((double) expected.rows());
    assertThat(found.confusion().toLists()).isEqualTo(expected.confusion().toLists());
    assertThat(found.f1()).isEqualTo(expected.f1());
    assertThat(found.mcc()).isEqualTo(expected.mcc());
    assertThat(found.rocAuc()).isEqualTo(expected.rocAuc());
    assertThat(found.ks()).isEqualTo(expected.ks());
    assertThat(found.averagePrecision()).isCloseTo(expected.averagePrecision(), within(1e-15));
    assertThat(found.logLoss()).isCloseTo(expected.logLoss(), within(1e-14));
    assertThat(found.brier()).isCloseTo(expected.brier(), within(1e-14));
    assertThat(found.expectedCalibrationError())
        .isCloseTo(expected.expectedCalibrationError(), within(1e-14));
  }

  @Test
  void weightsOfOneChangeNothing() {
    Scores scores = RandomScores.of(8, 1000, 0.3, 50);
    double[] ones = new double[scores.rows()];
    Arrays.fill(ones, 1);
    Evaluation expected = Evaluation.of(scores, Threshold.parse("f1"));
    Evaluation actual = Evaluation.of(scores.withWeights(ones), Threshold.parse("f1"));

    assertThat(expected.weight()).isEmpty();
    assertThat(expected.toMap()).doesNotContainKey("weight");
    assertThat(actual.weight()).hasValue(1000);
    assertThat(actual.toMap())
        .containsEntry("weight", 1000L)
        .containsAllEntriesOf(expected.toMap());
  }

  /** Of counts so large, doubles alone would lose pairs of rows. */
  @Test
  void pairsOfManyRowsAreCountedExactly() {
    Random random = new Random(9);
    int rows = 64;
    double[] logits = random.doubles(rows, -1, 1).sorted().toArray();
    double[] weights = random.ints(rows, 1 << 20, 1 << 25).asDoubleStream().toArray();
    boolean[] positive = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      positive[row] = random.nextBoolean();
    }
    long pairs = 0;
    long won = 0;
    for (int one = 0; one < rows; one++) {
      for (int other = 0; other < rows; other++) {
        if (positive[one] && !positive[other]) {
          long both = (long) (weights[one] * weights[other]); // below 2^50
          pairs += both;
          won += one > other ? both : 0;
        }
      }
    }

    assertThat(RocCurve.of(Scores.ofLogits(logits, positive).withWeights(weights)).area())
        .isEqualTo((double) (2 * won) / (2.0 * pairs));
  }

  @Test
  void aDifferenceOfProductsHasTheRightSign() {
    Random random = new Random(10);
    for (int round = 0; round < 10_000; round++) {
      double[] factors = random.longs(4, 1L << 29, 1L << 31).asDoubleStream().toArray();
      if (round % 2 == 0) {
        factors[2] = factors[0] + random.nextInt(3) - 1;
        factors[3] = factors[1] + random.nextInt(3) - 1;
      }
      BigDecimal exact =
          new BigDecimal(factors[0])
              .multiply(new BigDecimal(factors[1]))
              .subtract(new BigDecimal(factors[2]).multiply(new BigDecimal(factors[3])));

      assertThat(ProductSum.difference(factors[0], factors[1], factors[2], factors[3]))
          .isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void countsWithoutDecimalsAreWritten() {
    assertThat(Counts.number(3)).isEqualTo(3L);
    assertThat(Counts.number(3.5)).isEqualTo(3.5);
    assertThat(Counts.number(1e300)).isEqualTo(1e300);
  }

  @Test
  void weightsMustMakeSense() {
    Scores scores = Scores.ofLogits(new double[2], new boolean[2]);

    assertThat(scores.weight()).isEqualTo(OptionalDouble.empty());
    assertRefused(scores, "there must be one weight for each of 2 rows, was 1", 1);
    assertRefused(scores, "weights must be finite and at least 0, was -1.0 in row 1", 1, -1);
    assertRefused(scores, "weights must be finite and at least 0, was NaN in row 0", Double.NaN, 1);
    assertRefused(scores, "weights must have a finite sum greater than 0, was 0.0", 0, 0);
    assertRefused(
        scores, "weights must have a finite sum greater than 0, was Infinity", 1e308, 1e308);
  }

  private static void assertRefused(Scores scores, String message, double... weights) {
    assertThatThrownBy(() -> scores.withWeights(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
