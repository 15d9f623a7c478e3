package dev.logistic.cli;

import dev.logistic.model.Importance;
import dev.logistic.model.Importance.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The importance of columns, the greatest first. */
final class ImportanceTable {

  private static final int DECIMALS = 6;

  private final Importance importance;
  private final List<Column> sorted;

  ImportanceTable(Importance importance) {
    this.importance = importance;
    this.sorted =
        importance.columns().stream()
            .sorted(Comparator.comparingDouble(column -> -column.deviation().orElse(-1)))
            .toList();
  }

  /**
   * Prints the table.
   *
   * @param most number of columns
   */
  void print(PrintWriter out, int most) {
    out.println();
    if (importance.refused().isPresent()) {
      out.println("Importance of columns: none, as " + importance.refused().get());
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    out.println("Importance of columns: the standard deviation of their part of the logit");
    for (Column column : sorted.subList(0, Math.min(most, sorted.size()))) {
      lines.add(
          List.of(
              column.name(),
              EvaluationTable.number(column.deviation().orElse(Double.NaN), DECIMALS)));
    }
    EvaluationTable.printAligned(out, lines);
    if (most < sorted.size()) {
      out.println("and %d less important columns: --top N".formatted(sorted.size() - most));
    }
    if (sorted.stream().anyMatch(column -> column.deviation().isEmpty())) {
      out.println("-: a term of several features, whose covariances the model does not have");
    }
  }

  /** Adds {@code importance}, or {@code importance_refused} with the reason. */
  void addTo(Map<String, Object> object) {
    importance.refused().ifPresent(reason -> object.put("importance_refused", reason));
    if (importance.refused().isEmpty()) {
      object.put("importance", sorted.stream().map(ImportanceTable::toMap).toList());
    }
  }

  private static Map<String, @Nullable Object> toMap(Column column) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("column", column.name());
    map.put("importance", column.deviation().isPresent() ? column.deviation().getAsDouble() : null);
    return map;
  }
}
