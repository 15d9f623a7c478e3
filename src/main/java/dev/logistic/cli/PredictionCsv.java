package dev.logistic.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows with their predictions as CSV: every input column, then {@code probability} (of the positive
 * class) and {@code prediction} (the class). A block of rows at a time, in constant memory.
 */
record PredictionCsv(LogisticModel model, LabelledData data, double threshold) {

  private static final long BLOCK_ROWS = 8_192;

  void writeTo(PrintWriter out) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    List<String> header = new ArrayList<>(data.featureNames());
    header.addAll(List.of("label", "probability", "prediction"));
    csv.writeRecord(header);
    for (long from = 0; from < data.rows(); from += BLOCK_ROWS) {
      writeBlock(csv, new NDIndex("{}:{}", from, Math.min(data.rows(), from + BLOCK_ROWS)));
    }
    csv.flush();
  }

  private void writeBlock(CsvWriter csv, NDIndex range) {
    try (NDManager scratch = data.newManager()) {
      NDArray features = data.features().get(scratch, range);
      List<String> cells = texts(features);
      List<String> labels = texts(data.labels().get(scratch, range).toType(DataType.INT32, false));
      NDArray probabilities = model.probabilities(features);
      List<String> probabilityCells = texts(probabilities);
      boolean[] positive = probabilities.gte(threshold).toBooleanArray();
      int columns = data.featureNames().size();
      for (int row = 0; row < positive.length; row++) {
        List<String> record = new ArrayList<>(cells.subList(row * columns, (row + 1) * columns));
        record.add(model.card().classes().get(Integer.parseInt(labels.get(row))));
        record.add(probabilityCells.get(row));
        record.add(model.card().classes().get(positive[row] ? 1 : 0));
        csv.writeRecord(record);
      }
    }
  }

  /** Each number with the digits that tell it from its neighbours of the same type. */
  private static List<String> texts(NDArray array) {
    List<String> texts = new ArrayList<>();
    for (Number number : array.toArray()) {
      texts.add(number.toString());
    }
    return texts;
  }
}
