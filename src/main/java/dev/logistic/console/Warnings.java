package dev.logistic.console;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Prints warnings on stderr. */
public final class Warnings {

  private Warnings() {}

  /** Prints each on its own line. */
  public static void print(CommandSpec spec, List<String> warnings) {
    PrintWriter err = spec.commandLine().getErr();
    String label = spec.commandLine().getColorScheme().ansi().string("@|yellow warning:|@");
    warnings.forEach(warning -> err.println(label + " " + OptionAdvice.in(warning)));
    err.flush();
  }
}
