package dev.logistic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in a separate process. */
class ProgramIT {

  private static final String TABLE =
      Path.of("examples/data/breast_cancer.csv").toAbsolutePath().toString();
  private static final String[] TRAIN_ON_A_TABLE = {
    "train", "--data", TABLE, "--label", "diagnosis", "--model", "m"
  };

  @TempDir Path elsewhere;

  private record Run(int status, String out, String err) {}

  private Run run(String... args) throws Exception {
    return run(List.of(), args);
  }

  private Run run(List<String> jvmOptions, String... args) throws Exception {
    return run(Map.of(), jvmOptions, args);
  }

  private Run run(Map<String, String> environment, List<String> jvmOptions, String... args)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:TieredStopAtLevel=1"); // a short life does not justify more compilation
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(Path.of("target/djl-logistic.jar").toAbsolutePath().toString());
    command.addAll(List.of(args));
    Path err = elsewhere.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void fromAnyDirectoryItPrintsTheOriginalsLinesAndNoNoise() throws Exception {
    Run run = run();

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(Files.readString(Path.of("src/test/resources/original/expected-output.txt")));
  }

  @Test
  void aTableIsTrainedOnEvaluatedAndPredictedWithoutNoiseOrControlCharacters() throws Exception {
    Run trained = run(TRAIN_ON_A_TABLE);
    assertThat(trained.status()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out())
        .startsWith("Iteration: 000, Loss: ")
        .endsWith("\nModel:       m\n")
        .doesNotContain("\r", "\u001b");

    Run evaluated = run("evaluate", "--model", "m", "--data", TABLE, "--json", "-");
    assertThat(evaluated.err()).startsWith("note: the model was trained on these rows");
    assertThat(evaluated.out()).startsWith("{\n  \"rows\": 569,");
    Run predicted = run("predict", "--model", "m", "--data", TABLE);
    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out().lines()).hasSize(570);
  }

  /** From a jar, the driver would unpack its 70 MB there. */
  @Test
  void duckDbsLibraryIsLoadedWithoutACopyInTheDirectoryForTemporaryFiles() throws Exception {
    Run trained = run(List.of("-Djava.io.tmpdir=missing"), TRAIN_ON_A_TABLE);
    assertThat(trained.err()).isEmpty();
    assertThat(trained.status()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutAGpuNoProcessIsStartedToLookForCuda() throws Exception {
    assumeThat(Path.of("/dev/nvidiactl")).doesNotExist();
    Run run = run(List.of("-Xlog:class+load:file=classes"), TRAIN_ON_A_TABLE);

    assertThat(run.status()).isZero();
    assertThat(elsewhere.resolve("classes"))
        .content()
        .contains("ai.djl.util.cuda.CudaUtils ")
        .doesNotContain("java.lang.ProcessImpl ");
  }

  /** PyTorch's destructors take a tenth of a second; the loader reports those of its libraries. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void itEndsWithoutTheDestructorsOfNativeLibraries() throws Exception {
    Run trained = run(Map.of("LD_DEBUG", "libs"), List.of(), TRAIN_ON_A_TABLE);
    assertThat(trained.status()).isZero();
    assertThat(trained.out()).endsWith("\nModel:       m\n");
    assertThat(trained.err())
        .containsPattern("calling init: .*libtorch_cpu")
        .doesNotContainPattern("calling fini: .*libtorch_cpu");
  }

  /** The property by which that is avoided is the JDK's own and may not be there in another one. */
  @Test
  @EnabledOnJre(JRE.JAVA_17)
  void aTableIsReadWithoutAStartOfTheFlightRecorder() throws Exception {
    Run run = run(List.of("-Xlog:class+load:file=classes"), TRAIN_ON_A_TABLE);

    assertThat(run.status()).isZero();
    assertThat(elsewhere.resolve("classes"))
        .content()
        .contains("org.duckdb.DuckDBDriver ")
        .doesNotContain("jdk.jfr.internal.TypeLibrary ");
  }

  @Test
  void aFlightRecordingThatIsAskedForAsTheJvmStartsIsMade() throws Exception {
    Run run = run(List.of("-XX:StartFlightRecording=filename=run.jfr"), TRAIN_ON_A_TABLE);

    assertThat(run.status()).isZero();
    assertThat(RecordingFile.readAllEvents(elsewhere.resolve("run.jfr"))).isNotEmpty();
  }

  @Test
  void aBadArgumentExitsWithTwoAndOneOfTheWorldWithOne() throws Exception {
    Run badArgument = run("train", "--set", "train.epochs=none");
    assertThat(badArgument.status()).isEqualTo(2);
    assertThat(badArgument.out()).isEmpty();
    assertThat(badArgument.err())
        .isEqualTo(
            "error: train.epochs must be a whole number from 1 to 2147483647, was \"none\""
                + " (--set)\n");

    Run missingModel = run("inspect", "--model", "m");
    assertThat(missingModel.status()).isEqualTo(1);
    assertThat(missingModel.err())
        .isEqualTo("error: m: no such model directory; name one that a training saved\n");
  }
}
