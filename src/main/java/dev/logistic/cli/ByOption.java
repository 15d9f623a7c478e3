package dev.logistic.cli;

import dev.logistic.config.SettingsException;
import dev.logistic.evaluate.GroupFigures;
import dev.logistic.evaluate.Metric;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --by} and its table. */
final class ByOption {

  /** More would not fit a terminal. */
  private static final List<Metric> PRINTED =
      List.of(
          Metric.LOG_LOSS,
          Metric.ROC_AUC,
          Metric.BRIER,
          Metric.ACCURACY,
          Metric.PRECISION,
          Metric.RECALL);

  private static final int DECIMALS = 6;
  private static final String WITHOUT = "(missing)";

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description =
          "Add the figures of each group of rows that have the same value in a column, at most 1,000"
              + " groups; the column need not be one of the model's.")
  private @Nullable String column;

  /** Checks what the arguments alone determine. */
  void requireSense(SourceOptions source, CommandSpec spec) {
    if (column == null) {
      return;
    }
    if (column.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--by must name a column, was \"%s\"".formatted(column));
    }
    if (source.isSynthetic() || source.isLibSvm()) {
      throw new SettingsException("--by needs a table with named columns: --data SOURCE");
    }
  }

  /** The column; empty where none was named. */
  String column() {
    return column == null ? "" : column;
  }

  void print(PrintWriter out, List<GroupFigures> groups) {
    boolean weighted = groups.stream().anyMatch(each -> each.figures().weight().isPresent());
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(column(), "rows"));
    if (weighted) {
      head.add("weight");
    }
    PRINTED.forEach(metric -> head.add(metric.label()));
    lines.add(head);
    for (GroupFigures group : groups) {
      List<String> line = new ArrayList<>();
      line.add(group.value().orElse(WITHOUT));
      line.add(Long.toString(group.figures().rows()));
      group.figures().weight().ifPresent(sum -> line.add(EvaluationTable.count(sum)));
      PRINTED.forEach(
          metric -> line.add(EvaluationTable.number(group.figures().of(metric), DECIMALS)));
      lines.add(line);
    }
    out.println();
    EvaluationTable.printAligned(out, lines);
    out.flush();
  }
}
