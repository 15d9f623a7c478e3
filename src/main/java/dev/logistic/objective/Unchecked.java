package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Operations on matrices whose shapes are known to fit. DJL's own check of each shape needs another
 * native call: for a product alone, a tenth of the time of a step over one row.
 */
final class Unchecked {

  private static final long[] ROWS = {0};

  private Unchecked() {}

  /** As {@link NDArray#matMul}. */
  static NDArray product(NDArray left, NDArray right) {
    return JniUtils.matmul((PtNDArray) left, (PtNDArray) right);
  }

  /** The sum of each column: shape (1, columns). */
  static NDArray sumOfRows(NDArray matrix) {
    return JniUtils.sum((PtNDArray) matrix, ROWS, true);
  }

  /** Concatenates the rows of two matrices. */
  static NDArray stacked(NDArray upper, NDArray lower) {
    return JniUtils.cat(new PtNDArray[] {(PtNDArray) upper, (PtNDArray) lower}, 0);
  }
}
