package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.jspecify.annotations.Nullable;

/**
 * Some rows in the forms that objectives compute with. Forms beside the first two are made when
 * they are first asked for and kept, since an epoch in order meets the same minibatches again.
 *
 * <p>Its arrays belong to the {@link Minibatches} that it came from. For one thread at a time.
 */
public final class Minibatch {

  private final long size;
  private final NDArray design;
  private final NDArray signs;
  private @Nullable NDArray negatives;
  private @Nullable NDArray negativeMean;
  private @Nullable NDArray opposed;
  private @Nullable NDArray opposedTransposed;

  Minibatch(NDArray design, NDArray signs) {
    this.size = signs.size();
    this.design = design;
    this.signs = signs;
  }

  /** Number of rows, at least 1. */
  public long size() {
    return size;
  }

  /** Features with a column of ones behind them, which the bias multiplies: (size, columns + 1). */
  public NDArray design() {
    return design;
  }

  /** 1 where the label is 1, and -1 where it is 0: shape (size, 1). */
  public NDArray signs() {
    return signs;
  }

  /** 0 where the label is 1, and 1 where it is 0: shape (size, 1). */
  public NDArray negatives() {
    if (negatives == null) {
      negatives = kept(signs.lt(0).toType(signs.getDataType(), false));
    }
    return negatives;
  }

  /** -1/size in every row, what each row weighs in a negated mean: shape (size, 1). */
  public NDArray negativeMean() {
    if (negativeMean == null) {
      negativeMean = kept(signs.onesLike().muli(-1.0 / size));
    }
    return negativeMean;
  }

  /**
   * The design with each row times its negated sign. Times the parameters that is the logit of the
   * wrong class: shape (size, columns + 1).
   */
  public NDArray opposed() {
    if (opposed == null) {
      opposed = kept(design.mul(signs).neg());
    }
    return opposed;
  }

  /** {@link #opposed()} transposed, without a copy: shape (columns + 1, size). */
  public NDArray opposedTransposed() {
    if (opposedTransposed == null) {
      opposedTransposed = kept(opposed().transpose());
    }
    return opposedTransposed;
  }

  /** Saves an array from the scope of the step in which it happens to be made. */
  private static NDArray kept(NDArray array) {
    NDScope.unregister(array);
    return array;
  }
}
