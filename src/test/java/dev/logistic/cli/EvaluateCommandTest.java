package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.console.FixedDecimals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models evaluated on tables, as a user requests it. */
class EvaluateCommandTest {

  private static final String BREAST_CANCER = "examples/data/breast_cancer.csv";
  private static final String OF_TRAINING =
      "note: the model was trained on these rows: the figures show how well it fits them, and new"
          + " rows may be predicted worse\n";

  @TempDir static Path models;
  @TempDir Path directory;

  private static String cancer;
  private static String original;

  @BeforeAll
  static void train() {
    cancer = models.resolve("cancer").toString();
    original = models.resolve("original").toString();
    Run.ofFaultless(
        "train", "--data", BREAST_CANCER, "--label", "diagnosis", "--model", cancer, "--quiet");
    Run.ofFaultless("train", "--set", "train.epochs=3", "--model", original, "--quiet");
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static Run evaluate(String model, String data, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", model, "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private static JsonObject figures(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--json", "-"));
    return evaluate(cancer, BREAST_CANCER, all.toArray(String[]::new)).json();
  }

  /** Rows of the one-column model that predicts "yes" above 3. */
  private String tiny() throws IOException {
    write("t.csv", "x,label\n1,no\n2,no\n4,yes\n5,yes\n");
    Run.ofFaultless(
        "train", "--data", path("t.csv"), "--label", "label", "--model", path("m"), "--quiet");
    return path("m");
  }

  @Test
  void jsonHasTheContractsFieldsAloneOnStdout() {
    Run run = evaluate(cancer, BREAST_CANCER, "--json", "-");

    assertThat(run.err()).isEqualTo(OF_TRAINING);
    assertThat(run.json().keySet())
        .containsExactly(
            "rows",
            "log_loss",
            "accuracy",
            "balanced_accuracy",
            "precision",
            "recall",
            "f1",
            "mcc",
            "roc_auc",
            "ks",
            "average_precision",
            "brier",
            "expected_calibration_error",
            "roc_auc_low",
            "roc_auc_high",
            "threshold",
            "confusion_matrix");
    assertThat(run.json().get("rows").getAsInt()).isEqualTo(569);
    assertThat(run.json().get("roc_auc").getAsDouble()).isGreaterThan(0.99);
  }

  @Test
  void theTableShowsTheSameFigures() {
    JsonObject json = figures();
    Run run = evaluate(cancer, BREAST_CANCER);

    assertThat(run.err()).isEqualTo(OF_TRAINING);
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("Rows               569");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Log-loss", "log_loss");
    fields.put("KS", "ks");
    fields.put("Average precision", "average_precision");
    fields.put("Brier score", "brier");
    fields.put("Calibration error", "expected_calibration_error");
    fields.put("Accuracy", "accuracy");
    fields.put("Balanced accuracy", "balanced_accuracy");
    fields.put("Precision", "precision");
    fields.put("Recall", "recall");
    fields.put("F1", "f1");
    fields.put("MCC", "mcc");
    fields.forEach(
        (name, field) ->
            assertThat(lines)
                .contains(
                    "%-19s%s".formatted(name, FixedDecimals.of(json.get(field).getAsDouble(), 6))));
    assertThat(lines)
        .contains(
            "ROC-AUC            %s (95 %%: %s to %s)"
                .formatted(
                    FixedDecimals.of(json.get("roc_auc").getAsDouble(), 6),
                    FixedDecimals.of(json.get("roc_auc_low").getAsDouble(), 6),
                    FixedDecimals.of(json.get("roc_auc_high").getAsDouble(), 6)));
    assertThat(lines).contains("Predicting \"malignant\" from probability 0.500000 on:");
    JsonArray matrix = json.getAsJsonArray("confusion_matrix");
    List<String> last = lines.subList(lines.size() - 3, lines.size());
    assertThat(last.get(0)).isEqualTo("              predicted benign  predicted malignant");
    assertThat(last.get(1)).isEqualTo(counts("is benign", matrix.get(0).getAsJsonArray()));
    assertThat(last.get(2)).isEqualTo(counts("is malignant", matrix.get(1).getAsJsonArray()));
  }

  private static String counts(String name, JsonArray row) {
    return "%-12s  %16d  %19d".formatted(name, row.get(0).getAsInt(), row.get(1).getAsInt());
  }

  @Test
  void theThresholdIsANumberOrTheBestByF1OrYouden() {
    JsonObject half = figures();
    JsonObject f1 = figures("--threshold", "f1");
    JsonObject youden = figures("--threshold", "youden");
    JsonObject low = figures("--threshold", "0.3");

    assertThat(half.get("threshold").getAsDouble()).isEqualTo(0.5);
    assertThat(low.get("threshold").getAsDouble()).isEqualTo(0.3);
    assertThat(low.get("recall").getAsDouble()).isGreaterThan(half.get("recall").getAsDouble());
    assertThat(low.get("roc_auc")).isEqualTo(half.get("roc_auc"));
    assertThat(f1.get("f1").getAsDouble()).isGreaterThanOrEqualTo(half.get("f1").getAsDouble());
    assertThat(youden.get("balanced_accuracy").getAsDouble())
        .isGreaterThanOrEqualTo(half.get("balanced_accuracy").getAsDouble());
  }

  @Test
  void youdenNeedsRowsOfBothClasses() throws IOException {
    String model = tiny();
    String data = write("one.csv", "x,label\n1,no\n");

    assertThat(evaluate(model, data, "--threshold", "youden"))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: threshold youden needs rows of both classes, was only negative ones\n"));
    assertThat(evaluate(model, data).out()).contains("ROC-AUC            -\n");
    assertThat(evaluate(model, data, "--json", "-").json().get("roc_auc").isJsonNull()).isTrue();
  }

  @Test
  void quietWritesFilesAndPrintsNothing() throws IOException {
    Run run =
        evaluate(cancer, BREAST_CANCER, "--quiet", "--json", path("f"), "--report", path("r.html"));

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(JsonParser.parseString(Files.readString(directory.resolve("f"))))
        .isEqualTo(figures());
    assertThat(Files.readString(directory.resolve("r.html")))
        .startsWith("<!doctype html>")
        .contains("Evaluated rows", BREAST_CANCER, "Confusion", "worst_radius");
  }

  @Test
  void otherColumnsMayBeThereAndTheLabelMayHaveAnotherName() throws IOException {
    String model = tiny();
    String data = write("other.csv", "id,truth,x\na,yes,9\nb,no,0\n");

    assertThat(evaluate(model, data, "--label", "truth", "--json", "-").json().get("accuracy"))
        .hasToString("1.0");
    assertThat(evaluate(model, data))
        .isEqualTo(
            new Run(
                1, "", "error: %s has no column \"label\"; it has id, truth, x\n".formatted(data)));
  }

  @Test
  void aQueryIsAskedOfTheFiles() throws IOException {
    String model = tiny();
    Run run =
        evaluate(model, path("t.csv"), "--query", "SELECT * FROM data WHERE x < 5", "--json", "-");

    assertThat(run.json().get("rows").getAsInt()).isEqualTo(3);
  }

  @Test
  void aLabelThatTheModelDoesNotKnowIsNamedWithItsRow() throws IOException {
    String model = tiny();
    String unknown = write("u.csv", "x,label\n1,no\n2,perhaps\n");
    String missing = write("m.csv", "x,label\n1,no\n2,yes\n3,\n");

    assertThat(evaluate(model, unknown))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s, row 2, column \"label\": must be one of no, yes, was \"perhaps\"\n"
                    .formatted(unknown)));
    assertThat(evaluate(model, missing))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s, row 3, column \"label\": must be one of no, yes, is missing\n"
                    .formatted(missing)));
  }

  @Test
  void moreTextsCanMeanAMissingValue() throws IOException {
    String table = write("t.csv", "x,label\n1,no\n2,no\n.,yes\n4,yes\n5,yes\n2,yes\n3,no\n");
    String[] train = {
      "train",
      "--data",
      table,
      "--label",
      "label",
      "--model",
      path("m"),
      "--quiet",
      "--set",
      "data.missing=mean",
      "--set",
      "data.na=."
    };
    Run.ofFaultless(train);
    String empty = write("empty.csv", "x,label\n1,no\n,yes\n,yes\n");
    String texts = write("texts.csv", "x,label\n1,no\nunknown,yes\n.,yes\n");

    assertThat(evaluate(path("m"), texts).status()).isEqualTo(1);
    assertThat(evaluate(path("m"), texts, "--na", "?,unknown", "--json", "-").out())
        .isEqualTo(evaluate(path("m"), empty, "--json", "-").out())
        .contains("\"rows\": 3");
    Run predicted = Run.of("predict", "--model", path("m"), "--data", texts, "--na", "unknown,.");
    assertThat(predicted.status()).isZero();
    assertThat(predicted.out().lines()).hasSize(4);
  }

  @Test
  void textsForMissingValuesNeedATable() {
    assertThat(evaluate(original, "synthetic", "--na", "x").err())
        .startsWith("error: --na needs a table: --data SOURCE\n");
    assertThat(evaluate(cancer, BREAST_CANCER, "--na", "x,x").err())
        .startsWith(
            "error: data.na must be comma-separated texts without repeats, was \"x,x\" (--na)");
  }

  @Test
  void aTableWithoutRowsIsAnError() throws IOException {
    String model = tiny();
    String data = write("e.csv", "x,label\n");

    assertThat(evaluate(model, data))
        .isEqualTo(new Run(1, "", "error: %s has no rows\n".formatted(data)));
  }

  @Test
  void theOriginalProgramsModelIsEvaluatedOnItsOwnRows() {
    JsonObject json = evaluate(original, "synthetic", "--json", "-").json();
    JsonObject ofTraining =
        Run.ofFaultless("train", "--set", "train.epochs=3", "--json", "-").json();

    assertThat(json.get("rows").getAsInt()).isEqualTo(1000);
    assertThat(json.get("accuracy")).isEqualTo(ofTraining.get("accuracy"));
  }

  @Test
  void aModelThatLearnedNoColumnNeedsTheLabelsName() throws IOException {
    String data = write("t.csv", "x0,x1,y\n1,-1,1\n-1,1,0\n");

    Run run = evaluate(original, data);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "error: the model was not trained on a table and has no label column: name it with --label COLUMN\n");
    assertThat(evaluate(original, data, "--label", "y", "--json", "-").json().get("accuracy"))
        .hasToString("1.0");
  }

  @Test
  void aModelOfATableKnowsNoSyntheticRows() throws IOException {
    Run run = evaluate(cancer, "synthetic");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: the model needs the columns [mean_radius, ")
        .endsWith(", the rows have [x0, x1]\n");

    String data = write("t.csv", "x0,x1,label\n1,4,no\n2,3,no\n4,2,yes\n5,1,yes\n");
    Run.ofFaultless("train", "--data", data, "--label", "label", "--model", path("m"), "--quiet");
    for (String command : List.of("evaluate", "predict")) {
      assertThat(Run.of(command, "--model", path("m"), "--data", "synthetic"))
          .isEqualTo(
              new Run(
                  1,
                  "",
                  "error: the model scales its columns as those of the table it was trained on;"
                      + " synthetic rows are for models of the original program\n"));
    }
  }
}
