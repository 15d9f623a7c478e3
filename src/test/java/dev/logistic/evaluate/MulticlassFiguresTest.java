package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreement with scikit-learn 1.2.1 and numpy on random scores of several classes. */
class MulticlassFiguresTest {

  private static final double TOLERANCE = 1e-12;

  static Stream<Named<JsonObject>> cases() throws IOException {
    return StreamSupport.stream(
            StoredFigures.read("multiclass.json").getAsJsonArray("cases").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(stored -> Named.of(stored.get("name").getAsString(), stored));
  }

  private static MulticlassEvaluation evaluation(JsonObject stored) {
    double[] scores = StoredFigures.numbers(stored.get("scores"));
    int[] actual =
        Arrays.stream(StoredFigures.numbers(stored.get("actual")))
            .mapToInt(code -> (int) code)
            .toArray();
    int classes = stored.get("classes").getAsInt();
    List<String> names = IntStream.range(0, classes).mapToObj(code -> "class " + code).toList();
    return MulticlassEvaluation.of(
        stored.get("kind").getAsString().equals("logits")
            ? MulticlassScores.ofLogits(scores, actual, classes)
            : MulticlassScores.ofProbabilities(scores, actual, classes),
        names);
  }

  @Test
  void thereAreCasesOfEveryKind() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFiguresAgree(JsonObject stored) {
    MulticlassEvaluation actual = evaluation(stored);

    assertThat(actual.rows()).isEqualTo(stored.getAsJsonArray("actual").size());
    assertClose("log_loss", stored, actual.logLoss(), TOLERANCE * Math.max(1, actual.logLoss()));
    assertClose("accuracy", stored, actual.accuracy(), TOLERANCE);
    assertClose("balanced_accuracy", stored, actual.balancedAccuracy(), TOLERANCE);
    assertClose("precision", stored, actual.precision(), TOLERANCE);
    assertClose("recall", stored, actual.recall(), TOLERANCE);
    assertClose("f1", stored, actual.f1(), TOLERANCE);
    assertClose("mcc", stored, actual.mcc(), TOLERANCE);
    assertClose("roc_auc", stored, actual.rocAuc(), TOLERANCE);
    assertClose("average_precision", stored, actual.averagePrecision(), TOLERANCE);
    assertClose("brier", stored, actual.brier(), TOLERANCE);
    assertClose("expected_calibration_error", stored, actual.expectedCalibrationError(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCountsAndTheFiguresOfEachClassAgree(JsonObject stored) {
    MulticlassEvaluation actual = evaluation(stored);
    JsonArray counts = stored.getAsJsonArray("confusion_matrix");
    JsonArray perClass = stored.getAsJsonArray("per_class");

    assertThat(actual.perClass()).hasSize(perClass.size());
    for (int code = 0; code < perClass.size(); code++) {
      JsonObject expected = perClass.get(code).getAsJsonObject();
      ClassFigures figures = actual.perClass().get(code);
      assertThat(figures.name()).isEqualTo("class " + code);
      assertThat(figures.rows()).isEqualTo(expected.get("rows").getAsLong());
      assertClose("precision", expected, figures.of(Metric.PRECISION), TOLERANCE);
      assertClose("recall", expected, figures.of(Metric.RECALL), TOLERANCE);
      assertClose("f1", expected, figures.of(Metric.F1), TOLERANCE);
      assertClose("roc_auc", expected, figures.of(Metric.ROC_AUC), TOLERANCE);
      assertClose("average_precision", expected, figures.of(Metric.AVERAGE_PRECISION), TOLERANCE);
      for (int predicted = 0; predicted < perClass.size(); predicted++) {
        assertThat(actual.confusion().count(code, predicted))
            .isEqualTo(counts.get(code).getAsJsonArray().get(predicted).getAsDouble());
      }
    }
  }

  private static void assertClose(
      String name, JsonObject expected, double actual, double tolerance) {
    StoredFigures.assertClose(name, expected, actual, tolerance);
  }

  static Stream<Named<JsonObject>> casesOfTwoClasses() throws IOException {
    return cases().filter(stored -> stored.getPayload().get("classes").getAsInt() == 2);
  }

  @ParameterizedTest
  @MethodSource("casesOfTwoClasses")
  void ofTwoClassesTheyAreThoseOfTheBinaryOnes(JsonObject stored) {
    double[] scores = StoredFigures.numbers(stored.get("scores"));
    double[] labels = StoredFigures.numbers(stored.get("actual"));
    boolean[] positive = new boolean[labels.length];
    double[] ofSecond = new double[labels.length];
    boolean logits = stored.get("kind").getAsString().equals("logits");
    for (int row = 0; row < labels.length; row++) {
      positive[row] = labels[row] == 1;
      ofSecond[row] = scores[2 * row + 1] - (logits ? scores[2 * row] : 0);
    }
    Scores binary =
        logits ? Scores.ofLogits(ofSecond, positive) : Scores.ofProbabilities(ofSecond, positive);
    Evaluation two = Evaluation.of(binary, Threshold.of(0.5));
    MulticlassEvaluation several = evaluation(stored);

    assertThat(several.logLoss()).isCloseTo(two.logLoss(), within(TOLERANCE));
    assertThat(several.brier()).isCloseTo(2 * two.brier(), within(TOLERANCE));
    assertThat(several.rocAuc()).isCloseTo(two.rocAuc(), within(TOLERANCE));
  }
}
