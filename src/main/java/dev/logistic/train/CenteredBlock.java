package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.logistic.data.Minibatch;

/**
 * Some rows as Newton's method sees them, in float64: each feature less its mean, behind a column
 * of ones. Centered columns keep the digits of those that vary little about a large mean. Arrays
 * made here belong to the caller's scope.
 *
 * @param design shape (size, columns + 1)
 * @param rows what it is made of
 * @param unit what the minibatch's weights, whose mean is 1 over its own data, are multiples of
 */
record CenteredBlock(NDArray design, Minibatch rows, double unit) {

  private static final int[] CLASSES = {1};

  static CenteredBlock of(RowBlock block, Centering centering) {
    Minibatch rows = block.rows();
    NDArray features = wide(rows.features());
    Shape shape = new Shape(1, centering.means().length);
    NDArray centered = features.sub(features.getManager().create(centering.means(), shape));
    centered.muli(features.getManager().create(centering.units(), shape));
    NDArray ones =
        centered.getManager().ones(new Shape(centered.getShape().get(0), 1), DataType.FLOAT64);
    return new CenteredBlock(ones.concat(centered, 1), rows, block.unit());
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }

  /**
   * Adds the log-likelihood of these rows and its derivatives.
   *
   * @param parameters as {@link Centering} has them for Newton's method
   */
  void addTo(Information information, double[] parameters) {
    if (parameters.length == design.getShape().get(1)) {
      addLogit(information, parameters);
    } else {
      addSoftmax(information, parameters);
    }
  }

  /** The largest absolute value of each column of the design in rows that weigh anything. */
  private double[] largest() {
    return counted(design.abs()).max(new int[] {0}).toDoubleArray();
  }

  private void addLogit(Information information, double[] parameters) {
    NDArray signs = wide(rows.signs());
    NDArray margins = logits(parameters).muli(signs); // above 0: its own class is the likelier
    NDArray ofOther = Activation.sigmoid(margins.neg()); // exact also where it is tiny
    NDArray curvature = Activation.sigmoid(margins).muli(ofOther);
    NDArray transposed = design.transpose();
    information.add(
        weighed(logProbability(margins)).sum().getDouble(),
        Margins.least(margins, rows),
        largest(),
        transposed.matMul(weighed(ofOther.mul(signs))).toDoubleArray(),
        transposed.matMul(design.mul(weighed(curvature))).toDoubleArray());
  }

  /** {@code -log(1 + exp(-m))}; PyTorch's softplus would leave out up to 2e-9. */
  private static NDArray logProbability(NDArray margins) {
    return margins.minimum(0).subi(margins.abs().negi().exp().addi(1).log());
  }

  /**
   * Of classes k and l the curvature is {@code X'WX} with {@code W = p_k (1 - p_k)}, or {@code -p_k
   * p_l} for two different ones (Böhning 1992, Multinomial logistic regression algorithm).
   */
  private void addSoftmax(Information information, double[] parameters) {
    NDArray own = wide(rows.indicators());
    NDArray logits = logits(parameters);
    NDArray all = logits.getManager().zeros(new Shape(rows.size(), 1), DataType.FLOAT64);
    all = all.concat(logits, 1);
    NDArray logProbabilities = all.logSoftmax(1);
    NDArray probabilities = logProbabilities.exp();
    int classes = Math.toIntExact(all.getShape().get(1));
    NDArray unlike = all.getManager().eye(classes).toType(DataType.FLOAT64, false).negi().addi(1);
    NDArray ofOthers = probabilities.matMul(unlike); // exact also where it is tiny
    NDArray slopes = own.mul(ofOthers).subi(own.neg().addi(1).muli(probabilities));
    information.add(
        weighed(logProbabilities.mul(own).sum(CLASSES, true)).sum().getDouble(),
        Margins.least(Margins.of(all, own), rows),
        largest(),
        weighed(slopes.get(":, 1:")).transpose().matMul(design).toDoubleArray(),
        curvature(probabilities, ofOthers));
  }

  /** Row by row, with only the upper triangle filled. */
  private double[] curvature(NDArray probabilities, NDArray ofOthers) {
    int size = Math.toIntExact(design.getShape().get(1));
    int classes = Math.toIntExact(probabilities.getShape().get(1)) - 1;
    double[] matrix = new double[size * classes * size * classes];
    NDArray transposed = design.transpose();
    for (int k = 0; k < classes; k++) {
      NDArray ofClass = weighed(column(probabilities, k + 1));
      for (int l = k; l < classes; l++) {
        NDArray other = k == l ? column(ofOthers, k + 1) : column(probabilities, l + 1).neg();
        double[] block = transposed.matMul(design.mul(ofClass.mul(other))).toDoubleArray();
        for (int i = 0; i < size; i++) {
          int to = (k * size + i) * size * classes + l * size;
          System.arraycopy(block, i * size, matrix, to, size);
        }
      }
    }
    return matrix;
  }

  private static NDArray column(NDArray matrix, int place) {
    return matrix.get(":, " + place + ":" + (place + 1));
  }

  /** Shape (size, classes but the first). */
  private NDArray logits(double[] parameters) {
    long size = design.getShape().get(1);
    NDArray packed =
        design.getManager().create(parameters, new Shape(parameters.length / size, size));
    return design.matMul(packed.transpose());
  }

  private NDArray weighed(NDArray ofRows) {
    return rows.isWeighted() ? ofRows.mul(wide(rows.weights())).mul(unit) : ofRows;
  }

  /** 0 for the rows that weigh nothing. */
  private NDArray counted(NDArray ofRows) {
    return rows.isWeighted() ? ofRows.mul(wide(rows.weights().gt(0))) : ofRows;
  }

  /** Adds {@code X'X} of the rows that weigh anything. */
  void addSquaresTo(Information sum) {
    double[] products = design.transpose().matMul(counted(design)).toDoubleArray();
    sum.add(0, 0, largest(), new double[Math.toIntExact(design.getShape().get(1))], products);
  }

  /**
   * The length {@code sqrt(x' A^-1 x)} of the longest row, of more than two classes twice that with
   * the block of A^-1 of the class where it is longest.
   *
   * @param inverse of the factor of A
   */
  double reach(double[][] inverse) {
    int size = Math.toIntExact(design.getShape().get(1));
    double most = 0;
    for (int from = 0; from < inverse.length; from += size) {
      double[] ofClass = new double[size * inverse.length];
      for (int i = 0; i < size; i++) {
        System.arraycopy(inverse[from + i], 0, ofClass, i * inverse.length, inverse.length);
      }
      NDArray rotated =
          design.matMul(design.getManager().create(ofClass, new Shape(size, inverse.length)));
      most = Math.max(most, counted(rotated.square().sum(CLASSES, true)).max().getDouble());
    }
    return (inverse.length == size ? 1 : 2) * Math.sqrt(most);
  }

  /** The largest absolute logit of a row that weighs anything. */
  double largestLogit(double[] parameters) {
    return counted(logits(parameters).abs()).max().getDouble();
  }
}
