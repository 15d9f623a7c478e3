package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second model has the figures that it has alone, on the same rows. */
class EvaluateCompareTest {

  private static final String HEADER = "x,u,size,label,n";

  @TempDir Path directory;

  private final List<String> rows = new ArrayList<>();

  @BeforeEach
  void draw() {
    Random random = new Random(12);
    for (int row = 0; row < 300; row++) {
      double x = random.nextGaussian();
      double u = random.nextGaussian();
      String label = random.nextDouble() < 1 / (1 + Math.exp(-x - u / 2)) ? "yes" : "no";
      rows.add("%s,%s,%d,%s,%d".formatted(x, u, random.nextInt(9, 12), label, row % 3 + 1));
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String write() throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(rows);
    return Files.write(directory.resolve("t.csv"), lines).toString();
  }

  private void train(String model, String features, String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("train", "--data", write(), "--label", "label"));
    all.addAll(List.of("--features", features, "--model", path(model), "--quiet"));
    all.addAll(Arrays.asList(more));
    assertThat(Run.of(all.toArray(String[]::new)).status()).isZero();
  }

  private Run evaluate(String model, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", path(model)));
    all.addAll(Arrays.asList(more));
    if (!all.contains("--data")) {
      all.addAll(List.of("--data", path("t.csv")));
    }
    return Run.of(all.toArray(String[]::new));
  }

  private JsonObject json(String model, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--json", "-"));
    return evaluate(model, all.toArray(String[]::new)).json();
  }

  /** Returns the comparison of models a and b. */
  private JsonObject assertComparedAsAlone(String... more) {
    JsonObject one = json("a", more);
    JsonObject other = json("b", more);
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--compare", path("b")));
    JsonObject both = json("a", all.toArray(String[]::new));
    JsonObject compared = both.remove("compare").getAsJsonObject();

    assertThat(both).isEqualTo(one);
    assertThat(compared.get("model").getAsString()).isEqualTo(path("b"));
    for (String figure : List.of("roc_auc", "log_loss")) {
      double ofOne = one.get(figure).getAsDouble();
      double ofOther = other.get(figure).getAsDouble();
      assertThat(compared.get(figure).getAsDouble()).isEqualTo(ofOther);
      assertThat(compared.get(figure + "_difference").getAsDouble()).isEqualTo(ofOne - ofOther);
      assertThat(ofOne).isNotEqualTo(ofOther);
    }
    return compared;
  }

  @Test
  void theFieldsAreThoseOfTheContract() throws IOException {
    train("a", "x,u");
    train("b", "u");

    JsonObject compared = assertComparedAsAlone();
    assertThat(compared.keySet())
        .containsExactly(
            "model",
            "roc_auc",
            "roc_auc_difference",
            "roc_auc_difference_low",
            "roc_auc_difference_high",
            "z",
            "p",
            "log_loss",
            "log_loss_difference");
    assertThat(compared.get("z").getAsDouble()).isGreaterThan(2);
    assertThat(compared.get("p").getAsDouble()).isBetween(0.0, 0.05);
    assertThat(compared.get("roc_auc_difference_low").getAsDouble()).isPositive();
    assertThat(json("b", "--compare", path("a")).getAsJsonObject("compare").get("z").getAsDouble())
        .isCloseTo(-compared.get("z").getAsDouble(), within(1e-12));
  }

  @Test
  void theTableHasBothModelsAndTheTest() throws IOException {
    train("a", "x,u");
    train("b", "u");

    List<String> lines = evaluate("a", "--compare", path("b")).out().lines().toList();
    List<String> table = lines.subList(lines.size() - 6, lines.size());
    assertThat(table.get(0)).isEmpty();
    assertThat(table.get(1)).isEqualTo("Compared with " + path("b") + ":");
    assertThat(table.get(2)).matches(" +this model +the other +difference");
    assertThat(table.get(3)).matches("Log-loss +0\\.\\d{6} +0\\.\\d{6} +-0\\.\\d{6}");
    assertThat(table.get(4)).matches("ROC-AUC +0\\.\\d{6} +0\\.\\d{6} +0\\.\\d{6}");
    assertThat(table.get(5))
        .matches(
            "Difference of ROC-AUC \\(95 %: 0\\.\\d{6} to 0\\.\\d{6}\\), DeLong's test: z = \\d+\\.\\d{6}, p = \\S+");
  }

