package dev.logistic.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.logistic.data.table.TableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows with their predictions: every input column, then {@code probability} (of the positive class)
 * and {@code prediction} (the class). Some rows at a time, in constant memory.
 *
 * @param classes the negative and the positive one
 * @param threshold from which probability on the positive class is predicted
 */
record Predictions(RowSource rows, List<String> classes, double threshold, LongConsumer progress) {

  private static final List<String> ADDED = List.of("probability", "prediction");

  Predictions {
    for (String name : rows.columns()) {
      if (ADDED.stream().anyMatch(name::equalsIgnoreCase)) { // one to Parquet's and JSON's readers
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
    header.addAll(ADDED);
    csv.writeRecord(header);
    long count = 0;
    while (rows.next() && !out.checkError()) {
      double[] logits = rows.logits();
      for (int row = 0; row < logits.length; row++) {
        csv.writeRecord(record(rows.cells(row), logits[row]));
      }
      csv.flush();
      count += logits.length;
      progress.accept(count);
    }
    csv.flush();
  }

  private @Nullable String[] record(@Nullable String[] cells, double logit) {
    @Nullable String[] record = Arrays.copyOf(cells, cells.length + ADDED.size());
    double probability = 1 / (1 + Math.exp(-logit));
    record[cells.length] = Double.toString(probability);
    record[cells.length + 1] = classes.get(probability >= threshold ? 1 : 0);
    return record;
  }

  /** Writes a file of another format, by way of CSV beside it. */
  void writeTo(Path file, TableFile.Format format) throws IOException {
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

  private Map<String, String> types() {
    Map<String, String> types = new HashMap<>(rows.types());
    types.put("probability", "DOUBLE");
    types.put("prediction", "VARCHAR");
    return types;
  }
}
