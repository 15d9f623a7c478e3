package dev.logistic.cli;

import dev.logistic.data.SparseRows;
import dev.logistic.effects.PredictionErrors;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.LibSvmTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of LibSVM files, which have no columns with names but their label. */
final class LibSvmRowSource implements RowSource, AutoCloseable {

  private final LogisticModel model;
  private final LibSvmTable table;
  private LibSvmTable.@Nullable Block block;
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
    close();
    block = table.nextBlock();
    labels = block == null ? List.of() : block.labels();
    return block != null;
  }

  @Override
  public double[] logits() {
    return model.logits(rows());
  }

  @Override
  public double[] logitErrors(PredictionErrors errors) {
    return errors.ofLogits(rows());
  }

  @Override
  public @Nullable String[] cells(int row) {
    return new @Nullable String[] {labels.get(row)};
  }

  private SparseRows rows() {
    return Objects.requireNonNull(block, "next() has not been called").rows();
  }

  /** Frees the rows that were read last. */
  @Override
  public void close() {
    if (block != null) {
      block.close();
      block = null;
    }
  }
}
