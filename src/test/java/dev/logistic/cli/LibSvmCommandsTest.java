package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LibSVM files from training to predictions, compared with the same rows in a CSV file. */
class LibSvmCommandsTest {

  private static final int WIDTH = 30;
  private static final String UNSCALED = "data.standardize=false";
  private static final String WIDE = "engine.precision=float64";

  @TempDir static Path directory;

  private static String sparse;
  private static String dense;
  private static String sparseModel;
  private static String denseModel;

  @BeforeAll
  static void train() throws IOException {
    Random random = new Random(3);
    StringBuilder svm = new StringBuilder("# rows with indices from 1\n");
    StringBuilder csv = new StringBuilder();
    for (int i = 1; i <= WIDTH; i++) {
      csv.append('x').append(i).append(',');
    }
    csv.append("y\n");
    for (int row = 0; row < 500; row++) {
      double logit = -0.5;
      StringBuilder pairs = new StringBuilder();
      for (int i = 1; i <= WIDTH; i++) {
        double value =
            random.nextInt(5) == 0 ? Math.round(random.nextGaussian() * 1000) / 1000.0 : 0;
        logit += value * (i % 4 - 1.5);
        csv.append(value).append(',');
        if (value != 0 || (i == WIDTH && row == 0)) {
          pairs.append(' ').append(i).append(':').append(value);
        }
      }
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      csv.append(positive ? 1 : -1).append('\n');
      svm.append(positive ? "+1" : "-1").append(" qid:").append(row).append(pairs);
      svm.append(row % 7 == 0 ? " # a comment 5:3\n" : "\n");
    }
    sparse = Files.writeString(directory.resolve("t.svm"), svm).toString();
    dense = Files.writeString(directory.resolve("t.csv"), csv).toString();
    sparseModel = directory.resolve("sparse").toString();
    denseModel = directory.resolve("dense").toString();
    Run.ofFaultless("train", "--data", sparse, "--set", WIDE, "--model", sparseModel);
    Run.ofFaultless(
        "train",
        "--data",
        dense,
        "--label",
        "y",
        "--set",
        UNSCALED,
        "--set",
        WIDE,
        "--model",
        denseModel);
  }

  private static JsonObject inspected(String model) {
    return Run.ofFaultless("inspect", "--model", model, "--json").json();
  }

