package dev.logistic;

import dev.logistic.cli.Cli;

/** The program; without arguments it runs the original program. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    Cli.main(args);
  }
}
