package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.logistic.data.Minibatch;
import java.util.Arrays;

/**
 * Some rows as Newton's method sees them, in float64: a column of ones, then each feature less its
 * mean. Centered columns keep the digits of those that vary little about a large mean. Arrays made
 * here belong to the caller's scope.
 *
 * @param design shape (columns + 1, size), as products over long columns are the faster
 * @param rows what it is made of
 * @param unit what the minibatch's weights, whose mean is 1 over its own data, are multiples of
 */
record CenteredBlock(NDArray design, Minibatch rows, double unit) {

  private static final int[] CLASSES = {0};
  private static final int[] ROWS = {1};

  static CenteredBlock of(RowBlock block, Centering centering) {
    Minibatch rows = block.rows();
    int columns = centering.means().length;
    NDArray features = wide(rows.features().transpose());
    NDManager owner = features.getManager();
    NDArray centered = features.sub(owner.create(centering.means(), new Shape(columns, 1)));
    if (centering.hasUnits()) {
      centered.muli(owner.create(centering.units(), new Shape(columns, 1)));
    }
    NDArray ones = owner.ones(new Shape(1, rows.size()), DataType.FLOAT64);
    return new CenteredBlock(ones.concat(centered, 0), rows, block.unit());
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }

  /** Length of a row of the design. */
  private int length() {
    return Math.toIntExact(design.getShape().get(0));
  }

  /**
   * Adds the log-likelihood of these rows and its derivatives.
   *
   * @param parameters as {@link Centering} has them for Newton's method
   */
  void addTo(Information information, double[] parameters) {
    if (parameters.length == length()) {
      addLogit(information, parameters);
    } else {
      addSoftmax(information, parameters);
    }
  }

  /** The largest absolute value of each column of the design in rows that weigh anything. */
  private double[] largest() {
    NDArray counted = counted(design);
    double[] greatest = counted.max(ROWS).toDoubleArray();
    double[] least = counted.min(ROWS).toDoubleArray();
    Arrays.setAll(greatest, i -> Math.max(greatest[i], -least[i]));
    return greatest;
  }

  private void addLogit(Information information, double[] parameters) {
    NDArray signs = ofRows(rows.signs());
    NDArray margins = logits(parameters).muli(signs); // above 0: its own class is the likelier
    NDArray ofOther = Activation.sigmoid(margins.neg()); // exact also where it is tiny
    NDArray curvature = Activation.sigmoid(margins).muli(ofOther);
    information.add(
        weighed(logProbability(margins)).sum().getDouble(),
        Margins.least(margins, rows),
        largest(),
        design.matMul(weighed(ofOther.mul(signs)).transpose()).toDoubleArray(),
        products(curvature).toDoubleArray());
  }

  /** {@code -log(1 + exp(-m))}; PyTorch's softplus would leave out up to 2e-9. */
  private static NDArray logProbability(NDArray margins) {
    return margins.minimum(0).subi(margins.abs().negi().exp().addi(1).log());
  }

  /** {@code X'WX}, given the diagonal of W. */
  private NDArray products(NDArray curvature) {
    return design.mul(weighed(curvature)).matMul(design.transpose());
  }

  /**
   * Of classes k and l the curvature is {@code X'WX} with {@code W = p_k (1 - p_k)}, or {@code -p_k
   * p_l} for two different ones (Böhning 1992, Multinomial logistic regression algorithm).
   */
  private void addSoftmax(Information information, double[] parameters) {
    NDArray own = wide(rows.indicators().transpose());
    NDArray logits = logits(parameters);
    NDArray all = logits.getManager().zeros(new Shape(1, rows.size()), DataType.FLOAT64);
    all = all.concat(logits, 0);
    NDArray logProbabilities = all.logSoftmax(0);
    NDArray probabilities = logProbabilities.exp();
    int classes = Math.toIntExact(all.getShape().get(0));
    NDArray unlike = all.getManager().eye(classes).toType(DataType.FLOAT64, false).negi().addi(1);
    NDArray ofOthers = unlike.matMul(probabilities); // exact also where it is tiny
    NDArray slopes = own.mul(ofOthers).subi(own.neg().addi(1).muli(probabilities));
    information.add(
        weighed(logProbabilities.mul(own).sum(CLASSES, true)).sum().getDouble(),
        Margins.least(Margins.of(all.transpose(), own.transpose()), rows),
        largest(),
        weighed(slopes.get("1:")).matMul(design.transpose()).toDoubleArray(),
        curvature(probabilities, ofOthers));
  }

  /** Row by row, with only the upper triangle filled. */
  private double[] curvature(NDArray probabilities, NDArray ofOthers) {
    int size = length();
    int classes = Math.toIntExact(probabilities.getShape().get(0)) - 1;
    double[] matrix = new double[size * classes * size * classes];
    for (int k = 0; k < classes; k++) {
      NDArray ofClass = row(probabilities, k + 1);
      for (int l = k; l < classes; l++) {
        NDArray other = k == l ? row(ofOthers, k + 1) : row(probabilities, l + 1).neg();
        double[] block = products(ofClass.mul(other)).toDoubleArray();
        for (int i = 0; i < size; i++) {
          int to = (k * size + i) * size * classes + l * size;
          System.arraycopy(block, i * size, matrix, to, size);
        }
      }
    }
    return matrix;
  }

  private static NDArray row(NDArray matrix, int place) {
    return matrix.get(place + ":" + (place + 1));
  }

  /** Shape (classes but the first, size). */
  private NDArray logits(double[] parameters) {
    int size = length();
    return design
        .getManager()
        .create(parameters, new Shape(parameters.length / size, size))
        .matMul(design);
  }

  /** In float64, from shape (size, 1) to (1, size). */
  private static NDArray ofRows(NDArray column) {
    return wide(column).reshape(1, -1);
  }

  private NDArray weighed(NDArray values) {
    return rows.isWeighted() ? values.mul(ofRows(rows.weights())).mul(unit) : values;
  }

  /** 0 for the rows that weigh nothing. */
  private NDArray counted(NDArray values) {
    return rows.isWeighted() ? values.mul(ofRows(rows.weights().gt(0))) : values;
  }

  /** Adds {@code X'X} of the rows that weigh anything. */
  void addSquaresTo(Information sum) {
    double[] products = counted(design).matMul(design.transpose()).toDoubleArray();
    sum.add(0, 0, largest(), new double[length()], products);
  }

  /**
   * The length {@code sqrt(x' A^-1 x)} of the longest row, of more than two classes twice that with
   * the block of A^-1 of the class where it is longest.
   *
   * @param inverse of the factor of A
   */
  double reach(double[][] inverse) {
    int size = length();
    double most = 0;
    for (int from = 0; from < inverse.length; from += size) {
      double[] ofClass = new double[size * inverse.length];
      for (int i = 0; i < size; i++) {
        System.arraycopy(inverse[from + i], 0, ofClass, i * inverse.length, inverse.length);
      }
      NDArray rotation = design.getManager().create(ofClass, new Shape(size, inverse.length));
      NDArray squares = rotation.transpose().matMul(design).square();
      most = Math.max(most, counted(squares.sum(CLASSES, true)).max().getDouble());
    }
    return (inverse.length == size ? 1 : 2) * Math.sqrt(most);
  }

  /** The largest absolute logit of a row that weighs anything. */
  double largestLogit(double[] parameters) {
    return counted(logits(parameters).abs()).max().getDouble();
  }
}
