package dev.logistic.solver;

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
public record CenteredBlock(NDArray design, Minibatch rows, double unit) {

  private static final int[] CLASSES = {0};
  private static final int[] ROWS = {1};

  /** Centers the rows of a block; the arrays belong to the caller's scope. */
  public static CenteredBlock of(RowBlock block, Centering centering) {
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
    Binomial at = new Binomial(parameters);
    information.add(
        at.logLikelihood(),
        Margins.least(at.margins, rows),
        largest(),
        at.gradient(),
        products(at.curvature()).toDoubleArray());
  }

  /** The rows' probabilities with two classes; arrays of shape (1, size). */
  private final class Binomial {
    private final NDArray signs;
    private final NDArray margins; // above 0: its own class is the likelier
    private final NDArray ofOther; // exact also where it is tiny

    Binomial(double[] parameters) {
      this.signs = ofRows(rows.signs());
      this.margins = logits(parameters).muli(signs);
      this.ofOther = Activation.sigmoid(margins.neg());
    }

    double logLikelihood() {
      return weighed(logProbability(margins)).sum().getDouble();
    }

    double[] gradient() {
      return design.matMul(weighed(ofOther.mul(signs)).transpose()).toDoubleArray();
    }

    NDArray curvature() {
      return Activation.sigmoid(margins).muli(ofOther);
    }
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
    Multinomial at = new Multinomial(parameters);
    information.add(
        at.logLikelihood(),
        Margins.least(Margins.of(at.logits.transpose(), at.own.transpose()), rows),
        largest(),
        at.gradient(),
        curvature(at.probabilities, at.ofOthers));
  }

  /** The rows' probabilities with more classes; arrays of shape (classes, size). */
  private final class Multinomial {
    private final NDArray own;
    private final NDArray logits;
    private final NDArray logProbabilities;
    private final NDArray probabilities;
    private final NDArray ofOthers; // exact also where it is tiny

    Multinomial(double[] parameters) {
      this.own = wide(rows.indicators().transpose());
      NDManager owner = design.getManager();
      NDArray ofFirst = owner.zeros(new Shape(1, rows.size()), DataType.FLOAT64);
      this.logits = ofFirst.concat(logits(parameters), 0);
      this.logProbabilities = logits.logSoftmax(0);
      this.probabilities = logProbabilities.exp();
      int classes = Math.toIntExact(logits.getShape().get(0));
      NDArray unlike = owner.eye(classes).toType(DataType.FLOAT64, false).negi().addi(1);
      this.ofOthers = unlike.matMul(probabilities);
    }

    double logLikelihood() {
      return weighed(logProbabilities.mul(own).sum(CLASSES, true)).sum().getDouble();
    }

    double[] gradient() {
      NDArray slopes = own.mul(ofOthers).subi(own.neg().addi(1).muli(probabilities));
      return weighed(slopes.get("1:")).matMul(design.transpose()).toDoubleArray();
    }
  }

  /** Adds the log-likelihood of these rows, its gradient and the diagonal of the information. */
  void addTo(GradientPass.Sum sum, double[] parameters) {
    NDArray squares = design.square().transpose();
    if (parameters.length == length()) {
      Binomial at = new Binomial(parameters);
      NDArray diagonal = weighed(at.curvature()).matMul(squares);
      sum.add(at.logLikelihood(), at.gradient(), diagonal.toDoubleArray());
    } else {
      Multinomial at = new Multinomial(parameters);
      NDArray curvature = at.probabilities.mul(at.ofOthers).get("1:");
      NDArray diagonal = weighed(curvature).matMul(squares);
      sum.add(at.logLikelihood(), at.gradient(), diagonal.toDoubleArray());
    }
  }

  /** Returns the product of the information of these rows and a direction. */
  double[] curvatureAlong(double[] direction, double[] parameters) {
    NDArray changes = logits(direction);
    NDArray slopes;
    if (parameters.length == length()) {
      slopes = new Binomial(parameters).curvature().muli(changes);
    } else {
      NDArray probabilities = new Multinomial(parameters).probabilities.get("1:");
      NDArray shares = probabilities.mul(changes);
      slopes = shares.sub(probabilities.mul(shares.sum(CLASSES, true)));
    }
    return weighed(slopes).matMul(design.transpose()).toDoubleArray();
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
  public void addSquaresTo(Information sum) {
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
