package dev.logistic.cli;

import dev.logistic.evaluate.Gains;
import dev.logistic.evaluate.Scores;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --gains} and its table. */
final class GainsOption {

  private static final int MOST = 1_000;
  private static final int DECIMALS = 6;

  @Option(
      names = "--gains",
      paramLabel = "N",
      description =
          "Add a gains table: the rows in N bands of equal size by descending probability (10 for"
              + " deciles), each with its rows, positives, rate, cumulative gain and lift. For"
              + " models of two classes.")
  private @Nullable Integer bands;

  /** Checks what the arguments alone determine. */
  void requireSense(CommandSpec spec) {
    if (bands != null && (bands < 1 || bands > MOST)) {
      throw new ParameterException(
          spec.commandLine(),
          "--gains must be a number of bands from 1 to %d, was %d".formatted(MOST, bands));
    }
  }

  /**
   * Checks that a model has two classes where the table was requested.
   *
   * @throws IllegalArgumentException if it has more
   */
  void requireSense(List<String> classes) {
    if (bands != null && classes.size() > 2) {
      throw new IllegalArgumentException(
          "--gains is for models of two classes; this one has %d".formatted(classes.size()));
    }
  }

  /** The table of these rows, where one was requested. */
  Optional<Gains> of(Scores scores) {
    return Optional.ofNullable(bands).map(most -> Gains.of(scores, most));
  }

  static void print(PrintWriter out, Gains gains) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "Band",
            "from",
            "to",
            "rows",
            "positives",
            "rate",
            "cumulative gain",
            "lift",
            "cumulative lift"));
    for (Gains.Band band : gains.bands()) {
      lines.add(
          List.of(
              Integer.toString(lines.size()),
              number(band.from()),
              number(band.to()),
              EvaluationTable.count(band.rows()),
              EvaluationTable.count(band.positives()),
              number(band.rate()),
              number(band.cumulativeGain()),
              number(band.lift()),
              number(band.cumulativeLift())));
    }
    out.println();
    EvaluationTable.printAligned(out, lines);
    out.flush();
  }

  private static String number(double value) {
    return EvaluationTable.number(value, DECIMALS);
  }
}
