package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import org.jspecify.annotations.Nullable;

/** Labels, weights and offsets of consecutive rows, however many. For use within this project. */
public final class ColumnTargets implements Targets {

  private final NDArray labels; // the index of each row's class
  private final NDArray signs;
  private final @Nullable NDArray weights;
  private final @Nullable NDArray offsets;
  private final int classes;

  private ColumnTargets(
      NDArray labels, @Nullable NDArray weights, @Nullable NDArray offsets, int classes) {
    this.labels = labels;
    this.signs = labels.mul(2).subi(1);
    this.weights = weights;
    this.offsets = offsets;
    this.classes = classes;
    NDScope.unregister(labels, signs); // a caller's scope does not end them
  }

  /**
   * Those of some rows of the data.
   *
   * @param owner of the arrays
   * @param from the first row
   * @param end the row after the last
   */
  public static ColumnTargets of(NDManager owner, LabelledData data, long from, long end) {
    NDIndex range = NDIndex.sliceAxis(0, from, end);
    NDArray factors = data.factors();
    NDArray weights = factors == null ? null : factors.get(owner, range);
    if (weights != null) {
      NDScope.unregister(weights);
    }
    NDArray offsets = data.offsets().map(known -> known.values().get(owner, range)).orElse(null);
    if (offsets != null) {
      NDScope.unregister(offsets);
    }
    return new ColumnTargets(
        data.labels().get(owner, range), weights, offsets, data.classes().size());
  }

  @Override
  public long size() {
    return labels.size();
  }

  @Override
  public NDManager manager() {
    return labels.getManager();
  }

  @Override
  public NDArray signs() {
    return signs;
  }

  /** Computed anew each time; belongs to the caller's scope. */
  @Override
  public NDArray indicators() {
    NDArray each = labels.getManager().arange(0, classes, 1, labels.getDataType());
    return labels.eq(each).toType(labels.getDataType(), false);
  }

  @Override
  public boolean isWeighted() {
    return weights != null;
  }

  @Override
  public NDArray weights() {
    if (weights == null) {
      throw new IllegalStateException("the rows have no weights");
    }
    return weights;
  }

  @Override
  public boolean hasOffsets() {
    return offsets != null;
  }

  @Override
  public NDArray offsets() {
    if (offsets == null) {
      throw new IllegalStateException("the rows have no offset");
    }
    return offsets;
  }
}
