package dev.logistic.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The option {@code --format} of tables. */
final class FormatOption {

  private FormatOption() {}

  /**
   * Returns the format.
   *
   * @throws ParameterException if there is none of that name
   */
  static StatisticsFormat of(String name, CommandSpec spec) {
    return StatisticsFormat.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--format must be one of %s, was \"%s\""
                        .formatted(String.join(", ", StatisticsFormat.names()), name)));
  }
}
