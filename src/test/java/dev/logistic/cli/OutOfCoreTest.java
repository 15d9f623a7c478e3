package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that take more than data.memory are kept in a file, which changes no bit of the model. */
class OutOfCoreTest {

  @TempDir static Path directory;

  private static String table;
  private static String numbers;
  private static String sparse;

  @BeforeAll
  static void write() throws IOException {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("a,b,c,w,y\n");
    StringBuilder plain = new StringBuilder("a,b,y\n");
    StringBuilder svm = new StringBuilder();
    for (int row = 0; row < 30_000; row++) {
      double a = 1000 + random.nextGaussian();
      double b = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(1000 - a + b));
      rows.append(a).append(',').append(b).append(",c").append(random.nextInt(9));
      rows.append(',').append(1 + row % 3).append(',').append(positive ? 1 : 0).append('\n');
      plain.append(a).append(',').append(b).append(',').append(positive ? 1 : 0).append('\n');
      svm.append(positive ? 1 : 0).append(" 1:").append(b);
      for (int i = 2 + random.nextInt(8); i < 200; i += 1 + random.nextInt(20)) {
        svm.append(' ').append(i).append(":1");
      }
      svm.append('\n');
    }
    table = Files.writeString(directory.resolve("t.csv"), rows).toString();
    numbers = Files.writeString(directory.resolve("n.csv"), plain).toString();
    sparse = Files.writeString(directory.resolve("t.svm"), svm).toString();
  }

  private static Run trained(String model, List<String> arguments, String... settings) {
    List<String> all = new ArrayList<>(List.of("train", "--model", model, "--overwrite"));
    all.addAll(arguments);
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return Run.of(all.toArray(String[]::new));
  }

  private static JsonObject parameters(List<String> arguments, String... settings) {
    String model = directory.resolve("m").toString();
    Run run = trained(model, arguments, settings);
    assertThat(run.status()).as(run.err()).isZero();
    JsonObject inspected = Run.ofFaultless("inspect", "--model", model, "--json").json();
    JsonObject parameters = new JsonObject();
    parameters.add("weights", inspected.get("weights"));
    parameters.add("bias", inspected.get("bias"));
    parameters.add("fingerprint", inspected.get("data_fingerprint"));
    return parameters;
  }

  private static void requireSameBits(List<String> arguments, String... settings) {
    List<String> inMemory = new ArrayList<>(List.of(settings));
    List<String> inFile = new ArrayList<>(List.of(settings));
    inMemory.add("data.storage=sparse");
    inFile.add("data.memory=1k");
    assertThat(parameters(arguments, inFile.toArray(String[]::new)))
        .isEqualTo(parameters(arguments, inMemory.toArray(String[]::new)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "float64"})
  void libSvmFiles(String precision) {
    requireSameBits(List.of("--data", sparse), "engine.precision=" + precision);
    requireSameBits(List.of("--data", sparse), "engine.precision=" + precision, "train.l1=0.001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "float64"})
  void tables(String precision) {
    requireSameBits(
        List.of("--data", table, "--label", "y"),
        "data.weight=w",
        "engine.precision=" + precision,
        "data.validation=0.2");
    requireSameBits(List.of("--data", numbers, "--label", "y"), "engine.precision=" + precision);
  }

  @Test
  void aNoteStatesWhatIsKeptWhereAndNothingStays() throws IOException {
    Path spill = Files.createDirectory(directory.resolve("spill"));
    Run run =
        trained(
            directory.resolve("noted").toString(),
            List.of("--data", table, "--label", "y"),
            "data.memory=1k",
            "data.spill=" + spill);

    assertThat(run.err())
        .contains("the rows take more than the 0 MB of data.memory", "temporary file in " + spill);
    try (Stream<Path> left = Files.list(spill)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDirectoryThatDoesNotExistIsRefusedBeforeReading() {
    Run run =
        trained(
            directory.resolve("none").toString(),
            List.of("--data", table, "--label", "y"),
            "data.spill=" + directory.resolve("nowhere"));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("expected data.spill to be a directory that can be written to, found");
  }

  @Test
  void arraysAndStepsNeedRowsInMemory() {
    assertThat(
            trained(
                    directory.resolve("none").toString(),
                    List.of("--data", table, "--label", "y"),
                    "data.memory=1k",
                    "data.storage=dense")
                .err())
        .contains("data.storage=dense needs all rows in memory", "raise data.memory");
    assertThat(
            trained(
                    directory.resolve("none").toString(),
                    List.of("--data", table, "--label", "y"),
                    "data.memory=1k",
                    "train.solver=adam")
                .err())
        .contains("rows in a file (data.memory) are fitted by train.solver=lbfgs, was adam")
        .contains("leave it out, or raise data.memory");
  }

  private static Run resumable(String model, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("train.checkpoint=" + directory.resolve("checkpoints"));
    all.add("train.checkpoint-every=1");
    all.add("train.l2=1e-6");
    return trained(
        directory.resolve(model).toString(),
        List.of("--data", numbers, "--label", "y", "--resume"),
        all.toArray(String[]::new));
  }

  private static byte[] bits(String model) throws IOException {
    return Files.readAllBytes(directory.resolve(model).resolve("logistic-0000.params"));
  }

  @Test
  void aTrainingResumesFromItsCheckpointWithTheSameBits() throws IOException {
    assertThat(
            trained(
                    directory.resolve("straight").toString(),
                    List.of("--data", numbers, "--label", "y"),
                    "data.memory=1k",
                    "train.l2=1e-6")
                .status())
        .isZero();
    resumable("resumed", "data.memory=1k", "train.epochs=3");

    Run asArray = resumable("resumed");
    assertThat(asArray.status()).isEqualTo(1);
    assertThat(asArray.err()).contains("data.storage: was sparse, is dense");

    Run inFile = resumable("resumed", "data.memory=1k");
    assertThat(inFile.err()).contains("resuming from", "after 3 iterations");
    assertThat(bits("resumed")).isEqualTo(bits("straight"));

    resumable("in-memory", "data.storage=sparse");
    assertThat(bits("in-memory")).isEqualTo(bits("straight"));
  }
}
