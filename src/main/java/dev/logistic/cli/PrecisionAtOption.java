package dev.logistic.cli;

import dev.logistic.evaluate.PrecisionAtK;
import dev.logistic.evaluate.Scores;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --precision-at} and its table. */
final class PrecisionAtOption {

  private static final int DECIMALS = 6;

  @Option(
      names = "--precision-at",
      paramLabel = "K,K",
      split = ",",
      description =
          "Add precision, recall and lift among the K rows of highest probability. For models of"
              + " two classes.")
  private int @Nullable [] numbers;

  /** Checks what the arguments alone determine. */
  void requireSense(CommandSpec spec) {
    if (numbers != null) {
      for (int k : numbers) {
        if (k < 1) {
          throw new ParameterException(
              spec.commandLine(), "--precision-at must be numbers of rows from 1, was " + k);
        }
      }
    }
  }

  /**
   * Checks that a model has two classes where figures were requested.
   *
   * @throws IllegalArgumentException if it has more
   */
  void requireSense(List<String> classes) {
    if (numbers != null && classes.size() > 2) {
      throw new IllegalArgumentException(
          "--precision-at is for models of two classes; this one has %d".formatted(classes.size()));
    }
  }

  /**
   * The figures of these rows for each number; empty where none was requested.
   *
   * @throws IllegalArgumentException if there are fewer rows
   */
  List<PrecisionAtK> of(Scores scores) {
    if (numbers == null) {
      return List.of();
    }
    for (int k : numbers) {
      if (k > scores.total()) {
        throw new IllegalArgumentException(
            "--precision-at must be at most the %s of the rows, %s, was %d"
                .formatted(
                    scores.weight().isPresent() ? "weight" : "number",
                    EvaluationTable.count(scores.total()),
                    k));
      }
    }
    return Arrays.stream(numbers).mapToObj(k -> PrecisionAtK.of(scores, k)).toList();
  }

  static void print(PrintWriter out, List<PrecisionAtK> figures) {
    if (figures.isEmpty()) {
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Highest rows", "precision", "recall", "lift"));
    for (PrecisionAtK at : figures) {
      lines.add(
          List.of(
              EvaluationTable.count(at.k()),
              number(at.precision()),
              number(at.recall()),
              number(at.lift())));
    }
    out.println();
    EvaluationTable.printAligned(out, lines);
    out.flush();
  }

  private static String number(double value) {
    return EvaluationTable.number(value, DECIMALS);
  }
}
