package dev.logistic.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** scikit-learn's metrics of its own coefficients on a well-known data set. */
class BreastCancerTest {

  private static final double TOLERANCE = 1e-9;
  private static JsonObject fit = new JsonObject();
  private static Scores scores = Scores.ofLogits(new double[1], new boolean[1]);

  @BeforeAll
  static void score() throws IOException {
    fit = StoredFigures.read("breast_cancer.expected.json").getAsJsonObject("sklearn_l2");
    List<String[]> lines =
        Files.readAllLines(Path.of("examples/data/breast_cancer.csv"), UTF_8).stream()
            .map(line -> line.split(",", -1))
            .toList();
    List<String[]> rows = lines.subList(1, lines.size());
    int last = lines.get(0).length - 1;
    double[] logits = new double[rows.size()];
    Arrays.fill(logits, fit.get("bias").getAsDouble());
    for (int column = 0; column < last; column++) {
      double coefficient =
          fit.getAsJsonObject("coefficients").get(lines.get(0)[column]).getAsDouble();
      double[] standardised = standardised(rows, column);
      for (int row = 0; row < logits.length; row++) {
        logits[row] += coefficient * standardised[row];
      }
    }
    boolean[] positive = new boolean[rows.size()];
    for (int row = 0; row < positive.length; row++) {
      positive[row] = rows.get(row)[last].equals("benign");
    }
    scores = Scores.ofLogits(logits, positive);
  }

  /** Less the mean, by the population's standard deviation. */
  private static double[] standardised(List<String[]> rows, int column) {
    double[] values = rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
    return Arrays.stream(values).map(value -> (value - mean) / Math.sqrt(variance)).toArray();
  }

  @Test
  void theFiguresAreThoseStatedWithTheFit() {
    Evaluation evaluation = Evaluation.of(scores, Threshold.of(0.5));

    assertThat(evaluation.rows()).isEqualTo(569);
    StoredFigures.assertClose("mean_log_loss", fit, evaluation.logLoss(), TOLERANCE);
    StoredFigures.assertClose("accuracy", fit, evaluation.accuracy(), TOLERANCE);
    StoredFigures.assertClose("roc_auc", fit, evaluation.rocAuc(), TOLERANCE);
    StoredFigures.assertClose("average_precision", fit, evaluation.averagePrecision(), TOLERANCE);
    StoredFigures.assertClose("brier", fit, evaluation.brier(), TOLERANCE);
  }

  @Test
  void soAreCalibrationThresholdsAndCounts() throws IOException {
    StoredFigures.assertAgree(
        StoredFigures.read("figures.json").getAsJsonObject("breast_cancer"), scores, TOLERANCE);
  }
}
