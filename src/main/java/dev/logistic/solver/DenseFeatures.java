package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Targets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Features in an array.
 *
 * @param rows of one part ({@link Minibatch#isOnePart()})
 */
record DenseFeatures(Minibatch rows) implements FeatureBlock {

  private static final int[] ROWS = {0};

  @Override
  public double addLoss(Targets targets, LossPoint at, double weight, double[] sum) {
    double[] gradient = new double[sum.length];
    double loss = at.objective().evaluate(at.rounded(), rows, gradient);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * gradient[i];
    }
    return weight * loss;
  }

  @Override
  public Products inFloat64() {
    return new DenseProducts(wide(rows.features()));
  }

  @Override
  public NDArray logits(double[] parameters, int outputs) {
    return inFloat64().logits(parameters, outputs);
  }

  @Override
  public double[] gradient(NDArray residuals) {
    return inFloat64().gradient(residuals);
  }

  @Override
  public double largestSquare(double[] factors) {
    return inFloat64().largestSquare(factors);
  }

  @Override
  public double[] sums(@Nullable NDArray weights) {
    double[] fast = sums(weights, rows.features().getDataType());
    boolean fits = Arrays.stream(fast).allMatch(Double::isFinite);
    return fits ? fast : sums(weights, DataType.FLOAT64);
  }

  private double[] sums(@Nullable NDArray weights, DataType type) {
    NDArray values = rows.features().toType(type, false);
    if (weights != null) {
      values = values.mul(weights.toType(type, false));
    }
    return wide(values.sum(ROWS)).toDoubleArray();
  }

  @Override
  public double[] least(NDArray marked) {
    return wide(rows.features().add(outside(marked)).min(ROWS)).toDoubleArray();
  }

  @Override
  public double[] greatest(NDArray marked) {
    return wide(rows.features().sub(outside(marked)).max(ROWS)).toDoubleArray();
  }

  /** 0 for marked rows, and infinity for the others: shape (rows, 1). */
  private NDArray outside(NDArray marked) {
    NDArray infinities =
        marked
            .getManager()
            .full(marked.getShape(), Float.POSITIVE_INFINITY, rows.features().getDataType());
    return NDArrays.where(marked, infinities.zerosLike(), infinities);
  }

  @Override
  public double[] countsAbove(double[] thresholds, NDArray marked) {
    NDArray features = wide(rows.features());
    NDArray high = wide(features.gt(features.getManager().create(thresholds)));
    return wide(marked).reshape(1, -1).matMul(high).toDoubleArray();
  }

  @Override
  public Design centered(Centering centering) {
    return centered(centering, rows.features());
  }

  /** Returns the design matrix of the first rows. */
  Design centered(Centering centering, long first) {
    return centered(centering, rows.features().get(NDIndex.sliceAxis(0, 0, first)));
  }

  private static Design centered(Centering centering, NDArray values) {
    NDManager owner = values.getManager();
    NDArray ones = owner.ones(new Shape(1, values.getShape().get(0)), DataType.FLOAT64);
    try (NDArray centered = centeredColumns(centering, values)) { // as large as the result
      return new DenseDesign(ones.concat(centered, 0));
    }
  }

  private static NDArray centeredColumns(Centering centering, NDArray values) {
    NDManager owner = values.getManager();
    Shape column = new Shape(centering.means().length, 1);
    try (NDArray features = wide(values.transpose())) {
      NDArray centered = features.sub(owner.create(centering.means(), column));
      return centering.hasUnits()
          ? centered.muli(owner.create(centering.units(), column))
          : centered;
    }
  }

  @Override
  public void digest(MessageDigest digest) {
    digest.update(rows.features().toByteBuffer(true));
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }
}
