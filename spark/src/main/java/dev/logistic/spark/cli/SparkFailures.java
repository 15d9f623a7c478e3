package dev.logistic.spark.cli;

import dev.logistic.spark.ChangedRowsException;
import java.io.IOException;
import org.apache.spark.SparkThrowable;

/**
 * Turns failures of Spark into short ones that a user can act upon, without the stack of every
 * executor.
 */
final class SparkFailures {

  private SparkFailures() {}

  /** Returns the same failure, or one with the first line of its root cause. */
  static Exception forUsers(Exception e) {
    if (e instanceof ChangedRowsException) {
      return new IOException(e.getMessage(), e);
    }
    return e instanceof SparkThrowable ? new IOException("Spark failed: " + reason(e), e) : e;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String line =
        message == null || message.isBlank()
            ? root.toString()
            : message.strip().lines().findFirst().orElse("");
    return root == e || root instanceof SparkThrowable
        ? line
        : root.getClass().getSimpleName() + ": " + line;
  }
}
