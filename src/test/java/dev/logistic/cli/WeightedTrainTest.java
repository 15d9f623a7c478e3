package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of rows and classes, as a user gives them. */
class WeightedTrainTest {

  @TempDir Path directory;

  /** Twelve rows, and the same again as often as each weighs. */
  @BeforeEach
  void writeTables() throws IOException {
    int[] ages = {20, 31, 45, 52, 38, 29, 61, 33, 47, 55, 26, 40};
    String classes = "nyynynynnynn";
    StringBuilder weighted = new StringBuilder("age,w,label\n");
    StringBuilder repeated = new StringBuilder("age,label\n");
    for (int row = 0; row < ages.length; row++) {
      String label = classes.charAt(row) == 'y' ? "yes" : "no";
      weighted.append(ages[row] + "," + row % 4 + "," + label + "\n");
      repeated.append((ages[row] + "," + label + "\n").repeat(row % 4));
    }
    Files.writeString(directory.resolve("t.csv"), weighted);
    Files.writeString(directory.resolve("repeated.csv"), repeated);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String table, String model, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                path(table),
                "--label",
                "label",
                "--json",
                path(model + ".json")));
    arguments.addAll(List.of("--model", path(model), "--set", "engine.precision=float64"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return Run.of(arguments.toArray(String[]::new));
  }

  private JsonObject figures(String model) throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve(model + ".json")))
        .getAsJsonObject();
  }

  private double weight(String model) {
    JsonObject inspected = Run.ofFaultless("inspect", "--model", path(model), "--json").json();
    assertThat(inspected.get("features")).hasToString("[\"age\"]");
    return inspected.getAsJsonArray("weights").get(0).getAsJsonArray().get(0).getAsDouble();
  }

  @Test
  void aColumnOfWeightsIsAsGoodAsRowsThatComeThatOften() throws IOException {
    Run weighted =
        train(
            "t.csv",
            "weighted",
            "data.weight=w",
            "data.standardize=false",
            "train.class-weight=yes:2");
    Run repeated =
        train(
            "repeated.csv", "repeated", "data.standardize=false", "train.class-weight=no:1,yes:2");

    assertThat(weighted.err()).isEmpty();
    assertThat(repeated.err()).isEmpty();
    for (String figure : new String[] {"loss", "objective"}) {
      assertThat(figures("weighted").get(figure).getAsDouble())
          .isCloseTo(figures("repeated").get(figure).getAsDouble(), within(1e-13));
    }
    assertThat(weight("weighted")).isCloseTo(weight("repeated"), within(1e-8));
    assertThat(iterations(weighted)).isNotEmpty().isEqualTo(iterations(repeated));
    assertThat(Files.readString(directory.resolve("weighted/model.json")))
        .contains("\"data.weight\": \"w\"", "\"train.class-weight\": \"yes:2.0\"");
  }

  /** The lines with the weighted loss. */
  private static List<String> iterations(Run run) {
    return run.out().lines().filter(line -> line.startsWith("Iteration: ")).toList();
  }

  @Test
  void balancedClassesChangeTheFit() throws IOException {
    train("t.csv", "plain", "data.weight=w");
    train("t.csv", "balanced", "data.weight=w", "train.class-weight=balanced");

    assertThat(figures("balanced").get("converged").getAsBoolean()).isTrue();
    assertThat(weight("balanced")).isNotEqualTo(weight("plain"));
  }

  /** All that needs the weights is training. */
  @Test
  void aModelJudgesAndPredictsRowsWithoutWeights() throws IOException {
    Run trained = train("t.csv", "m", "data.weight=w", "train.class-weight=balanced");
    JsonObject judged =
        Run.of("evaluate", "--model", path("m"), "--data", path("repeated.csv"), "--json", "-")
            .json();
    Run predicted =
        Run.ofFaultless("predict", "--model", path("m"), "--data", path("repeated.csv"));

    assertThat(trained.status()).isZero();
    assertThat(judged.get("rows").getAsInt()).isEqualTo(18);
    assertThat(predicted.out()).startsWith("age,label,probability,prediction\n");
  }

  @Test
  void theSummaryAndEvaluateCountEveryRowOnce() throws IOException {
    Run trained = train("t.csv", "m", "data.weight=w");
    Run evaluated =
        Run.of("evaluate", "--model", path("m"), "--data", path("t.csv"), "--json", "-");
    JsonObject judged = evaluated.json();

    assertThat(evaluated.status()).isZero();
    assertThat(evaluated.err())
        .endsWith(
            "warning: the model was trained with weights from column \"w\" (data.weight); the"
                + " figures count every row once and do not use them\n");
    assertThat(trained.out())
        .contains("\nClasses:     no 7, yes 5\nCounted:     rows, not weighted by column \"w\"\n");
    assertThat(trained.out())
        .contains(
            "Training:    12 rows, log-loss " + Fixed.of(judged.get("log_loss").getAsDouble(), 4));
    assertThat(judged.get("log_loss").getAsDouble())
        .isNotCloseTo(figures("m").get("loss").getAsDouble(), within(1e-6));
  }

  @Test
  void theRowsForValidationNeedTheColumnToo() throws IOException {
    Run run =
        Run.of(
            "train",
            "--data",
            path("t.csv"),
            "--label",
            "label",
            "--set",
            "data.weight=w",
            "--validation-data",
            path("repeated.csv"));

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s has no column \"w\"; it has age, label\n"
                    .formatted(path("repeated.csv"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|train.class-weight=maybe:2|train.class-weight must name classes, which are no, yes, was"
            + " \"maybe\"",
        "1|data.weight=weight|T has no column \"weight\"; it has age, w, label",
        "2|data.weight=label|column \"label\" cannot be both the label and the weight",
        "2|train.class-weight=yes|train.class-weight must be empty, balanced, or pairs class:weight"
            + " with commas between them, no class twice and each weight a finite number from 0 on,"
            + " was \"yes\" (--set)"
      })
  void whatIsWrongIsSaid(int status, String setting, String message) {
    Run run = train("t.csv", "m", setting);

    assertThat(run)
        .isEqualTo(
            new Run(
                status, "", "error: " + message.replace("T has", path("t.csv") + " has") + "\n"));
    assertThat(directory.resolve("m")).doesNotExist();
  }
}
