package dev.logistic.cli;

import dev.logistic.drift.Drift;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How rows differ from those of a training, as a table and as JSON.
 *
 * @param limit the greatest index that passes
 */
record DriftTable(Drift drift, double limit) {

  /** Returns the fields of {@code check --json}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", drift.rows());
    map.put("training_rows", drift.trainingRows());
    map.put("limit", limit);
    map.put("columns", drift.columns().stream().map(DriftTable::map).toList());
    map.put("score", map(drift.score()));
    map.put("above_limit", drift.above(limit).stream().map(Drift.Change::name).toList());
    return map;
  }

  private static Map<String, Object> map(Drift.Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", change.name());
    map.put("psi", change.psi());
    map.put("psi_by_chance", change.psiByChance());
    map.put("missing", change.missing());
    map.put("training_missing", change.trainingMissing());
    map.put("out_of_range", change.outOfRange());
    map.put("unseen", change.unseen());
    return map;
  }

  /** Prints the columns, those with the greatest index first, and the score. */
  void print(PrintWriter out) {
    out.println(
        "%d rows against the %d of the training".formatted(drift.rows(), drift.trainingRows()));
    out.println();
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("Column", "PSI", "by chance", "missing", "(training)", "out of range", "unseen"));
    Stream<Drift.Change> columns =
        drift.columns().stream().sorted((one, other) -> Double.compare(other.psi(), one.psi()));
    Stream.concat(columns, Stream.of(drift.score())).map(DriftTable::line).forEach(lines::add);
    EvaluationTable.printAligned(out, lines);
    out.flush();
  }

  private static List<String> line(Drift.Change change) {
    return List.of(
        change.name(),
        index(change.psi()),
        index(change.psiByChance()),
        share(change.missing()),
        "(" + share(change.trainingMissing()) + ")",
        share(change.outOfRange()),
        share(change.unseen()));
  }

  /** What is above the limit, one line each. */
  List<String> complaints() {
    return drift.above(limit).stream().map(this::complaint).toList();
  }

  private String complaint(Drift.Change change) {
    String name = change.equals(drift.score()) ? "score" : "column \"%s\"".formatted(change.name());
    String chance =
        change.psiByChance() > limit
            ? "; by chance alone it would be about %s: there are too few rows to judge by"
                .formatted(index(change.psiByChance()))
            : "";
    return "%s: expected a population stability index of at most %s, found %s%s"
        .formatted(name, limit, index(change.psi()), chance);
  }

  private static String index(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * value);
  }
}
