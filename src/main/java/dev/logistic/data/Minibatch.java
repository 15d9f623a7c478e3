package dev.logistic.data;

import ai.djl.ndarray.NDArray;

/**
 * Some rows in the forms that objectives compute with. The arrays belong to the {@link Minibatches}
 * that this came from. For one thread at a time.
 */
public final class Minibatch {

  /** Which labels the rows have. */
  public enum Labels {
    /** Every label is 0. */
    ALL_ZERO,
    /** Every label is 1. */
    ALL_ONE,
    /** There are both, or it was not looked at, which is done for single rows alone. */
    MIXED
  }

  private final Chunk chunk;
  private final int index;

  Minibatch(Chunk chunk, int index) {
    this.chunk = chunk;
    this.index = index;
  }

  /** Number of rows, at least 1. */
  public long size() {
    return chunk.size(index);
  }

  /** Which labels the rows have; lets a step of one row do with fewer operations. */
  public Labels labels() {
    return chunk.labels(index);
  }

  /** Features with a column of ones behind them, which the bias multiplies: (size, columns + 1). */
  public NDArray design() {
    return chunk.design(index);
  }

  /** 1 where the label is 1, and -1 where it is 0: shape (size, 1). */
  public NDArray signs() {
    return chunk.signs(index);
  }

  /** 0 where the label is 1, and 1 where it is 0: shape (size, 1). */
  public NDArray negatives() {
    return chunk.negatives(index);
  }

  /** -1/size in every row, what each row weighs in a negated mean: shape (size, 1). */
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
