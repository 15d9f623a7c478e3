package dev.logistic.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** Builds the command line, runs it and turns failures into messages and exit statuses. */
public final class Cli {

  private Cli() {}

  /** Runs on the process's own streams and exits unless all went well. */
  public static void main(String[] args) {
    quietLibraries();
    PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    int status = run(out, err, args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs a command.
   *
   * @param out where results go, and nothing else
   * @param err where errors and warnings go
   * @return the exit status: 0 done, 2 for bad arguments or settings, 1 for what went wrong later
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new RootCommand());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(Failures::failed);
    int status = commandLine.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  /**
   * Results belong on stdout and faults on stderr, so the libraries' own log shows errors alone;
   * and the engine must not report its use to its makers. Whoever sets these properties is obeyed.
   */
  private static void quietLibraries() {
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "error");
    setDefault("OPT_OUT_TRACKING", "true");
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
