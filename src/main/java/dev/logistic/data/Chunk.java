package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows cut into minibatches. What objectives compute with is made for the whole run and
 * then cut, which costs a fraction of making it for each minibatch, and only once it is asked for.
 */
final class Chunk implements AutoCloseable {

  private final NDManager manager;
  private final long rows;
  private final long batchSize;
  private final NDArray design;
  private final NDArray signs;
  private final NDList designs;
  private final NDList signColumns;
  private final List<Minibatch> minibatches;
  private final Minibatch.Labels[] labels;
  private @Nullable NDList negatives;
  private @Nullable NDList negativeMeans;
  private @Nullable NDArray wholeOpposed;
  private @Nullable NDList opposed;
  private @Nullable NDList opposedTransposed;

  /**
   * @param manager its own, to which features and labels belong; they are closed
   */
  Chunk(NDManager manager, NDArray features, NDArray labels, long batchSize) {
    this.manager = manager;
    this.rows = labels.size();
    this.batchSize = batchSize;
    try (features;
        labels;
        NDArray ones = manager.ones(new Shape(rows, 1), features.getDataType())) {
      this.design = features.concat(ones, 1);
      this.signs = labels.mul(2).subi(1);
    }
    this.labels = batchSize == 1 ? ofSingleRows(signs) : new Minibatch.Labels[0];
    this.designs = cut(design, 0);
    this.signColumns = cut(signs, 0);
    this.minibatches =
        IntStream.range(0, designs.size()).mapToObj(i -> new Minibatch(this, i)).toList();
  }

  private static Minibatch.Labels[] ofSingleRows(NDArray signs) {
    try (NDArray positive = signs.gt(0)) {
      boolean[] each = positive.toBooleanArray();
      return IntStream.range(0, each.length)
          .mapToObj(row -> each[row] ? Minibatch.Labels.ALL_ONE : Minibatch.Labels.ALL_ZERO)
          .toArray(Minibatch.Labels[]::new);
    }
  }

  Minibatch.Labels labels(int index) {
    return batchSize == 1 ? labels[index] : Minibatch.Labels.MIXED;
  }

  List<Minibatch> minibatches() {
    return minibatches;
  }

  long size(int index) {
    return Math.min(batchSize, rows - index * batchSize);
  }

  NDArray design(int index) {
    return designs.get(index);
  }

  NDArray signs(int index) {
    return signColumns.get(index);
  }

  NDArray negatives(int index) {
    if (negatives == null) {
      negatives = cut(signs.lt(0).toType(signs.getDataType(), false), 0);
    }
    return negatives.get(index);
  }

  NDArray negativeMean(int index) {
    if (negativeMeans == null) {
      long last = rows % batchSize;
      NDArray whole = constant(rows - last, -1.0 / batchSize);
      negativeMeans = cut(last == 0 ? whole : whole.concat(constant(last, -1.0 / last), 0), 0);
    }
    return negativeMeans.get(index);
  }

  NDArray opposed(int index) {
    if (opposed == null) {
      opposed = cut(wholeOpposed(), 0);
    }
    return opposed.get(index);
  }

  NDArray opposedTransposed(int index) {
    if (opposedTransposed == null) {
      opposedTransposed = cut(wholeOpposed().transpose(), 1);
    }
    return opposedTransposed.get(index);
  }

  private NDArray wholeOpposed() {
    if (wholeOpposed == null) {
      try (NDArray signed = design.mul(signs)) {
        wholeOpposed = signed.neg();
        NDScope.unregister(wholeOpposed);
      }
    }
    return wholeOpposed;
  }

  private NDArray constant(long count, double value) {
    return manager.ones(new Shape(count, 1), signs.getDataType()).muli(value);
  }

  /** Cuts along an axis into one part for each minibatch, without copying. */
  private NDList cut(NDArray whole, int axis) {
    long[] ends =
        LongStream.iterate(batchSize, row -> row < rows, row -> row + batchSize).toArray();
    NDList parts = whole.split(ends, axis);
    NDScope.unregister(parts); // a step may be the first to ask, but does not end them
    return parts;
  }

  @Override
  public void close() {
    manager.close();
  }
}