  private static void requireSameWeights(String model, String other) {
    JsonArray found = inspected(model).getAsJsonArray("weights");
    JsonArray expected = inspected(other).getAsJsonArray("weights");
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).getAsJsonArray().get(0).getAsDouble())
          .isCloseTo(expected.get(i).getAsJsonArray().get(0).getAsDouble(), within(1e-5));
    }
  }

  @Test
  void theModelIsThatOfTheSameRowsInATable() {
    requireSameWeights(sparseModel, denseModel);
    assertThat(inspected(sparseModel).getAsJsonArray("classes").toString())
        .isEqualTo("[\"-1\",\"1\"]");
    assertThat(inspected(sparseModel).getAsJsonArray("features").get(0).getAsString())
        .isEqualTo("1");
    assertThat(
            inspected(sparseModel)
                .getAsJsonObject("settings")
                .get("data.standardize")
                .getAsString())
        .isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "sparse"})
  void howRowsAreKeptDoesNotChangeTheModel(String storage) {
    String model = directory.resolve("kept-" + storage).toString();
    Run.ofFaultless(
        "train",
        "--data",
        sparse,
        "--set",
        WIDE,
        "--set",
        "data.storage=" + storage,
        "--model",
        model);
    requireSameWeights(model, denseModel);
  }

  @Test
  void standardizedColumnsAreThoseOfTheTable() {
    String one = directory.resolve("scaled").toString();
    String other = directory.resolve("scaled-table").toString();
    Run.ofFaultless(
        "train",
        "--data",
        sparse,
        "--set",
        "data.standardize=true",
        "--set",
        WIDE,
        "--set",
        "data.storage=sparse",
        "--model",
        one);
    Run.ofFaultless("train", "--data", dense, "--label", "y", "--set", WIDE, "--model", other);

    requireSameWeights(one, other);
    assertThat(predictions(one, sparse)).hasSize(501);
  }

  @Test
  void aColumnFarFromZeroIsNotStandardizedInFloat32() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < 50; row++) {
      rows.append(row % 2).append(" 1:").append(100000 + row % 3).append(" 40:1\n");
    }
    Path far = Files.writeString(directory.resolve("far.svm"), rows);
    Run run =
        Run.of(
            "train",
            "--data",
            far.toString(),
            "--set",
            "data.storage=sparse",
            "--set",
            "data.standardize=true");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("column 1 of the sparse rows", "engine.precision=float64");
  }

  private static List<String> predictions(String model, String data) {
    return Run.ofFaultless("predict", "--model", model, "--data", data).out().lines().toList();
  }

  @Test
  void predictionsHaveTheLabelAndTheProbabilityOfTheTable() {
    List<String> found = predictions(sparseModel, sparse);
    List<String> expected = predictions(denseModel, dense);

    assertThat(found.get(0)).isEqualTo("label,probability,prediction");
    assertThat(found).hasSameSizeAs(expected);
    for (int row = 1; row < found.size(); row++) {
      String[] own = found.get(row).split(",", -1);
      String[] ofTable = expected.get(row).split(",", -1);
      assertThat(Double.parseDouble(own[1]))
          .isCloseTo(Double.parseDouble(ofTable[WIDTH + 1]), within(1e-7));
      assertThat(own[0]).isEqualTo(ofTable[WIDTH].replace(".0", ""));
    }
  }

  @Test
  void evaluationsAgree() {
    JsonObject found =
        Run.of("evaluate", "--model", sparseModel, "--data", sparse, "--json", "-").json();
    JsonObject expected =
        Run.of("evaluate", "--model", denseModel, "--data", dense, "--json", "-").json();

    assertThat(found.get("rows").getAsInt()).isEqualTo(500);
    assertThat(found.get("log_loss").getAsDouble())
        .isCloseTo(expected.get("log_loss").getAsDouble(), within(1e-9));
  }

  @Test
  void compressedFilesAndGlobsAreReadInTheOrderOfTheirPaths() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("parts"));
    List<String> lines = Files.readAllLines(Path.of(sparse));
    Files.write(folder.resolve("a.svm"), lines.subList(0, 200));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.svm.gz")))) {
      out.write(
          String.join("\r\n", lines.subList(200, lines.size())).getBytes(StandardCharsets.UTF_8));
    }
    String model = directory.resolve("of-parts").toString();
    // A glob has one ending, so each kind is read alone, and both by a glob of any ending.
    Run.ofFaultless("train", "--data", folder + "/a.svm", "--model", model);
    assertThat(predictions(model, folder + "/b.svm.gz")).hasSize(lines.size() - 200 + 1);
    assertThat(predictions(model, folder + "/*.svm")).hasSize(200);
  }

  @Test
  void someRowsAreHeldOutAndEvaluatedLater() {
    String model = directory.resolve("held-out").toString();
    Run training =
        Run.ofFaultless(
            "train", "--data", sparse, "--set", "data.validation=0.2", "--model", model);
    assertThat(training.out()).contains("Training:    400 rows", "Validation:  100 rows");

    JsonObject heldOut =
        Run.of("evaluate", "--model", model, "--data", sparse, "--held-out", "--json", "-").json();
    assertThat(heldOut.get("rows").getAsInt()).isEqualTo(100);
  }

  @Test
  void crossValidationChoosesThePenalty() {
    assertThat(Run.ofFaultless("train", "--data", sparse, "--cv", "4").out()).contains("chosen");
  }

  @Test
  void columnsThatTheModelDoesNotHaveAreCounted() throws IOException {
    Path wider = Files.writeString(directory.resolve("wider.svm"), "1 1:0.5 31:2 40:1\n-1 2:1\n");
    Run run = Run.of("predict", "--model", sparseModel, "--data", wider.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.err())
        .contains("2 values of columns that the model does not have, such as 40, were ignored")
        .contains("it has the columns 1 to 30");
  }

  @Test
  void aFileThatBeginsWithZeroIsReadAsSuch() throws IOException {
    Path zero =
        Files.writeString(directory.resolve("zero.svm"), "1 0:1 2:1\n0 1:1\n1 0:2\n0 2:1\n");
    String model = directory.resolve("zero").toString();
    Run.ofFaultless("train", "--data", zero.toString(), "--model", model);
    assertThat(inspected(model).getAsJsonArray("features").toString())
        .isEqualTo("[\"0\",\"1\",\"2\"]");

    Run refused = Run.of("predict", "--model", sparseModel, "--data", zero.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("zero.svm, line 1: expected indices from 1, found 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2:1 1:1| expected ascending indices, found 1 after 2",
        "1 2:1 2:1| expected each index once, found 2 twice",
        "1 -2:1| expected an index and a value, as in 3:0.5, found \"-2:1\"",
        "1 2:nan| expected a finite number after \"2:\", found \"2:nan\"",
        "1 2:1e999| expected a finite number after \"2:\"",
        "1 2:| expected a finite number after \"2:\"",
        "1 2| expected an index and a value, as in 3:0.5, found \"2\"",
        "1 2:1 qid:3 3:1| expected qid only right after the label, found \"qid:3\"",
        "1 qid:x 3:1| expected qid and a whole number, found \"qid:x\"",
        "2:1 3:1| expected a label before the values, found \"2:1\"",
        "yes 3:1| expected a number as the label, found \"yes\"",
        "1,2 3:1| expected a number as the label, found \"1,2\"",
        "1 99999999999:1| expected indices below 2147483647",
        "1 2:1e39| the value of index 2 is too large for float32, was 1.0E39; engine.precision=float64",
      })
  void badLinesAreRefusedByTheirPlace(String line, String message) throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.svm"), "1 1:1\n0 2:1\n\n" + line + "\n");
    Run run = Run.of("train", "--data", bad.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("bad.svm, line 4: " + message.strip());
  }

  @Test
  void aCompressedFileThatEndsTooEarlyIsRefused() throws IOException {
    Path whole = directory.resolve("whole.svm.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(Files.readAllBytes(Path.of(sparse)));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut =
        Files.write(
            directory.resolve("cut.svm.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(Run.of("train", "--data", cut.toString()).err())
        .contains("cut.svm.gz: the compressed file ends too early");
    Path none = Files.copy(Path.of(sparse), directory.resolve("none.svm.gz"));
    assertThat(Run.of("train", "--data", none.toString()).err()).contains("is not a gzip file");
  }

  @Test
  void tablesAndLibSvmFilesAreNotMixed() {
    assertThat(Run.of("predict", "--model", denseModel, "--data", sparse).err())
        .contains("expected a table with the model's columns");
    Run other = Run.of("predict", "--model", sparseModel, "--data", dense);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("t.csv", "LibSVM");
  }

  @Test
  void moreColumnsThanFitAreRefused() throws IOException {
    Path wide = Files.writeString(directory.resolve("wide.svm"), "1 2147483000:1\n0 1:1\n");
    Run run = Run.of("train", "--data", wide.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("columns up to index 2147483000 need about", "number the columns without gaps");
  }

  @Test
  void rowsForValidationAreOfTheSameKind() {
    assertThat(Run.of("train", "--data", sparse, "--validation-data", dense).err())
        .contains("t.csv: expected a LibSVM file");
    assertThat(Run.of("train", "--data", dense, "--label", "y", "--validation-data", sparse).err())
        .contains("t.svm: expected a table with named columns, found a LibSVM file");
  }

  @Test
  void settingsOfNamedColumnsAreRefused() {
    Run run = Run.of("train", "--data", sparse, "--exclude", "3");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("data.exclude", "no effect on a LibSVM file");
    assertThat(Run.of("train", "--data", sparse, "--label", "y").err())
        .contains("under the name \"label\", found data.label=y");
    assertThat(
            Run.of(
                    "train",
                    "--data",
                    sparse,
                    "--set",
                    "train.solver=adam",
                    "--set",
                    "data.storage=sparse")
                .err())
        .contains("sparse rows are fitted by train.solver=lbfgs, was adam");
  }
}
