package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows in the forms that objectives compute with. The arrays belong to the {@link Minibatches}
 * that this came from. Safe on several threads.
 *
 * <p>For use within this project.
 */
public final class Minibatch implements Targets {

  /** Which labels the rows have. */
  public enum Labels {
    /** Every label is 0. */
    ALL_ZERO,
    /** Every label is 1. */
    ALL_ONE,
    /** There are both, or it is unknown: only single rows are checked. */
    MIXED
  }

  /**
   * Longest part. From 32,769 values on, PyTorch splits sums, and some other operations, by its
   * number of threads, on which the last bits then depend.
   */
  static final long ROWS_A_PART = 16_384;

  private final Chunk chunk;
  private final int index;
  private final int end;
  private final long size;

  /** Covers the parts of the chunk from the first to before the end. */
  Minibatch(Chunk chunk, int index, int end) {
    this.chunk = chunk;
    this.index = index;
    this.end = end;
    this.size = chunk.rows(index, end);
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * {@link #size()} as an array without dimensions: a Java number would be converted to one each
   * time.
   */
  public NDArray count() {
    return chunk.size(index);
  }

  /** Whether the arrays are on a GPU. */
  public boolean isOnGpu() {
    return chunk.isOnGpu();
  }

  /** Whether the rows are few enough for the forms below; if not, use its {@link #parts()}. */
  public boolean isOnePart() {
    return end == index + 1;
  }

  /** The same rows in minibatches of one part, in order; their number depends on the size alone. */
  public List<Minibatch> parts() {
    return IntStream.range(index, end)
        .mapToObj(part -> new Minibatch(chunk, part, part + 1))
        .toList();
  }

  /** Which labels the rows have; saves operations in a step over one row. */
  public Labels labels() {
    return chunk.labels(index);
  }

  /** The features as they are: shape (size, columns). */
  public NDArray features() {
    return chunk.features(index);
  }

  /** {@link #features()} transposed: shape (columns, size). */
  public NDArray featuresTransposed() {
    return chunk.featuresTransposed(index);
  }

  /** -1 where the label is 1, and 1 where it is 0: shape (size, 1). */
  public NDArray opposites() {
    return chunk.opposites(index);
  }

  @Override
  public NDArray indicators() {
    return chunk.indicators(index);
  }

  /** Features with a column of ones after them, which the bias multiplies: (size, columns + 1). */
  public NDArray design() {
    return chunk.design(index);
  }

  @Override
  public NDManager manager() {
    return chunk.manager();
  }

  @Override
  public NDArray signs() {
    return chunk.signs(index);
  }

  /** 0 where the label is 1, and 1 where it is 0: shape (size, 1). */
  public NDArray negatives() {
    return chunk.negatives(index);
  }

  @Override
  public boolean isWeighted() {
    return chunk.isWeighted();
  }

  @Override
  public NDArray weights() {
    return chunk.weights(index);
  }

  @Override
  public boolean hasOffsets() {
    return chunk.hasOffsets();
  }

  @Override
  public NDArray offsets() {
    return chunk.offsets(index);
  }

  /**
   * The weight of each row in a negated mean: -1/size, times its weight where rows are weighted:
   * shape (size, 1).
   */
  public NDArray negativeMean() {
    return chunk.negativeMean(index);
  }

  /**
   * The design with each row times its negated sign. Times the parameters that is the logit of the
   * wrong class: shape (size, columns + 1).
   */
  public NDArray opposed() {
    return chunk.opposed(index);
  }

  /** {@link #opposed()} transposed: shape (columns + 1, size). */
  public NDArray opposedTransposed() {
    return chunk.opposedTransposed(index);
  }
}
