package dev.logistic.console;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/** Exit statuses of the process; 0 for success. */
public final class ExitStatus {

  /** A failure that the arguments and settings alone do not determine. */
  public static final int WORLD = 1;

  /** Arguments or settings alone are wrong. */
  public static final int ARGUMENTS = 2;

  /** The process was interrupted. */
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}

  /**
   * Flushes both, and turns a failure to write to stdout into an error.
   *
   * @param readerLeft whether stdout could not be written because its reader has closed it, which
   *     is not worth a message
   * @param status of the command
   * @return the exit status
   */
  public static int flushed(
      PrintWriter out, BooleanSupplier readerLeft, PrintWriter err, int status) {
    err.flush();
    if (!out.checkError() || status != 0) {
      return status;
    }
    if (!readerLeft.getAsBoolean()) {
      err.println("error: stdout could not be written");
      err.flush();
    }
    return WORLD;
  }
}
