package dev.logistic.cli;

import dev.logistic.model.LogisticModel;
import dev.logistic.table.LibSvmTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of LibSVM files, which have no columns with names but their label. */
final class LibSvmRowSource implements RowSource {

  private final LogisticModel model;
  private final LibSvmTable table;
  private double[] logits = new double[0];
  private List<String> labels = List.of();

  LibSvmRowSource(LogisticModel model, LibSvmTable table) {
    this.model = model;
    this.table = table;
  }

  @Override
  public List<String> columns() {
    return List.of(LibSvmTable.LABEL);
  }

  @Override
  public Map<String, String> types() {
    return Map.of(LibSvmTable.LABEL, "DOUBLE");
  }

  @Override
  public boolean next() throws IOException {
    try (LibSvmTable.Block block = table.nextBlock()) {
      if (block == null) {
        return false;
      }
      logits = model.logits(block.rows());
      labels = block.labels();
      return true;
    }
  }

  @Override
  public double[] logits() {
    return logits;
  }

  @Override
  public @Nullable String[] cells(int row) {
    return new @Nullable String[] {labels.get(row)};
  }
}
