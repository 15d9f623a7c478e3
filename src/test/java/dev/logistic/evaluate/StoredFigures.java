package dev.logistic.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** The figures stored by {@code bench/evaluation_figures.py}, and the comparison with them. */
final class StoredFigures {

  private static final Path RESOURCES = Path.of("src/test/resources/evaluate");

  private StoredFigures() {}

  static JsonObject read(String file) throws IOException {
    return JsonParser.parseString(Files.readString(RESOURCES.resolve(file), UTF_8))
        .getAsJsonObject();
  }

  static double[] numbers(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }

  /** Metrics that do not depend on a threshold, and the chosen thresholds. */
  static void assertAgree(JsonObject expected, Scores scores, double tolerance) {
    Evaluation actual = Evaluation.of(scores, Threshold.of(0.5));
    assertClose("log_loss", expected, actual.logLoss(), tolerance * Math.max(1, actual.logLoss()));
    assertClose("brier", expected, actual.brier(), tolerance);
    assertClose("roc_auc", expected, actual.rocAuc(), tolerance);
    assertClose("average_precision", expected, actual.averagePrecision(), tolerance);
    assertClose(
        "expected_calibration_error", expected, actual.expectedCalibrationError(), tolerance);
    double f1 = Threshold.parse("f1").in(scores);
    assertClose("f1_threshold", expected, f1, tolerance * f1);
    if (!expected.get("youden_threshold").isJsonNull()) {
      double youden = Threshold.parse("youden").in(scores);
      assertClose("youden_threshold", expected, youden, tolerance * youden);
    }
    for (JsonElement at : expected.getAsJsonArray("at")) {
      assertAgreeAtThreshold(at.getAsJsonObject(), scores, tolerance);
    }
  }

  private static void assertAgreeAtThreshold(JsonObject expected, Scores scores, double tolerance) {
    double threshold = expected.get("threshold").getAsDouble();
    Evaluation actual = Evaluation.of(scores, Threshold.of(threshold));
    JsonArray counts = expected.getAsJsonArray("confusion");
    double[] ofNegatives = numbers(counts.get(0));
    double[] ofPositives = numbers(counts.get(1));
    assertThat(actual.confusion())
        .isEqualTo(
            new Confusion(
                (long) ofNegatives[0],
                (long) ofNegatives[1],
                (long) ofPositives[0],
                (long) ofPositives[1]));
    assertThat(actual.threshold()).isEqualTo(threshold);
    assertClose("accuracy", expected, actual.accuracy(), tolerance);
    assertClose("balanced_accuracy", expected, actual.balancedAccuracy(), tolerance);
    assertClose("precision", expected, actual.precision(), tolerance);
    assertClose("recall", expected, actual.recall(), tolerance);
    assertClose("f1", expected, actual.f1(), tolerance);
    assertClose("mcc", expected, actual.mcc(), tolerance);
  }

  /** A stored null means undefined. */
  static void assertClose(String name, JsonObject expected, double actual, double tolerance) {
    JsonElement figure = expected.get(name);
    if (figure.isJsonNull()) {
      assertThat(actual).as(name).isNaN();
    } else {
      assertThat(actual).as(name).isCloseTo(figure.getAsDouble(), within(tolerance));
    }
  }
}
