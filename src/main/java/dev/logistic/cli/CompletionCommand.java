package dev.logistic.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands and options.",
      "bash and zsh: source <(djl-logistic completion bash)",
      "fish: djl-logistic completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell = "";

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    switch (shell) {
      case "bash", "zsh" -> out.print(AutoComplete.bash(spec.root().name(), program));
      case "fish" -> out.print(FishCompletion.of(spec.root()));
      default ->
          throw new ParameterException(
              spec.commandLine(), "SHELL must be bash, zsh or fish, was \"%s\"".formatted(shell));
    }
    return 0;
  }
}
