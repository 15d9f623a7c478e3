package dev.logistic.cli;

import dev.logistic.model.ConfidenceLevel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that name the level of confidence intervals. */
final class LevelOption {

  private LevelOption() {}

  /**
   * Returns the level.
   *
   * @param option its name
   * @throws ParameterException if it is out of range
   */
  static ConfidenceLevel of(String option, double level, CommandSpec spec) {
    try {
      return new ConfidenceLevel(level);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from 0.5 to below 1, was %s".formatted(option, level), e);
    }
  }
}