  @Test
  void aColumnMayBeANumberInOneModelAndLevelsInTheOther() throws IOException {
    train("a", "x,size");
    train("b", "x,size", "--set", "data.categorical=size");

    assertComparedAsAlone();
    train("c", "size");
    assertThat(json("c", "--compare", path("b"), "--by", "size").getAsJsonArray("by")).hasSize(3);
  }

  @Test
  void weightsLeaveOutTheTestAlone() throws IOException {
    train("a", "x,u", "--set", "data.weight=n");
    train("b", "x", "--set", "data.weight=n");

    JsonObject compared = assertComparedAsAlone();
    assertThat(compared.get("z").isJsonNull()).isTrue();
    assertThat(compared.get("p").isJsonNull()).isTrue();
    assertThat(evaluate("a", "--compare", path("b")).out())
        .contains("Compared with ")
        .doesNotContain("DeLong");
  }

  @Test
  void trialsAreTestedAsRows() throws IOException {
    rows.replaceAll(row -> row.replace("yes", "1").replace("no", "0"));
    train("a", "x,u", "--set", "data.trials=n");
    train("b", "x", "--set", "data.trials=n");

    assertThat(assertComparedAsAlone().get("z").isJsonNull()).isFalse();
  }

  @Test
  void modelsOfMoreClassesHaveNoTest() throws IOException {
    rows.replaceAll(row -> row.endsWith(",1") ? row.replaceAll("yes|no", "perhaps") : row);
    train("a", "x,u");
    train("b", "x");

    assertThat(assertComparedAsAlone().get("z").isJsonNull()).isTrue();
  }

  @Test
  void rowsOfLibSvmFilesAreCompared() throws IOException {
    List<String> lines = rows.stream().map(EvaluateCompareTest::libSvm).toList();
    String data = Files.write(directory.resolve("t.svm"), lines).toString();
    List<String> shorter = lines.stream().map(line -> line.replaceFirst(" 2:.*", "")).toList();
    String one = Files.write(directory.resolve("one.svm"), shorter).toString();
    Run.ofFaultless("train", "--data", data, "--model", path("a"), "--quiet");
    Run.ofFaultless("train", "--data", one, "--model", path("b"), "--quiet");

    assertComparedAsAlone("--data", data);
    train("c", "x");
    assertThat(evaluate("a", "--data", data, "--compare", path("c")).status()).isEqualTo(1);
    assertThat(evaluate("c", "--compare", path("a")).status()).isEqualTo(1);
  }

  private static String libSvm(String row) {
    List<String> cells = List.of(row.split(",", -1));
    return "%d 1:%s 2:%s".formatted(cells.get(3).equals("yes") ? 1 : 0, cells.get(0), cells.get(1));
  }

  @Test
  void syntheticRowsAreCompared() {
    for (String model : List.of("a", "b")) {
      Run.ofFaultless(
          "train",
          "--set",
          "train.epochs=" + (model.equals("a") ? 3 : 1),
          "--model",
          path(model),
          "--quiet");
    }

    assertComparedAsAlone("--data", "synthetic");
  }

