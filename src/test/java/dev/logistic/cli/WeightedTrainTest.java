package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.console.FixedDecimals;
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

/** Weights of rows and classes, as a user sets them. */
class WeightedTrainTest {

  private static final List<String> FIGURES =
      List.of(
          "log_loss",
          "accuracy",
          "balanced_accuracy",
          "precision",
          "recall",
          "f1",
          "mcc",
          "roc_auc",
          "average_precision",
          "brier",
          "expected_calibration_error");

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

    assertThat(weighted.err())
        .isEqualTo(
            "warning: train.class-weight=yes:2.0 shifts the probabilities: they are those of a"
                + " population of which a share of 0.500 is \"yes\"; set train.prior to the share"
                + " of \"yes\" in yours to correct them\n");
    assertThat(repeated.err()).isEqualTo(weighted.err().replace("=yes:2.0", "=no:1.0,yes:2.0"));
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

  @Test
  void evaluateAndTheSummaryGiveTheFiguresOfRepeatedRows() throws IOException {
    Run trained = train("t.csv", "m", "data.weight=w");
    Run weighted = evaluated("m", "t.csv");
    JsonObject evaluated = weighted.json();
    JsonObject repeated = evaluated("m", "repeated.csv").json();

    assertThat(weighted.err()).doesNotContain("warning");
    assertThat(evaluated.get("rows")).hasToString("12");
    assertThat(evaluated.get("weight")).hasToString("18");
    assertThat(repeated.get("rows")).hasToString("18");
    assertThat(repeated.has("weight")).isFalse();
    assertThat(evaluated.get("confusion_matrix")).isEqualTo(repeated.get("confusion_matrix"));
    for (String figure : FIGURES) {
      assertThat(evaluated.get(figure).getAsDouble())
          .as(figure)
          .isCloseTo(repeated.get(figure).getAsDouble(), within(1e-14));
    }
    assertThat(trained.out())
        .contains(
            "Training:    12 rows of weight 18, log-loss %s, accuracy %s, ROC-AUC %s\n"
                .formatted(
                    FixedDecimals.of(evaluated.get("log_loss").getAsDouble(), 4),
                    FixedDecimals.of(evaluated.get("accuracy").getAsDouble(), 4),
                    FixedDecimals.of(evaluated.get("roc_auc").getAsDouble(), 4)))
        .contains("\nClasses:     no 12, yes 6 (positive)\nWeights:     column \"w\"\n");
    assertThat(evaluated.get("log_loss").getAsDouble())
        .isCloseTo(figures("m").get("loss").getAsDouble(), within(1e-12));
    assertThat(figures("m").get("accuracy")).isEqualTo(evaluated.get("accuracy"));
    assertThat(figures("m").get("weight")).hasToString("18");
  }

  private Run evaluated(String model, String table) {
    return Run.of("evaluate", "--model", path(model), "--data", path(table), "--json", "-");
  }

  @Test
  void theTableOfAnEvaluationShowsTheWeight() {
    train("t.csv", "m", "data.weight=w");

    assertThat(Run.of("evaluate", "--model", path("m"), "--data", path("t.csv")).out())
        .startsWith("Rows               12\nWeight             18\nLog-loss ")
        .containsPattern("is no +\\d+ +\\d+\nis yes +\\d+ +\\d+\n");
  }

  @Test
  void rowsWithoutTheWeightsAreEvaluatedWithAWarning() {
    train("t.csv", "m", "data.weight=w", "train.class-weight=balanced");
    Run evaluated = evaluated("m", "repeated.csv");
    Run predicted =
        Run.ofFaultless("predict", "--model", path("m"), "--data", path("repeated.csv"));

    assertThat(evaluated.status()).isZero();
    assertThat(evaluated.err())
        .isEqualTo(
            "warning: %s has no column \"w\", the weights of the training (data.weight): the figures"
                    .formatted(path("repeated.csv"))
                + " count every row once; add the column to weigh them\n");
    assertThat(evaluated.json().get("rows").getAsInt()).isEqualTo(18);
    assertThat(predicted.out()).startsWith("age,label,probability,prediction\n");
  }

  @Test
  void weightsThatCannotBeUsedAreRefused() throws IOException {
    train("t.csv", "m", "data.weight=w");
    Files.writeString(directory.resolve("zero.csv"), "age,w,label\n20,0,no\n30,0,yes\n");
    Files.writeString(directory.resolve("less.csv"), "age,w,label\n20,1,no\n30,-1,yes\n");

    assertThat(evaluated("m", "zero.csv"))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: the weights in column \"w\" are 0 in all rows of %s\n"
                    .formatted(path("zero.csv"))));
    assertThat(evaluated("m", "less.csv").status()).isEqualTo(1);
    assertThat(evaluated("m", "less.csv").err())
        .contains("column \"w\"", "must be a weight of at least 0, was -1");
  }

  @Test
  void rowsHeldOutAreEvaluatedWithTheirWeights() throws IOException {
    train("t.csv", "m", "data.weight=w", "data.validation=0.4");
    JsonObject validation = figures("m").getAsJsonObject("validation");
    JsonObject evaluated =
        Run.ofFaultless(
                "evaluate",
                "--model",
                path("m"),
                "--data",
                path("t.csv"),
                "--held-out",
                "--json",
                "-")
            .json();

    assertThat(validation.get("weight")).isNotNull();
    assertThat(evaluated).isEqualTo(validation);
  }

  @Test
  void theReportShowsWeights() throws IOException {
    train("t.csv", "m", "data.weight=w");
    Run.of(
        "evaluate", "--model", path("m"), "--data", path("t.csv"), "--report", path("report.html"));

    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("12 rows of weight 18; the positive class is", "6 of 18", "\"unit\":\"weight\"");
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
        "2|train.class-weight=yes|train.class-weight must be empty, balanced, or comma-separated pairs"
            + " class:weight, no class twice and each weight a finite number of at least 0,"
            + " was \"yes\" (--set)"
      })
  void errorsNameTheSetting(int status, String setting, String message) {
    Run run = train("t.csv", "m", setting);

    assertThat(run)
        .isEqualTo(
            new Run(
                status, "", "error: " + message.replace("T has", path("t.csv") + " has") + "\n"));
    assertThat(directory.resolve("m")).doesNotExist();
  }
}
