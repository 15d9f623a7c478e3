package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Some rows of two classes as {@link NewtonRows} has them. Arrays made here belong to the caller's
 * scope.
 *
 * @param design features less their means, behind a column of ones: shape (size, columns + 1)
 * @param signs 1 or -1 as the label is 1 or 0: shape (size, 1)
 */
record CenteredBlock(NDArray design, NDArray signs) {

  /**
   * @param features in float64; not changed
   * @param signs in float64
   * @param means shape (1, columns)
   */
  static CenteredBlock of(NDArray features, NDArray signs, NDArray means) {
    NDArray centered = features.sub(means);
    NDArray ones =
        centered.getManager().ones(new Shape(centered.getShape().get(0), 1), DataType.FLOAT64);
    return new CenteredBlock(ones.concat(centered, 1), signs);
  }

  /** Adds the log-likelihood of these rows and its derivatives at the parameters. */
  void addTo(Information information, NDArray packed) {
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

  /** Adds {@code X'X}. */
  void addSquaresTo(Information sum) {
    double[] products = design.transpose().matMul(design).toDoubleArray();
    sum.add(0, 0, new double[Math.toIntExact(design.getShape().get(1))], products);
  }

  /** The largest absolute logit. */
  double largestLogit(NDArray packed) {
    return design.matMul(packed).abs().max().getDouble();
  }
}