  @Test
  void rowsThatBothLeaveOutAreLeftOutAndOthersAreRefused() throws IOException {
    rows.set(6, rows.get(6).replaceFirst("[^,]*,[^,]*", ","));
    rows.set(8, rows.get(8).replaceFirst("[^,]*,[^,]*", ","));
    train("a", "x,u", "--set", "data.missing=drop");
    train("b", "u", "--set", "data.missing=drop");
    train("mean", "x", "--set", "data.missing=mean");

    assertComparedAsAlone();
    assertThat(json("a", "--compare", path("b")).get("rows").getAsInt()).isEqualTo(298);
    for (String[] pair : new String[][] {{"a", "mean"}, {"mean", "a"}}) {
      assertThat(evaluate(pair[0], "--compare", path(pair[1])))
          .isEqualTo(
              new Run(
                  1,
                  "",
                  "error: %s, row 7: has a missing value that one of the models leaves out and the other does not; models must be compared on the same rows: leave out such rows in SQL with --query\n"
                      .formatted(path("t.csv"))));
    }
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    train("a", "x,u");
    train("turned", "x,u", "--positive", "no");
    rows.replaceAll(row -> row.replace("yes", "right").replace("no", "wrong"));
    train("b", "x,u");

    assertThat(evaluate("a", "--compare", path("b")))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: --compare needs a model of the same classes in the same order, [no, yes], found [right, wrong] in %s\n"
                    .formatted(path("b"))));
    assertThat(evaluate("a", "--compare", path("turned")).err()).contains("found [yes, no] in ");
  }

  @Test
  void otherTextsForMissingValuesAreRefusedUnlessBothAreNamed() throws IOException {
    train("a", "x,u");
    train("b", "x", "--set", "data.na=.");

    assertThat(evaluate("a", "--compare", path("b")).err())
        .isEqualTo(
            "error: --compare needs models with the same data.na, found [], and [.] in %s: name the texts of both with --na\n"
                .formatted(path("b")));
    assertComparedAsAlone("--na", ".");
  }

  /** The newest rows are held out, so that the test knows them: here those with n = 3. */
  @Test
  void rowsHeldOutAreComparedAsTheyAreAlone() throws IOException {
    String[] split = {"--set", "data.time=n", "--set", "data.validation=0.3"};
    train("a", "x,u", split);
    train("b", "u", split);

    JsonObject heldOut = json("a", "--held-out", "--compare", path("b"));
    JsonAssert.close(heldOut, json("a", "--data", heldOutAlone(), "--compare", path("b")));
    assertThat(evaluate("a", "--held-out", "--compare", path("b")).err()).isEmpty();

    JsonObject itself = json("a", "--held-out", "--compare", path("a")).getAsJsonObject("compare");
    assertThat(itself.get("log_loss_difference").getAsDouble()).isZero();
    assertThat(itself.get("p").getAsDouble()).isEqualTo(1);
  }

  @Test
  void rowsHeldOutMayHaveWeightsAndMoreClasses() throws IOException {
    rows.replaceAll(row -> row.contains(",9,") ? row.replaceAll("yes|no", "perhaps") : row);
    String[] split = {
      "--set", "data.time=n", "--set", "data.validation=0.3", "--set", "data.weight=size"
    };
    train("a", "x,u", split);
    train("b", "u", split);

    JsonObject heldOut = json("a", "--held-out", "--compare", path("b"));
    JsonAssert.close(heldOut, json("a", "--data", heldOutAlone(), "--compare", path("b")));
  }

  private String heldOutAlone() throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    rows.stream().filter(row -> row.endsWith(",3")).forEach(lines::add);
    return Files.write(directory.resolve("alone.csv"), lines).toString();
  }

  @Test
  void rowsHeldOutOfLibSvmFilesAreCompared() throws IOException {
    List<String> lines = rows.stream().map(EvaluateCompareTest::libSvm).toList();
    String data = Files.write(directory.resolve("t.svm"), lines).toString();
    List<String> shorter = lines.stream().map(line -> line.replaceFirst(" 2:.*", "")).toList();
    String one = Files.write(directory.resolve("one.svm"), shorter).toString();
    Run.ofFaultless(
        "train", "--data", data, "--model", path("a"), "--quiet", "--set", "data.validation=0.3");
    Run.ofFaultless(
        "train", "--data", one, "--model", path("b"), "--quiet", "--set", "data.validation=0.3");

    JsonObject compared =
        json("a", "--data", data, "--held-out", "--compare", path("b")).getAsJsonObject("compare");
    // the same labels and seed hold the same rows out
    JsonObject ofB = json("b", "--data", one, "--held-out");
    assertThat(compared.get("log_loss").getAsDouble())
        .isCloseTo(ofB.get("log_loss").getAsDouble(), within(1e-6));
    assertThat(compared.get("roc_auc")).isEqualTo(ofB.get("roc_auc"));
    rows.replaceAll(row -> row.replace("yes", "1").replace("no", "0"));
    train("c", "x");
    assertThat(evaluate("a", "--data", data, "--held-out", "--compare", path("c")).err())
        .contains("is a LibSVM file, and the model of --compare was trained on a table");
  }

  @Test
  void aModelThatLearnedFromRowsHeldOutIsWarnedOf() throws IOException {
    train("a", "x,u", "--set", "data.time=n", "--set", "data.validation=0.3");
    train("b", "u");

    assertThat(evaluate("a", "--held-out", "--compare", path("b")).err())
        .isEqualTo(
            "warning: the model in %s learned from 100 of these 100 rows, which favours it: train both with the same data.validation and engine.seed\n"
                .formatted(path("b")));
  }

  @Test
  void whatDoesNotExistIsRefused() throws IOException {
    train("a", "x");

    assertThat(evaluate("a", "--compare", path("none")).status()).isEqualTo(1);
  }
}
