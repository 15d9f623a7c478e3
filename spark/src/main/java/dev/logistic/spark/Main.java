package dev.logistic.spark;

import dev.logistic.spark.cli.Cli;

/** The program for {@code spark-submit}. */
public final class Main {

  private Main() {}

  /** Trains, and ends the process with its exit status. */
  public static void main(String[] args) {
    Cli.main(args);
  }
}
