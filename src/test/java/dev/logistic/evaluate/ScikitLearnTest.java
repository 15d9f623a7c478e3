package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreement with scikit-learn 1.2.1 and numpy on random scores. */
class ScikitLearnTest {

  private static final double TOLERANCE = 1e-12;

  static Stream<Named<JsonObject>> cases() throws IOException {
    return StreamSupport.stream(
            StoredFigures.read("figures.json").getAsJsonArray("cases").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(stored -> Named.of(stored.get("name").getAsString(), stored));
  }

  static Stream<Named<JsonObject>> casesWithCurves() throws IOException {
    return cases().filter(stored -> stored.getPayload().has("curves"));
  }

  private static Scores scores(JsonObject stored) {
    double[] scores = StoredFigures.numbers(stored.get("scores"));
    double[] labels = StoredFigures.numbers(stored.get("positive"));
    boolean[] positive = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      positive[row] = labels[row] == 1;
    }
    return stored.get("kind").getAsString().equals("logits")
        ? Scores.ofLogits(scores, positive)
        : Scores.ofProbabilities(scores, positive);
  }

  @Test
  void thereAreCasesOfEveryKind() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(30);
    assertThat(casesWithCurves()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFiguresAgree(JsonObject stored) {
    StoredFigures.assertAgree(stored, scores(stored), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("casesWithCurves")
  void theCurvesAgree(JsonObject stored) {
    JsonObject expected = stored.getAsJsonObject("curves");
    RocCurve roc = RocCurve.of(scores(stored));
    PrecisionRecallCurve precisionRecall = PrecisionRecallCurve.of(scores(stored));
    double[] thresholds = roc.thresholds();

    assertAllClose(roc.falsePositiveRates(), expected, "false_positive_rates");
    assertAllClose(roc.truePositiveRates(), expected, "true_positive_rates");
    assertAllClose(precisionRecall.recalls(), expected, "recalls");
    assertAllClose(precisionRecall.precisions(), expected, "precisions");
    assertThat(precisionRecall.thresholds()).containsExactly(thresholds);
    assertThat(thresholds[0]).isEqualTo(Double.POSITIVE_INFINITY); // scikit-learn's differs
    assertAllClose(Arrays.copyOfRange(thresholds, 1, thresholds.length), expected, "thresholds");
  }

  private static void assertAllClose(double[] actual, JsonObject expected, String name) {
    assertThat(actual)
        .as(name)
        .containsExactly(StoredFigures.numbers(expected.get(name)), within(TOLERANCE));
  }
}
