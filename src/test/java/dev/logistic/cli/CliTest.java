package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as a user runs them, in this process. */
class CliTest {

  @TempDir Path directory;

  private static Run run(String... args) {
    return Run.of(args);
  }

  private static Run runShort(String... args) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of("--set", "data.samples=50", "--set", "train.epochs=2"));
    all.addAll(Arrays.asList(args));
    return run(all.toArray(String[]::new));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void withoutArgumentsItIsTheOriginalProgram() throws IOException {
    Run run = run();

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    String expected = Files.readString(Path.of("src/test/resources/original/expected-output.txt"));
    assertThat(run.out())
        .isEqualTo(
            expected
                + """

                Accuracy: 0.991 (991 of 1000 rows)
                Weights:  1.7831 -5.2518
                Bias:     0.1461

                          x0          x1 probability   predicted       label
                      0.3374     -0.1778      0.8431           1           1
                     -0.3035     -0.5880      0.9366           1           1
                      0.3486      0.6603      0.0630           0           0
                     -0.2196     -0.3792      0.8514           1           1
                      0.7671     -1.1925      0.9996           1           1
                """);
  }

  @Test
  void theSeedConfigIsTheSameAsNoConfig() {
    String[] few = {"train", "--set", "train.epochs=3"};
    String[] fewFromFile = {
      "train", "--config", "config/seed.properties", "--set", "train.epochs=3"
    };

    assertThat(run(fewFromFile).out()).isEqualTo(run(few).out());
  }

  @Test
  void quietPrintsNothing() {
    assertThat(runShort("--quiet")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void autoReportsTheChosenDevice() {
    assumeFalse(PyTorch.hasCuda(), "this library has CUDA");

    assertThat(runShort("--device", "auto").out())
        .startsWith("Device: cpu (engine.device=auto)\nEpoch: 000, ");
  }

  @Test
  void jsonStandsAloneOnStdout() {
    Run run = runShort("--json", "-");

    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.get("stopped_because").getAsString()).isEqualTo("epochs");
    assertThat(json.get("iterations").getAsInt()).isEqualTo(2);
    assertThat(json.get("loss").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("training_seconds").getAsDouble()).isPositive();
    assertThat(json.get("loading_seconds").getAsDouble()).isPositive();
  }

  @Test
  void jsonReplacesAFileAndLeavesNothingElse() throws IOException {
    Files.writeString(directory.resolve("figures.json"), "old");
    Run run = runShort("--json", path("figures.json"));

    assertThat(run.out()).startsWith("Epoch: 000");
    assertThat(Files.readString(directory.resolve("figures.json")))
        .startsWith("{\n  \"converged\": false,\n  \"stopped_because\"");
    assertThat(files()).containsExactly("figures.json");
  }

  @Test
  void aModelIsTrainedInspectedAndPredictsItsOwnRows() throws IOException {
    assertThat(runShort("--model", path("m")).status()).isZero();

    JsonObject json =
        JsonParser.parseString(run("inspect", "--model", path("m"), "--json").out())
            .getAsJsonObject();
    double bias = json.getAsJsonArray("bias").get(0).getAsDouble();
    assertThat(json.getAsJsonArray("weights")).hasSize(2);
    assertThat((double) (float) bias).as("an exactly widened float").isEqualTo(bias);
    assertThat(json.get("classes").toString()).isEqualTo("[\"0\",\"1\"]");
    assertThat(json.get("features").toString()).isEqualTo("[\"x0\",\"x1\"]");
    assertThat(run("inspect", "--model", path("m")).out())
        .contains(
            "Trained:   50 rows, seed 123\n", "(mean over all rows)\n", "(bias) ", "x0 ", "x1 ");

    Run toStdout = run("predict", "--model", path("m"), "--data", "synthetic");
    Run toFile =
        run("predict", "--model", path("m"), "--data", "synthetic", "--out", path("p.csv"));
    assertThat(toFile).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(directory.resolve("p.csv"))).isEqualTo(toStdout.out());
    List<String> lines = toStdout.out().lines().toList();
    assertThat(lines).hasSize(51);
    assertThat(lines.get(0)).isEqualTo("x0,x1,label,probability,prediction");
    for (String line : lines.subList(1, 51)) {
      List<String> cells = List.of(line.split(",", -1));
      double logit =
          Double.parseDouble(cells.get(0)) * weight(json, 0)
              + Double.parseDouble(cells.get(1)) * weight(json, 1)
              + bias;
      double probability = 1 / (1 + Math.exp(-logit));
      assertThat(Double.parseDouble(cells.get(3))).isCloseTo(probability, withinFloat());
      assertThat(cells.get(4)).isEqualTo(probability >= 0.5 ? "1" : "0");
    }
    assertThat(files()).containsExactly("m", "p.csv");
  }

  private static double weight(JsonObject json, int column) {
    return json.getAsJsonArray("weights").get(column).getAsJsonArray().get(0).getAsDouble();
  }

  private static Offset<Double> withinFloat() {
    return within(1e-6);
  }

  @Test
  void aModelOfOtherColumnsOrWithDamagedSettingsPredictsNothing() throws IOException {
    runShort("--model", path("m"));
    Path json = directory.resolve("m/model.json");
    String good = SampleModels.inVersion1(Files.readString(json));

    Files.writeString(json, good.replace("\"x1\"", "\"income\""));
    assertThat(run("predict", "--model", path("m"), "--data", "synthetic"))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: the model needs the columns [x0, income], the rows have [x0, x1]\n"));
    Files.writeString(json, good.replace("\"train.epochs\": \"2\"", "\"train.epochs\": \"0\""));
    Run damaged = run("predict", "--model", path("m"), "--data", "synthetic");
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.err()).startsWith("error: " + path("m") + " is damaged: train.epochs must");
  }

  @Test
  void aLearningRateThatIsInfiniteInFloat32IsAnErrorAndNoModel() {
    Run tooLarge = runShort("--set", "train.learning-rate=1e39", "--model", path("m2"));
    assertThat(tooLarge.err())
        .isEqualTo(
            "error: train.learning-rate=1.0E39 needs engine.precision=float64: float32 holds"
                + " numbers from 1.4E-45 to 3.4028235E38\n");
    assertThat(tooLarge.status()).isEqualTo(2);
    assertThat(directory.resolve("m2")).doesNotExist();
  }

  @Test
  void theThresholdMovesThePrediction() {
    runShort("--model", path("m"));
    String[] all = {"predict", "--model", path("m"), "--data", "synthetic", "--threshold", "0"};

    assertThat(run(all).out().lines().skip(1)).hasSize(50).allMatch(line -> line.endsWith(",1"));
  }

  @Test
  void anExistingModelNeedsOverwrite() throws IOException {
    runShort("--model", path("m"));
    Run refused = runShort("--model", path("m"));

    assertThat(refused)
        .isEqualTo(
            new Run(1, "", "error: " + path("m") + ": exists already; --overwrite replaces it\n"));
    assertThat(runShort("--model", path("m"), "--overwrite").status()).isZero();
    assertThat(files()).containsExactly("m");
  }

  @Test
  void aFailedTrainingKeepsTheOldModelAndLeavesNothingHalfWritten() throws IOException {
    runShort("--model", path("m"));
    byte[] before = Files.readAllBytes(directory.resolve("m/logistic-0000.params"));
    // One coefficient that never fits: labels from noise, at a step that overshoots.
    Run failed =
        runShort(
            "--model",
            path("m"),
            "--overwrite",
            "--set",
            "train.learning-rate=1e30",
            "--set",
            "data.coefficients=1,1,1");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).startsWith("error: the loss became ").contains("at epoch 0, step ");
    assertThat(files()).containsExactly("m");
    assertThat(Files.readAllBytes(directory.resolve("m/logistic-0000.params"))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "train --bogus|Unknown option: '--bogus'",
        "trian|Unknown command: 'trian'; did you mean train?",
        "train again|Unknown argument: 'again'",
        "train --modle m|Unknown option: '--modle'; did you mean --model?",
        "train --set train.epoch=3|unknown setting \"train.epoch\" (--set); did you mean"
            + " train.epochs?",
        "train --set train.epochs=0|train.epochs must be a whole number from 1 to 2147483647, was"
            + " \"0\" (--set)",
        "train --set train.epochs|--set must be key=value, was \"train.epochs\"",
        "train --device tpu|engine.device must be auto, cpu, gpu or gpu:N, was \"tpu\" (--device)",
        "train --overwrite|--overwrite needs --model",
        "train --set train.nesterov=true|train.nesterov=true needs train.momentum above 0",
        "train --data none.csv --label y --set train.momentum=0.9|train.momentum=0.9 needs"
            + " train.solver=sgd, was lbfgs",
        "inspect --model=|Invalid value for option '--model': the path is empty",
        "inspect|Missing required option: '--model=DIR'",
        "predict --model m|Missing required option: '--data=SOURCE'",
        "predict --model m --data synthetic --threshold 2|--threshold must be a number from 0 to"
            + " 1, was 2.0",
        "predict --model m --data synthetic --out p.xlsx|--out must end in .csv, .parquet or .jsonl,"
            + " was \"p.xlsx\"",
        "predict --model m --data synthetic --out /a.csv/p.txt|--out must end in .csv, .parquet or"
            + " .jsonl, was \"/a.csv/p.txt\"",
        "predict --model m --data synthetic --query x|--query needs a table: --data SOURCE",
        "evaluate --model m --data synthetic --label y|--label needs a table: --data SOURCE",
        "evaluate --model m --data synthetic --threshold abc|--threshold must be f1, youden,"
            + " cost:fn=10,fp=1, recall:0.9, precision:0.9 or a number from 0 to 1, was \"abc\""
      })
  void whatArgumentsAloneTellIsWrongExitsWithTwo(String arguments, String message) {
    Run run = run(arguments.split(" ", -1));

    assertThat(run.err()).startsWith("error: " + message);
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void whatNeedsALookAtTheWorldExitsWithOne() throws IOException {
    String missing = path("nowhere");
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThat(run("train", "--config", missing))
        .isEqualTo(new Run(1, "", "error: " + missing + ": no such file\n"));
    assertThat(run("inspect", "--model", missing))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: "
                    + missing
                    + ": no such model directory; name one that a training saved\n"));
    assertThat(run("predict", "--model", missing, "--data", "synthetic").status()).isEqualTo(1);
    assertThat(runShort("--model", file.resolve("m").toString()).err())
        .isEqualTo("error: %s/m: cannot be written: %s is not a directory\n".formatted(file, file));
    assertThat(runShort("--json", directory.toString()).err())
        .isEqualTo("error: " + directory + ": is a directory, not a file\n");
    Run noPlace = runShort("--json", path("no/such.json"));
    assertThat(noPlace.out()).isEmpty();
    assertThat(noPlace.err())
        .isEqualTo(
            "error: %s: cannot be written: %s is not a directory\n"
                .formatted(path("no/such.json"), path("no")));
    assertThat(run("train", "--config", directory.toString()).err())
        .isEqualTo("error: " + directory + " cannot be read: Is a directory\n");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamedBeforeAnyEpoch() {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "needs a file system that nobody can write");
    Run run = runShort("--model", "/proc/model");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: /proc/model: cannot be written: ");
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorAndNeverASilentCpuRun() {
    assumeFalse(PyTorch.hasCuda(), "this library has CUDA");
    Run run = runShort("--device", "gpu");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: engine.device=gpu needs a CUDA build of PyTorch, ");
  }

  @Test
  void stacktraceShowsWhereAnErrorHappened() {
    String[] args = {"inspect", "--model", path("nowhere"), "--stacktrace"};

    assertThat(run(args).err())
        .contains(
            "java.nio.file.NoSuchFileException",
            "at dev.logistic.model.ModelDirectory.description");
  }

  @Test
  void systemPropertiesAreSettingsAndOptionsWinOverThem() {
    System.setProperty("train.epochs", "4");
    try {
      assertThat(run("train", "--set", "data.samples=20").out()).contains("Epoch: 003");
      assertThat(runShort().out()).contains("Epoch: 001").doesNotContain("Epoch: 002");
    } finally {
      System.clearProperty("train.epochs");
    }
  }

  @Test
  void doctorReportsItsFindings() {
    JsonObject json = JsonParser.parseString(run("doctor", "--json").out()).getAsJsonObject();

    assertThat(json.get("engine").getAsString()).isEqualTo("PyTorch");
    assertThat(json.get("engine_version").getAsString()).isEqualTo(PyTorch.version());
    assertThat(Path.of(json.get("library_path").getAsString())).isDirectory();
    assertThat(json.get("device").getAsString()).isEqualTo("cpu");
    assertThat(json.get("threads").getAsInt()).isPositive();
    assertThat(json.get("cache").getAsString()).isNotEmpty();
    assertThat(json.getAsJsonArray("problems")).isEmpty();
    assertThat(run("doctor").out())
        .contains("engine_version: 2.7.1")
        .endsWith("No problems found.\n");
  }

  @Test
  void doctorExitsWithOneAndTheRemedyWhereItFindsAProblem() {
    assumeFalse(PyTorch.hasCuda(), "this library has CUDA");
    System.setProperty("engine.device", "gpu");
    try {
      Run run = run("doctor");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("Problems:\n  engine.device=gpu needs a CUDA build");
    } finally {
      System.clearProperty("engine.device");
    }
  }

  @Test
  void theHelpOfTrainListsEverySettingWithItsDefaults() {
    assertThat(run("train", "--help").out())
        .contains(
            "--validation-data", "--overwrite", "  data.samples=1000\n", "  engine.device=cpu\n")
        .containsPattern("  train.batch-size=1 +32\n")
        .containsPattern("  train.l2=0.0 +1/rows\n");
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(run("--help").out()).contains("Usage: djl-logistic", "train", "doctor");
    assertThat(run("--version").out()).contains("djl-logistic 0.", "DJL 0.35.1");
    for (String command : List.of("train", "predict", "evaluate", "inspect", "doctor")) {
      assertThat(run(command, "--help").out())
          .contains("Usage: djl-logistic " + command, "--quiet", "--stacktrace");
    }
  }
}
