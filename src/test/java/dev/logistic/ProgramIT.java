package dev.logistic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a process of its own. */
class ProgramIT {

  @TempDir Path elsewhere;

  private record Run(int status, String out, String err) {}

  private Run run(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-jar");
    command.add(Path.of("target/djl-logistic.jar").toAbsolutePath().toString());
    command.addAll(List.of(args));
    Path err = elsewhere.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectError(err.toFile())
            .start();
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
  void aTableIsTrainedOnJudgedAndPredictedWithoutNoiseOrControlCharacters() throws Exception {
    String data = Path.of("examples/data/breast_cancer.csv").toAbsolutePath().toString();
    Run trained = run("train", "--data", data, "--label", "diagnosis", "--model", "m");
    assertThat(trained.status()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out())
        .startsWith("Iteration: 000, Loss: ")
        .endsWith("\nModel:       m\n")
        .doesNotContain("\r", "\u001b");

    Run judged = run("evaluate", "--model", "m", "--data", data, "--json", "-");
    assertThat(judged.err()).isEmpty();
    assertThat(judged.out()).startsWith("{\n  \"rows\": 569,");
    Run predicted = run("predict", "--model", "m", "--data", data);
    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out().lines()).hasSize(570);
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
    assertThat(missingModel.err()).isEqualTo("error: m: no such model directory\n");
  }
}
