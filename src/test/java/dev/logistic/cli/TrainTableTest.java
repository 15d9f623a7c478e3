package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training on tables, as a user does it. */
class TrainTableTest {

  private static final String BREAST_CANCER = "examples/data/breast_cancer.csv";

  @TempDir Path directory;

  /** Twelve rows whose class follows no rule, so that no weight runs away. */
  @BeforeEach
  void writeTable() throws IOException {
    Files.writeString(
        directory.resolve("t.csv"),
        """
        age,city,note,label
        20,Rome,a,no
        31,Oslo,b,yes
        45,Rome,c,yes
        52,Oslo,d,no
        38,Rome,e,yes
        29,Bern,f,no
        61,Oslo,g,yes
        33,Bern,h,no
        47,Rome,i,no
        55,Bern,j,yes
        26,Oslo,k,no
        40,Rome,l,yes
        """);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String[] with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  private static Run trainBreastCancer(String... more) {
    return Run.of(with(List.of("train", "--data", BREAST_CANCER, "--label", "diagnosis"), more));
  }

  private Run trainSmall(String... more) {
    return Run.of(
        with(
            List.of(
                "train",
                "--data",
                path("t.csv"),
                "--label",
                "label",
                "--set",
                "train.solver=sgd",
                "--set",
                "train.epochs=2"),
            more));
  }

  private static JsonObject inspect(String model) {
    return Run.ofFaultless("inspect", "--model", model, "--json").json();
  }

  private JsonObject json(String name) throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve(name))).getAsJsonObject();
  }

  private static List<Double> column(JsonArray rows) {
    List<Double> column = new ArrayList<>();
    rows.forEach(row -> column.add(row.getAsJsonArray().get(0).getAsDouble()));
    return column;
  }

  @Test
  void aTableIsTrainedOnValidatedKeptAndReported() throws IOException {
    Run run =
        trainBreastCancer(
            "--set",
            "data.validation=0.2",
            "--model",
            path("m"),
            "--report",
            path("r.html"),
            "--json",
            path("f"));

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    List<String> lines = run.out().lines().toList();
    int iterations = (int) lines.stream().filter(line -> line.startsWith("Iteration: ")).count();
    for (int i = 0; i < iterations; i++) {
      assertThat(lines.get(i))
          .matches("Iteration: \\d{3}, Loss: \\d\\.\\d{3}, Validation: \\d\\.\\d{3}");
    }
    int last = json("f").get("iterations").getAsInt() - 1;
    assertThat(lines.get(iterations - 1)).startsWith("Iteration: %03d, ".formatted(last));
    String figures = " rows, log-loss 0\\.\\d{4}, accuracy 0\\.\\d{4}, ROC-AUC 0\\.\\d{4}";
    assertThat(lines.get(iterations)).isEmpty();
    assertThat(lines.get(iterations + 1)).matches("Training:    456" + figures);
    assertThat(lines.get(iterations + 2)).matches("Validation:  113" + figures);
    assertThat(lines.get(iterations + 3))
        .matches("Classes:     benign \\d+, malignant \\d+ \\(positive\\)");
    assertThat(lines.subList(iterations + 4, lines.size()))
        .containsExactly("Model:       " + path("m"), "Report:      " + path("r.html"));
    assertThat(files()).containsExactly("f", "m", "r.html", "t.csv");
    assertThat(Files.readString(directory.resolve("r.html")))
        .startsWith("<!doctype html>")
        .contains("diagnosis", "Validation rows", "Training rows", "worst_radius");
  }

  @Test
  void classesAreCountedAndAnUndefinedFigureIsADash() throws IOException {
    Files.writeString(
        directory.resolve("t.csv"), "x,label\n1,no\n2,no\n3,yes\n4,yes\n2,yes\n3,no\n1,no\n");
    Files.writeString(directory.resolve("v.csv"), "x,label\n3,yes\n4,yes\n");

    Run run =
        Run.ofFaultless(
            "train",
            "--data",
            path("t.csv"),
            "--label",
            "label",
            "--validation-data",
            path("v.csv"));

    assertThat(run.out())
        .containsPattern("Validation:  2 rows, .*, ROC-AUC -\n")
        .endsWith("\nClasses:     no 4, yes 3 (positive)\n");
  }

  @Test
  void noMoreThanTwentyClassesAreListed() throws IOException {
    StringBuilder table = new StringBuilder("x,label\n");
    for (int row = 0; row < 44; row++) {
      table.append("%d,c%02d\n".formatted(row * 7 % 10, row % 22));
    }
    Files.writeString(directory.resolve("t.csv"), table);

    Run run = Run.of("train", "--data", path("t.csv"), "--label", "label");

    assertThat(run.out()).containsPattern("\nClasses:     c00 2, c01 2, .*, c19 2, and 2 more\n");
  }

  @Test
  void theFiguresAreThoseOfTheContractAndGood() throws IOException {
    trainBreastCancer("--set", "data.validation=0.2", "--json", path("f"));

    JsonObject figures = json("f");
    assertThat(figures.keySet())
        .contains(
            "converged",
            "stopped_because",
            "iterations",
            "loss",
            "objective",
            "gradient_norm",
            "optimality_gap",
            "training_seconds",
            "loading_seconds",
            "validation");
    assertThat(figures.get("converged").getAsBoolean()).isTrue();
    assertThat(figures.get("stopped_because").getAsString()).isEqualTo("tolerance");
    assertThat(figures.get("optimality_gap").getAsDouble()).isBetween(0.0, 1e-6);
    assertThat(figures.get("rows").getAsInt()).isEqualTo(456);
    assertThat(figures.get("objective").getAsDouble())
        .isGreaterThan(figures.get("loss").getAsDouble());
    JsonObject validation = figures.getAsJsonObject("validation");
    assertThat(validation.keySet())
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
    assertThat(validation.get("rows").getAsInt()).isEqualTo(113);
    assertThat(validation.get("roc_auc").getAsDouble()).isGreaterThan(0.98);
  }

  @Test
  void stochasticGradientDescentPrintsEpochs() throws IOException {
    Run run =
        trainBreastCancer(
            "--set", "train.solver=sgd", "--set", "train.epochs=2", "--set", "data.validation=0.2");

    assertThat(run.out())
        .matches("(?s)Epoch: 000, Loss: .*, Validation: .*\nEpoch: 001, Loss: .*\n\n.*");
  }

  @Test
  void withoutRowsHeldOutThereIsNoValidation() throws IOException {
    Run run = trainSmall("--json", path("f"));

    assertThat(run.out())
        .startsWith("Epoch: 000, Loss: ")
        .doesNotContain("Validation", "Model:", "Report:");
    assertThat(json("f").get("validation").isJsonNull()).isTrue();
  }

  @Test
  void theSameRunTwiceGivesTheSameBits() throws IOException {
    String[] sameSettings = {"--set", "data.validation=0.2", "--set", "train.epochs=5", "--model"};
    Run first = trainBreastCancer(with(List.of(sameSettings), path("m1")));
    Run second = trainBreastCancer(with(List.of(sameSettings), path("m2")));

    assertThat(directory.resolve("m1/logistic-0000.params"))
        .hasSameBinaryContentAs(directory.resolve("m2/logistic-0000.params"));
    assertThat(second.out().replace("m2", "m1")).isEqualTo(first.out());
  }

  @Test
  void thePositiveClassIsTheGreaterAndTheOtherWhereAskedForWithAllSignsFlipped() {
    trainBreastCancer("--set", "train.epochs=5", "--model", path("m"));
    trainBreastCancer("--set", "train.epochs=5", "--model", path("b"), "--positive", "benign");

    JsonObject malignant = inspect(path("m"));
    JsonObject benign = inspect(path("b"));
    assertThat(malignant.get("classes").toString()).isEqualTo("[\"benign\",\"malignant\"]");
    assertThat(benign.get("classes").toString()).isEqualTo("[\"malignant\",\"benign\"]");
    List<Double> weights = column(malignant.getAsJsonArray("raw_weights"));
    List<Double> flipped = column(benign.getAsJsonArray("raw_weights"));
    assertThat(weights).hasSize(30);
    for (int i = 0; i < weights.size(); i++) {
      assertThat(flipped.get(i)).isCloseTo(-weights.get(i), within(1e-4));
    }
    assertThat(benign.getAsJsonArray("raw_bias").get(0).getAsDouble())
        .isCloseTo(-malignant.getAsJsonArray("raw_bias").get(0).getAsDouble(), within(1e-3));
  }

  private static JsonObject sklearn() throws IOException {
    return JsonParser.parseString(
            Files.readString(Path.of("src/test/resources/evaluate/breast_cancer.expected.json")))
        .getAsJsonObject()
        .getAsJsonObject("sklearn_l2");
  }

  /** Oracle: scikit-learn's optimum of the same objective, C=1 on standardised features. */
  @Test
  void stochasticGradientDescentComesDownToScikitLearnsObjective() throws IOException {
    trainBreastCancer(
        "--positive",
        "benign",
        "--json",
        path("f"),
        "--set",
        "train.solver=sgd",
        "--set",
        "train.epochs=1500",
        "--set",
        "train.learning-rate=0.2",
        "--set",
        "train.batch-size=100");

    double optimum = sklearn().get("objective").getAsDouble();
    assertThat(json("f").get("objective").getAsDouble()).isBetween(optimum - 1e-6, optimum + 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"float64, 1e-9, 1e-5", "float32, 1e-6, 1e-2"})
  void theOptimumIsScikitLearns(String precision, double ofObjective, double ofCoefficients)
      throws IOException {
    trainBreastCancer(
        "--positive",
        "benign",
        "--json",
        path("f"),
        "--model",
        path("m"),
        "--set",
        "engine.precision=" + precision);

    JsonObject expected = sklearn();
    double optimum = expected.get("objective").getAsDouble();
    assertThat(json("f").get("converged").getAsBoolean()).isTrue();
    assertThat(json("f").get("objective").getAsDouble())
        .isCloseTo(optimum, within(ofObjective * optimum));
    JsonObject model = inspect(path("m"));
    List<Double> weights = column(model.getAsJsonArray("weights"));
    for (int i = 0; i < weights.size(); i++) {
      String name = model.getAsJsonArray("features").get(i).getAsString();
      double coefficient = expected.getAsJsonObject("coefficients").get(name).getAsDouble();
      assertThat(weights.get(i)).isCloseTo(coefficient, within(ofCoefficients));
    }
    assertThat(model.getAsJsonArray("bias").get(0).getAsDouble())
        .isCloseTo(expected.get("bias").getAsDouble(), within(ofCoefficients));
  }

  @Test
  void anUnconvergedFitIsReportedWithARemedy() {
    Run run = trainBreastCancer("--set", "train.epochs=3");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("warning: not converged after 3 iterations: ")
        .contains("optimality gap", "must be at most 1.0e-6 of the null loss")
        .doesNotContain("gradient")
        .endsWith("; raise train.epochs\n");
  }

  @Test
  void textsBecomeIndicatorsAndTheEffectiveSettingsAreKept() {
    trainSmall("--exclude", "note", "--model", path("m"));

    JsonObject model = inspect(path("m"));
    assertThat(model.get("features").toString())
        .isEqualTo("[\"age\",\"city\\u003dOslo\",\"city\\u003dRome\"]".replace("\\u003d", "="));
    JsonObject settings = model.getAsJsonObject("settings");
    assertThat(settings.get("data.exclude").getAsString()).isEqualTo("note");
    assertThat(settings.get("train.loss").getAsString()).isEqualTo("logits");
    assertThat(settings.get("train.l2").getAsDouble()).isEqualTo(1.0 / 12);
    assertThat(settings.has("data.samples")).isFalse();
  }

  @Test
  void featuresAreChosenByName() {
    trainSmall("--features", "city,age", "--model", path("m"));

    assertThat(inspect(path("m")).get("features").toString())
        .isEqualTo("[\"city=Oslo\",\"city=Rome\",\"age\"]");
  }

  @Test
  void aQueryIsAskedOfTheFilesAsTheViewData() throws IOException {
    Run run =
        trainSmall(
            "--query",
            "SELECT age, age * age AS square, label FROM data WHERE city <> 'Bern'",
            "--json",
            path("f"),
            "--model",
            path("m"));

    assertThat(run.err()).isEmpty();
    assertThat(json("f").get("rows").getAsInt()).isEqualTo(9);
    assertThat(inspect(path("m")).get("features").toString()).isEqualTo("[\"age\",\"square\"]");
  }

  @Test
  void validationRowsMayComeFromAnotherTable() throws IOException {
    Files.writeString(
        directory.resolve("v.csv"), "label,city,age,note\nyes,Rome,30,x\nno,Oslo,50,y\n");
    Run run =
        trainSmall("--exclude", "note", "--validation-data", path("v.csv"), "--json", path("f"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Validation:  2 rows, ");
    assertThat(json("f").get("rows").getAsInt()).isEqualTo(12);
    assertThat(json("f").getAsJsonObject("validation").get("rows").getAsInt()).isEqualTo(2);
  }

  @Test
  void jsonStandsAloneOnStdoutAndQuietPrintsNothing() {
    Run figures = trainSmall("--exclude", "note", "--json", "-");
    assertThat(figures.json().get("rows").getAsInt()).isEqualTo(12);
    assertThat(figures.err()).isEmpty();

    assertThat(trainSmall("--exclude", "note", "--quiet", "--model", path("m")))
        .isEqualTo(new Run(0, "", ""));
  }

  @Test
  void aConstantColumnIsAWarningOnStderr() throws IOException {
    Files.writeString(
        directory.resolve("c.csv"), "a,one,label\n1,1,x\n2,1,y\n3,1,x\n5,1,y\n4,1,x\n");
    Run run = Run.of("train", "--data", path("c.csv"), "--label", "label", "--quiet");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("warning: ").contains("\"one\"").hasLineCount(1);
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "train --data t.csv|a table needs the name of the column to be predicted: --label COLUMN"
            + " (data.label)",
        "train --data jdbc:h2:mem:x --label y|a database needs a query: --query \"SELECT ... FROM"
            + " ...\" (data.query)",
        "train --label y|data.label=y needs a table: --data SOURCE",
        "train --data synthetic --features a,b|data.features=a,b needs a table: --data SOURCE",
        "train --set data.weight=w|data.weight=w needs a table: --data SOURCE",
        "train --set data.validation=0.2|data.validation=0.2 needs a table: --data SOURCE",
        "train --data t.csv --label y --set data.weight=y|column \"y\" cannot be both the label and"
            + " the weight",
        "train --data t.csv --label y --features a,y|column \"y\" cannot be both the label and a"
            + " feature",
        "train --data t.csv --label y --features a,w --set data.weight=w|column \"w\" cannot be both"
            + " the weight and a feature",
        "train --validation-data v.csv|--validation-data needs --data SOURCE",
        "train --data t.csv --label y --validation-data v.csv --set data.validation=0.1|"
            + "--validation-data and data.validation exclude each other",
        "train --data t.csv --label y --set data.positve=1|unknown setting \"data.positve\" (--set);"
            + " did you mean data.positive?",
        "train --data t.csv --label y --set data.validation=0.95|data.validation must be a number"
            + " from 0 to 0.9, was \"0.95\" (--set)",
        "predict --model m --data jdbc:h2:mem:x|a database needs a query: --query \"SELECT ... FROM"
            + " ...\"",
        "evaluate --model m --data jdbc:h2:mem:x|a database needs a query: --query \"SELECT ... FROM"
            + " ...\""
      })
  void whatArgumentsAloneTellIsWrongExitsWithTwo(String arguments, String message) {
    Run run = Run.of(arguments.split(" ", -1));

    assertThat(run.err()).startsWith("error: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void whatNeedsALookAtTheTableExitsWithOneAndLeavesNoModel() throws IOException {
    Files.writeString(directory.resolve("one.csv"), "a,y\n1,x\n2,x\n");
    Files.writeString(directory.resolve("three.csv"), "a,y\n1,x\n2,z\n3,w\n");

    assertRefused(
        path("none.csv") + ": no such file", "--data", path("none.csv"), "--label", "label");
    assertRefused(
        path("t.csv") + " has no column \"outcome\"; it has age, city, note, label",
        "--data",
        path("t.csv"),
        "--label",
        "outcome");
    assertRefused(
        "the label \"y\" must have two distinct values, has 1: x",
        "--data",
        path("one.csv"),
        "--label",
        "y");
    assertRefused(
        "the positive class can be chosen only between two classes, but the label \"y\" has 3: w, x, z",
        "--data",
        path("three.csv"),
        "--label",
        "y",
        "--positive",
        "w");
    assertRefused(
        "the positive class must be one of no, yes, was \"maybe\"",
        "--data",
        path("t.csv"),
        "--label",
        "label",
        "--positive",
        "maybe");
    assertThat(files()).containsExactly("one.csv", "t.csv", "three.csv");
  }

  private void assertRefused(String message, String... source) {
    Run run = Run.of(with(List.of("train", "--model", path("m")), source));

    assertThat(run).isEqualTo(new Run(1, "", "error: " + message + "\n"));
  }

  @Test
  void aLabelThatIsUnknownAmongTheValidationRowsIsNamedWithItsRow() throws IOException {
    Files.writeString(directory.resolve("v.csv"), "age,label\n30,yes\n50,perhaps\n");
    Run run =
        trainSmall("--features", "age", "--validation-data", path("v.csv"), "--model", path("m"));

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s, row 2, column \"label\": must be one of no, yes, was \"perhaps\"\n"
                    .formatted(path("v.csv"))));
    assertThat(files()).containsExactly("t.csv", "v.csv");
  }

  @Test
  void theOriginalProgramsReportShowsItsTwoFeaturesWithTheBoundary() throws IOException {
    Run run = Run.of("train", "--set", "train.epochs=2", "--report", path("r.html"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContain("Report:");
    assertThat(Files.readString(directory.resolve("r.html"))).contains("Decision boundary");
  }

  @Test
  void anAddressIsNoFile() {
    Run run = Run.of("train", "--data", "https://example.org/t.csv", "--label", "y");

    assertThat(run.err())
        .isEqualTo(
            "error: https://example.org/t.csv: is not a local file; download it and use the local"
                + " copy\n");
    assertThat(run.status()).isEqualTo(1);
  }
}
