package dev.logistic.cli;

import dev.logistic.files.AtomicFile;
import dev.logistic.table.TableFile.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Where an option such as {@code --out} writes rows.
 *
 * @param name a file, or - for stdout
 * @param ending how it is written
 */
record RowsOutput(String name, Ending ending) {

  static final String STDOUT = "-";

  /** How a file is written. */
  enum Ending {
    CSV,
    PARQUET,
    JSON
  }

  /**
   * Determines the format by the ending of the name.
   *
   * @param option that has the name
   * @throws ParameterException if the ending is another one
   */
  static RowsOutput of(String option, String name, CommandLine command) {
    String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String ending = file.substring(Math.max(0, file.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case ".csv" -> new RowsOutput(name, Ending.CSV);
      case ".parquet", ".pq" -> new RowsOutput(name, Ending.PARQUET);
      case ".jsonl", ".ndjson", ".json" -> new RowsOutput(name, Ending.JSON);
      default -> {
        if (ending.startsWith(".")) {
          throw new ParameterException(
              command,
              "%s must end in .csv, .parquet or .jsonl, was \"%s\"".formatted(option, name));
        }
        yield new RowsOutput(name, Ending.CSV); // such as a pipe
      }
    };
  }

  boolean isStdout() {
    return name.equals(STDOUT);
  }

  /** Writes the rows, to a file whole or not at all. */
  void write(Predictions rows, PrintWriter stdout) throws IOException {
    if (isStdout()) {
      rows.writeTo(stdout);
      return;
    }
    Path file = Path.of(name);
    switch (ending) {
      case CSV -> AtomicFile.write(file, rows::writeTo);
      case PARQUET -> rows.writeTo(file, Format.PARQUET);
      case JSON -> rows.writeTo(file, Format.JSON);
    }
  }
}
