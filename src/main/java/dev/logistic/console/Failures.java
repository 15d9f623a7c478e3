package dev.logistic.console;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.config.SettingsException;
import dev.logistic.engine.DeviceException;
import dev.logistic.text.JdbcAddress;
import dev.logistic.text.NearNames;
import dev.logistic.train.NonFiniteLossException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports failures on stderr and maps them to exit statuses. */
public final class Failures {

  /** Failures whose message is written for the user; all others are bugs. */
  private static final List<Class<? extends Throwable>> EXPECTED =
      List.of(
          IOException.class,
          MalformedModelException.class,
          CheckpointException.class,
          DeviceException.class,
          NonFiniteLossException.class,
          IllegalArgumentException.class);

  private Failures() {}

  /** Reports what is wrong with arguments, and returns the exit status. */
  public static int badArguments(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    print(
        command,
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : String.valueOf(e.getMessage()));
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitStatus.ARGUMENTS;
  }

  /** Names only the first: what follows an unknown option is often its value. */
  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    boolean command = !e.getCommandLine().getSubcommands().isEmpty();
    String what = e.isUnknownOption() ? "option" : command ? "command" : "argument";
    Set<String> known =
        e.isUnknownOption()
            ? e.getCommandLine().getCommandSpec().optionsMap().keySet()
            : e.getCommandLine().getSubcommands().keySet();
    List<String> near = NearNames.of(first.split("=", 2)[0], known);
    String hint = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    return "Unknown " + what + ": '" + first + "'" + hint;
  }

  /** Reports what went wrong, and returns the exit status. */
  public static int failed(Exception e, CommandLine command, boolean stacktrace) {
    print(command, OptionAdvice.in(message(e)));
    if (stacktrace) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      command.getErr().print(JdbcAddress.withoutPassword(OptionAdvice.in(trace.toString())));
    }
    return e instanceof SettingsException ? ExitStatus.ARGUMENTS : ExitStatus.WORLD;
  }

  private static void print(CommandLine command, String message) {
    String label = command.getColorScheme().errorText("error:").toString();
    command.getErr().println(label + " " + JdbcAddress.withoutPassword(message));
  }

  private static String message(Exception e) {
    if (e instanceof UncheckedIOException unchecked) {
      return message(Objects.requireNonNull(unchecked.getCause()));
    }
    if (e instanceof FileSystemException file) {
      return fileMessage(file);
    }
    if (EXPECTED.stream().anyMatch(kind -> kind.isInstance(e))) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof EngineException) {
      return "PyTorch failed: "
          + rootMessage(e)
          + "; run 'djl-logistic doctor' for the reason, --stacktrace shows where";
    }
    return "this is a bug in djl-logistic: " + e + "; please report it with --stacktrace";
  }

  private static String fileMessage(FileSystemException e) {
    if (e.getReason() != null) {
      return e.getFile() + ": " + e.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": no such file";
    }
    if (e instanceof AccessDeniedException) {
      return e.getFile() + ": permission denied";
    }
    return e.getFile() + ": " + e.getClass().getSimpleName();
  }

  /** The first line of the root cause's message. */
  public static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
