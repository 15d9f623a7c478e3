package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Cli.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theScriptKnowsEveryCommandAndItsOptions(String shell) {
    assertThat(run("completion", shell)).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains(List.of("train", "predict", "evaluate", "inspect", "export", "doctor"))
        .contains("validation-data", "threshold", "statistics", "format", "quiet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void valuesOfOptionsAreCompleted(String shell) {
    run("completion", shell);

    assertThat(out.toString())
        .contains("safetensors")
        .contains("onnx")
        .contains("auto")
        .contains("train.l2=");
  }

  @Test
  void fishGetsDescriptionsQuotedForIt() {
    run("completion", "fish");

    assertThat(out.toString().lines())
        .allMatch(line -> line.matches("complete -c djl-logistic -n '[^']+'.* -d '.*'"))
        .contains(
            "complete -c djl-logistic -n '__fish_use_subcommand' -f -a export"
                + " -d 'Write a model as a file that other programs read.'");
  }

  @Test
  void anotherShellIsRefusedWithTheOnesThereAre() {
    assertThat(run("completion", "powershell")).isEqualTo(2);

    assertThat(err.toString()).contains("SHELL must be bash, zsh or fish, was \"powershell\"");
  }
}
