package dev.logistic.cli;

import dev.logistic.console.ExitStatus;
import dev.logistic.console.Failures;
import dev.logistic.console.SettingsOptions;
import dev.logistic.train.TrainingInterruptedException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Builds the command line, runs it and turns failures into messages and exit statuses. */
public final class Cli {

  private Cli() {}

  /** Runs on the process's own streams and exits unless all went well. */
  public static void main(String[] args) {
    StartUp.quietLibraries();
    Stdout stdout = new Stdout();
    PrintWriter out = new PrintWriter(stdout, false, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    StartUp engines = StartUp.ofEngines(args);
    int status = run(out, stdout::readerLeft, err, args);
    engines.finish();
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs a command.
   *
   * @param out where results go, and nothing else
   * @param err where errors and warnings go
   * @return the exit status: 0 done, 2 for bad arguments or settings, 1 for a later failure
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, () -> false, err, args);
  }

  private static int run(
      PrintWriter out, BooleanSupplier readerLeft, PrintWriter err, String... args) {
    RootCommand root = new RootCommand();
    CommandLine commandLine = new CommandLine(root);
    Objects.requireNonNull(commandLine.getSubcommands().get("train"))
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> SettingsOptions.help());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.registerConverter(Path.class, Cli::path);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(Cli::failed);
    try (Interrupts interrupts = root.interrupts()) {
      return ExitStatus.flushed(out, readerLeft, err, commandLine.execute(args));
    }
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof TrainingInterruptedException) {
      command.getErr().println(e.getMessage() + "; the same command with --resume continues it");
      return ExitStatus.INTERRUPTED;
    }
    RootCommand root = (RootCommand) parsed.commandSpec().root().userObject();
    return Failures.failed(e, command, root.stacktrace());
  }

  /** An empty path would silently mean the current directory. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("the path is empty");
    }
    return Path.of(text);
  }
}
