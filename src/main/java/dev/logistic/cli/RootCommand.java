package dev.logistic.cli;

import ai.djl.MalformedModelException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: without a subcommand it runs the original program. */
@Command(
    name = "djl-logistic",
    description = {
      "Logistic regression trained by hand on native PyTorch.",
      "Without a command: the original program, 100 epochs over 1000 synthetic rows."
    },
    subcommands = {
      TrainCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      DiagnoseCommand.class,
      CompareCommand.class,
      MarginalEffectsCommand.class,
      CheckCommand.class,
      ExportCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    versionProvider = Version.class)
@SuppressWarnings("UnusedVariable") // picocli acts on help and version
final class RootCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  private boolean help;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "Print only the requested output.")
  private boolean quiet;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Option(
      names = "--version",
      versionHelp = true,
      description = "Print this program's version and DJL's.")
  private boolean version;

  private final Interrupts interrupts = new Interrupts();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, MalformedModelException {
    Object train = Objects.requireNonNull(spec.subcommands().get("train")).getCommand();
    return ((TrainCommand) train).call();
  }

  /** How the process ends when it is asked to. */
  Interrupts interrupts() {
    return interrupts;
  }

  boolean quiet() {
    return quiet;
  }

  boolean stacktrace() {
    return stacktrace;
  }
}
