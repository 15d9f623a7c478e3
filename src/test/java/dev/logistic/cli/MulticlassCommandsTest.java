package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.MulticlassScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of three classes, from training to the report, as a user has it. */
class MulticlassCommandsTest {

  private static final List<String> CLASSES = List.of("blue", "dark green", "red");

  @TempDir static Path directory;

  private static String data;
  private static String model;
  private static Run training;

  @BeforeAll
  static void train() throws IOException {
    Random random = new Random(8);
    StringBuilder rows = new StringBuilder("a,b,kind,colour\n");
    for (int row = 0; row < 300; row++) {
      int code = row % 3;
      rows.append(code * 1.5 + random.nextGaussian()).append(',');
      rows.append(10 * (code == 1 ? 1 : 0) + 8 * random.nextGaussian()).append(',');
      rows.append(random.nextBoolean() ? "p" : "q").append(',');
      rows.append(CLASSES.get(code)).append('\n');
    }
    data = Files.writeString(directory.resolve("t.csv"), rows).toString();
    model = directory.resolve("m").toString();
    training =
        Run.ofFaultless(
            "train",
            "--data",
            data,
            "--label",
            "colour",
            "--model",
            model,
            "--set",
            "data.validation=0.2",
            "--json",
            directory.resolve("t.json").toString(),
            "--report",
            directory.resolve("t.html").toString());
  }

  private static JsonObject evaluated() {
    return Run.of("evaluate", "--model", model, "--data", data, "--json", "-").json();
  }

  @Test
  void trainingEndsWithTheFiguresOfBothParts() throws IOException {
    assertThat(training.out())
        .containsPattern("Training: +240 rows, log-loss 0\\.\\d{4}, accuracy");
    assertThat(training.out())
        .containsPattern("Validation: +60 rows, log-loss 0\\.\\d{4}, accuracy");
    assertThat(Files.readString(directory.resolve("t.json")))
        .contains("\"converged\": true", "\"per_class\": [", "\"class\": \"dark green\"");
  }

  @Test
  void theReportHasThePlacesOfEachClass() throws IOException {
    assertThat(Files.readString(directory.resolve("t.html")))
        .contains("<dt>Classes</dt>", "blue, dark green, red")
        .contains("60 rows of 3 classes; the most probable class is predicted.")
        .contains("<tr><th>dark green: kind=q<td>")
        .contains("All 9 coefficients");
  }

  /** Oracle: the same figures of the probabilities as predict writes them. */
  @Test
  void figuresAreThoseOfThePredictions() throws IOException {
    Path file = directory.resolve("p.csv");
    Run.ofFaultless("predict", "--model", model, "--data", data, "--out", file.toString());

    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0))
        .isEqualTo(
            "a,b,kind,colour,probability_blue,probability_dark green,probability_red,prediction");
    double[] probabilities = new double[900];
    int[] actual = new int[300];
    int right = 0;
    for (int row = 0; row < 300; row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      actual[row] = CLASSES.indexOf(cells[3]);
      right += cells[3].equals(cells[7]) ? 1 : 0;
      for (int code = 0; code < 3; code++) {
        probabilities[3 * row + code] = Double.parseDouble(cells[4 + code]);
      }
    }
    MulticlassEvaluation expected =
        MulticlassEvaluation.of(
            MulticlassScores.ofProbabilities(probabilities, actual, 3), CLASSES);
    JsonObject json = evaluated();

    assertThat(json.get("accuracy").getAsDouble()).isEqualTo(right / 300.0).isGreaterThan(0.6);
    assertThat(json.get("threshold").isJsonNull()).isTrue();
    JsonObject figures =
        JsonParser.parseString(new Gson().toJson(expected.toMap())).getAsJsonObject();
    for (Map.Entry<String, JsonElement> each : json.entrySet()) {
      if (each.getValue().isJsonPrimitive()) {
        assertThat(each.getValue().getAsDouble())
            .as(each.getKey())
            .isCloseTo(figures.get(each.getKey()).getAsDouble(), within(1e-12));
      }
    }
    assertThat(json.get("confusion_matrix")).isEqualTo(figures.get("confusion_matrix"));
    assertThat(json.getAsJsonArray("per_class")).hasSize(3);
  }

  @Test
  void theTableNamesTheClasses() {
    Run run = Run.of("evaluate", "--model", model, "--data", data);

    assertThat(run.out())
        .contains("Predicting the most probable class, means over the classes:")
        .containsPattern("(?m)^dark green +100 +0\\.\\d{6}")
        .contains("predicted blue  predicted dark green  predicted red");
  }

  @Test
  void aThresholdIsRefused() {
    String message =
        "error: --threshold is for models of two classes; this one has 3 and predicts the most"
            + " probable\n";

    assertThat(Run.of("evaluate", "--model", model, "--data", data, "--threshold", "f1"))
        .isEqualTo(new Run(1, "", message));
    assertThat(Run.of("predict", "--model", model, "--data", data, "--threshold", "0.5"))
        .isEqualTo(new Run(1, "", message));
  }
}
