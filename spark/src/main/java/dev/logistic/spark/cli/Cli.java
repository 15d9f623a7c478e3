package dev.logistic.spark.cli;

import dev.logistic.console.ExitStatus;
import dev.logistic.console.Failures;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** Parses arguments, trains, and turns failures into messages and exit statuses. */
public final class Cli {

  private Cli() {}

  /** Runs on the process's own streams, stops Spark, and exits unless all went well. */
  public static void main(String[] args) {
    if (System.getProperty("OPT_OUT_TRACKING") == null) {
      System.setProperty("OPT_OUT_TRACKING", "true");
    }
    int status =
        run(
            new PrintWriter(System.out, false, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            args);
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Trains, in the Spark session that runs or one that it starts and leaves running.
   *
   * @param out where results go, and nothing else
   * @param err where errors and warnings go
   * @return the exit status: 0 done, 2 for bad arguments or settings, 1 for a later failure
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    TrainOnSpark train = new TrainOnSpark();
    CommandLine commandLine = new CommandLine(train);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) ->
            Failures.failed(SparkFailures.forUsers(e), command, train.stacktrace()));
    return ExitStatus.flushed(out, () -> false, err, commandLine.execute(args));
  }
}
