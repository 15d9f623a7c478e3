package dev.logistic.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.logistic.files.AtomicFile;
import dev.logistic.table.TableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with their predictions: every input column, then the added ones. In constant memory,
 * some rows at a time.
 *
 * @param atEnd called when all rows have been written, before a file replaces another
 */
record Predictions(RowSource rows, PredictionColumns added, LongConsumer progress, Runnable atEnd) {

  /** Without a check at the end. */
  Predictions(RowSource rows, PredictionColumns added, LongConsumer progress) {
    this(rows, added, progress, () -> {});
  }

  /** Checks the names: readers of Parquet and JSON treat names that differ only in case as one. */
  Predictions {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    taken.addAll(added.names());
    for (String name : rows.columns()) {
      if (taken.contains(name)) {
        throw new IllegalArgumentException(
            "the rows have a column \"%s\" already; rename it in SQL with --query".formatted(name));
      }
    }
  }

  /** Writes CSV. */
  void writeTo(PrintWriter out) throws IOException {
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(out);
    List<String> header = new ArrayList<>(rows.columns());
    header.addAll(added.names());
    csv.writeRecord(header);
    long count = 0;
    while (rows.next() && !out.checkError()) {
      double[] logits = rows.logits();
      double[] errors = added.logitErrors(rows);
      int some = logits.length / added.logits();
      for (int row = 0; row < some; row++) {
        csv.writeRecord(record(logits, errors, row));
      }
      csv.flush();
      count += some;
      progress.accept(count);
    }
    csv.flush();
    if (!out.checkError()) {
      atEnd.run();
    }
  }

  private @Nullable String[] record(double[] logits, double[] errors, int row) {
    @Nullable String[] cells = rows.cells(row);
    @Nullable String[] record = Arrays.copyOf(cells, cells.length + added.names().size());
    if (rows.isComplete(row)) {
      added.fill(logits, errors, row, record, cells.length);
    }
    return record;
  }

  /**
   * Writes a file of another format, by way of CSV next to it.
   *
   * @throws IllegalArgumentException if columns that are added differ in case alone
   */
  void writeTo(Path file, TableFile.Format format) throws IOException {
    requireDistinct();
    AtomicFile.replace(
        file,
        staging ->
            AtomicFile.withScratch(
                staging,
                csv -> {
                  AtomicFile.writeText(csv, this::writeTo);
                  TableFile.convert(csv, staging, format, types());
                }));
  }

  private void requireDistinct() {
    added.names().stream()
        .collect(Collectors.groupingBy(name -> name.toLowerCase(Locale.ROOT)))
        .values()
        .stream()
        .filter(same -> same.size() > 1)
        .findFirst()
        .ifPresent(
            same -> {
              throw new IllegalArgumentException(
                  "columns of Parquet and JSON must not differ in case alone, as %s do; write CSV"
                      .formatted(String.join(" and ", same)));
            });
  }

  private Map<String, String> types() {
    Map<String, String> types = new HashMap<>(rows.types());
    types.putAll(added.types());
    return types;
  }
}
