package dev.logistic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Signals to the packaged program: it saves its state, and resumes from there. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
class InterruptIT {

  @TempDir Path elsewhere;

  private record Run(int status, List<String> lines, String err) {}

  /**
   * Runs the program.
   *
   * @param signal to send after the tenth line of its output; empty for none
   */
  private Run run(String signal, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // what a shell starts in the background ignores SIGINT, and so would all below it
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:TieredStopAtLevel=1"); // a short life does not justify more compilation
    command.add("-jar");
    command.add(Path.of("target/djl-logistic.jar").toAbsolutePath().toString());
    command.addAll(List.of("train", "--set", "train.gradient=closed-form"));
    command.addAll(List.of("--set", "train.epochs=300", "--model", "m"));
    command.addAll(List.of(more));
    Path err = elsewhere.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectError(err.toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (lines.size() == 10 && !signal.isEmpty()) {
          send(signal, process);
        }
      }
    }
    return new Run(process.waitFor(), lines, Files.readString(err));
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private String params() throws IOException {
    return new String(Files.readAllBytes(elsewhere.resolve("m/logistic-0000.params")), UTF_8);
  }

  @Test
  void afterCtrlCAndSigtermTheRunResumesToTheSameLinesAndBits() throws Exception {
    Run straight = run("");
    assertThat(straight.status()).isZero();
    String expected = params();

    String[] kept = {"--set", "train.checkpoint=ck", "--overwrite"};
    String[] resumed = {"--set", "train.checkpoint=ck", "--overwrite", "--resume"};
    Run interrupted = run("INT", kept);
    assertThat(interrupted.status()).isEqualTo(130);
    assertThat(interrupted.err())
        .matches(
            "the training was interrupted after \\d+ epochs; its latest state is in"
                + " ck/checkpoint-\\d{6}\\.safetensors; the same command with --resume continues it\n");
    assertThat(params()).as("the model that was there").isEqualTo(expected);
    Run terminated = run("TERM", resumed);
    assertThat(terminated.status()).isEqualTo(143);
    Run last = run("", resumed);
    assertThat(last.status()).isZero();
    assertThat(last.err()).startsWith("note: resuming from ck/checkpoint-");

    List<String> lines = new ArrayList<>(interrupted.lines());
    lines.addAll(terminated.lines());
    lines.addAll(last.lines());
    assertThat(lines).isEqualTo(straight.lines());
    assertThat(params()).isEqualTo(expected);
  }

  @Test
  void withoutCheckpointsASignalEndsItImmediatelyAndOneLineStatesWhatIsLost() throws Exception {
    Run run = run("INT");

    assertThat(run.status()).isEqualTo(130);
    assertThat(run.err())
        .isEqualTo(
            "the training was interrupted, and nothing was saved; with --set train.checkpoint=DIR it"
                + " saves its state, from which --resume continues\n");
    assertThat(elsewhere.resolve("m")).doesNotExist();
  }
}
