package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The rows of this process as Newton's method sees them: a block of rows at a time, so that no copy
 * of all is made. Sums run over blocks in their order.
 */
final class CenteredRows implements NewtonRows, AutoCloseable {

  private static final int BLOCK_ROWS = 8_192;
  private static final int BLOCK_VALUES = 1 << 22;

  private final NDManager manager;
  private final LabelledData data;
  private final long rows;
  private final int columns;
  private final long blockRows;
  private final NDArray means;

  CenteredRows(LabelledData data) {
    this.manager = data.newManager();
    this.data = data;
    this.rows = data.rows();
    this.columns = Math.toIntExact(data.columns());
    this.blockRows = Math.max(1, Math.min(BLOCK_ROWS, BLOCK_VALUES / (columns + 1)));
    this.means = manager.zeros(new Shape(1, columns), DataType.FLOAT64);
    NDScope.unregister(means); // a caller's scope does not end it
    forEachBlock(start -> means.addi(features(start).sum(new int[] {0}, true).divi((double) rows)));
  }

  private void forEachBlock(LongConsumer block) {
    for (long start = 0; start < rows; start += blockRows) {
      try (NDScope scope = new NDScope()) {
        block.accept(start);
      }
    }
  }

  private NDIndex range(long start) {
    return NDIndex.sliceAxis(0, start, Math.min(rows, start + blockRows));
  }

  /** Shares the memory of data that are in float64 already: not to be changed. */
  private NDArray features(long start) {
    return data.features().get(range(start)).toType(DataType.FLOAT64, false);
  }

  private CenteredBlock block(long start) {
    NDArray signs = data.labels().get(range(start)).toType(DataType.FLOAT64, false).mul(2).subi(1);
    return CenteredBlock.of(features(start), signs, means);
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public double[] means() {
    return means.toDoubleArray();
  }

  @Override
  public Information at(double[] parameters) {
    Information information = new Information(columns + 1);
    withPacked(
        parameters, packed -> forEachBlock(start -> block(start).addTo(information, packed)));
    return information;
  }

  @Override
  public double[][] squares() {
    Information sum = new Information(columns + 1);
    forEachBlock(start -> block(start).addSquaresTo(sum));
    return sum.matrix();
  }

  @Override
  public double largestLogit(double[] parameters) {
    double[] largest = new double[1];
    withPacked(
        parameters,
        packed ->
            forEachBlock(
                start -> largest[0] = Math.max(largest[0], block(start).largestLogit(packed))));
    return largest[0];
  }

  private void withPacked(double[] parameters, Consumer<NDArray> use) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray packed = scratch.create(parameters, new Shape(columns + 1, 1));
      NDScope.unregister(packed);
      use.accept(packed);
    }
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
