package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.logistic.data.LabelledData;
import java.util.function.LongConsumer;

/**
 * All rows in float64, each feature less its mean, with a column of ones in front: a block of rows
 * at a time, so that no copy of all is made. Centered columns keep the digits of those that vary
 * little about a large mean. Sums run over blocks in their order.
 */
final class CenteredRows implements AutoCloseable {

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
    return new NDIndex("{}:{}", start, Math.min(rows, start + blockRows));
  }

  /** Shares the memory of data that are in float64 already: not to be changed. */
  private NDArray features(long start) {
    return data.features().get(range(start)).toType(DataType.FLOAT64, false);
  }

  /** Shape (block's rows, columns + 1). */
  private NDArray design(long start) {
    NDArray centered = features(start).sub(means);
    NDArray ones =
        centered.getManager().ones(new Shape(centered.getShape().get(0), 1), DataType.FLOAT64);
    return ones.concat(centered, 1);
  }

  double[] means() {
    return means.toDoubleArray();
  }

  /** From weights with the bias behind them to a bias for centered features with them behind it. */
  double[] centered(double[] packed) {
    double[] mean = means();
    double[] centered = new double[columns + 1];
    centered[0] = packed[columns];
    for (int i = 0; i < columns; i++) {
      centered[i + 1] = packed[i];
      centered[0] += packed[i] * mean[i];
    }
    return centered;
  }

  /** And back. */
  double[] uncentered(double[] centered) {
    double[] mean = means();
    double[] packed = new double[columns + 1];
    packed[columns] = centered[0];
    for (int i = 0; i < columns; i++) {
      packed[i] = centered[i + 1];
      packed[columns] -= packed[i] * mean[i];
    }
    return packed;
  }

  /**
   * The log-likelihood and its derivatives.
   *
   * @param parameters the bias, then weights, for centered features
   */
  Information at(double[] parameters) {
    Information information = new Information(columns + 1);
    try (NDManager scratch = manager.newSubManager()) {
      NDArray packed = scratch.create(parameters, new Shape(columns + 1, 1));
      NDScope.unregister(packed);
      forEachBlock(start -> add(start, packed, information));
    }
    return information;
  }

  private void add(long start, NDArray packed, Information information) {
    NDArray design = design(start);
    NDArray signs = data.labels().get(range(start)).toType(DataType.FLOAT64, false).mul(2).subi(1);
    NDArray margins = design.matMul(packed).muli(signs); // above 0: its own class is the likelier
    NDArray ofOther = Activation.sigmoid(margins.neg()); // exact also where it is tiny
    NDArray weights = Activation.sigmoid(margins).muli(ofOther);
    NDArray transposed = design.transpose();
    information.add(
        logProbability(margins).sum().getDouble(),
        margins.min().getDouble(),
        transposed.matMul(ofOther.mul(signs)).toDoubleArray(),
        transposed.matMul(design.mul(weights)).toDoubleArray());
  }

  /** {@code -log(1 + exp(-m))}; PyTorch's softplus would leave out up to 2e-9. */
  private static NDArray logProbability(NDArray margins) {
    return margins.minimum(0).subi(margins.abs().negi().exp().addi(1).log());
  }

  /** The upper triangle of {@code X'X}. */
  double[][] squares() {
    Information sum = new Information(columns + 1);
    forEachBlock(
        start -> {
          NDArray design = design(start);
          double[] products = design.transpose().matMul(design).toDoubleArray();
          sum.add(0, 0, new double[columns + 1], products);
        });
    return sum.matrix();
  }

  /**
   * The largest absolute logit of the parameters: how far they move a row's, if they are a step.
   */
  double largestLogit(double[] parameters) {
    double[] largest = new double[1];
    try (NDManager scratch = manager.newSubManager()) {
      NDArray packed = scratch.create(parameters, new Shape(columns + 1, 1));
      NDScope.unregister(packed);
      forEachBlock(
          start ->
              largest[0] =
                  Math.max(largest[0], design(start).matMul(packed).abs().max().getDouble()));
    }
    return largest[0];
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
