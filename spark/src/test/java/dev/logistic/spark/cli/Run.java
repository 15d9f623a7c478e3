package dev.logistic.spark.cli;

import dev.logistic.spark.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a run of a program gave: on Spark, or of the core. */
record Run(int status, String out, String err) {

  /** A program, run in this process. */
  private interface Program {
    int run(PrintWriter out, PrintWriter err, String... args);
  }

  static Run onSpark(String... args) {
    LocalSpark.session();
    return of(Cli::run, args);
  }

  static Run core(String... args) {
    return of(dev.logistic.cli.Cli::run, args);
  }

  private static Run of(Program program, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = program.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(status, out.toString(), err.toString());
  }
}
