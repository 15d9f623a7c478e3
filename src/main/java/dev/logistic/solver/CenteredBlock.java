package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import dev.logistic.objective.Likelihood;
import dev.logistic.objective.LogitDerivatives;
import java.util.Arrays;

/**
 * Some rows in the form for Newton's method, in float64: a column of ones, then each feature minus
 * its mean. Centered columns keep the digits of those that vary little about a large mean. Arrays
 * made here belong to the caller's scope.
 *
 * @param design shape (columns + 1, size), since products over long columns are faster
 * @param rows the minibatch it was created from
 * @param unit the unit of the minibatch's weights, whose mean is 1 over its own data
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
  void addTo(Information information, double[] parameters, Likelihood likelihood) {
    LogitDerivatives at = likelihood.derivatives(logits(parameters), rows);
    information.add(
        logLikelihood(at),
        Margins.least(at.margins(), rows),
        largest(),
        gradient(at),
        curvature(at, parameters.length / length()));
  }

  /** Adds the log-likelihood of these rows, its gradient and the diagonal of the information. */
  void addTo(GradientPass.Sum sum, double[] parameters, Likelihood likelihood) {
    NDArray squares = design.square().transpose();
    LogitDerivatives at = likelihood.derivatives(logits(parameters), rows);
    NDArray diagonal = weighed(at.curvatureDiagonal()).matMul(squares);
    sum.add(logLikelihood(at), gradient(at), diagonal.toDoubleArray());
  }

  /** Returns the product of the information of these rows and a direction. */
  double[] curvatureAlong(double[] direction, double[] parameters, Likelihood likelihood) {
    NDArray changes = logits(direction);
    NDArray slopes = likelihood.derivatives(logits(parameters), rows).curvatureAlong(changes);
    return weighed(slopes).matMul(design.transpose()).toDoubleArray();
  }

  private double logLikelihood(LogitDerivatives at) {
    return weighed(at.logLikelihood()).sum().getDouble();
  }

  /**
   * A single row of slopes is multiplied from the right; the order of a product determines the
   * bits.
   */
  private double[] gradient(LogitDerivatives at) {
    NDArray slopes = weighed(at.gradient());
    NDArray gradient =
        slopes.getShape().get(0) == 1
            ? design.matMul(slopes.transpose())
            : slopes.matMul(design.transpose());
    return gradient.toDoubleArray();
  }

  /**
   * Row by row, with only the upper triangle filled.
   *
   * @param classes except the first
   */
  private double[] curvature(LogitDerivatives at, int classes) {
    int size = length();
    double[] matrix = new double[size * classes * size * classes];
    for (int k = 0; k < classes; k++) {
      for (int l = k; l < classes; l++) {
        double[] block = products(at.curvature(k, l)).toDoubleArray();
        for (int i = 0; i < size; i++) {
          int to = (k * size + i) * size * classes + l * size;
          System.arraycopy(block, i * size, matrix, to, size);
        }
      }
    }
    return matrix;
  }

  /** The largest absolute value of each column of the design in rows of positive weight. */
  private double[] largest() {
    NDArray counted = counted(design);
    double[] greatest = counted.max(ROWS).toDoubleArray();
    double[] least = counted.min(ROWS).toDoubleArray();
    Arrays.setAll(greatest, i -> Math.max(greatest[i], -least[i]));
    return greatest;
  }

  /** {@code X'WX}, given the diagonal of W. */
  private NDArray products(NDArray curvature) {
    return design.mul(weighed(curvature)).matMul(design.transpose());
  }

  /** Shape (classes but the first, size). */
  private NDArray logits(double[] parameters) {
    int size = length();
    return design
        .getManager()
        .create(parameters, new Shape(parameters.length / size, size))
        .matMul(design);
  }

  /** Converts to float64, from shape (size, 1) to (1, size). */
  private static NDArray ofRows(NDArray column) {
    return wide(column).reshape(1, -1);
  }

  private NDArray weighed(NDArray values) {
    return rows.isWeighted() ? values.mul(ofRows(rows.weights())).mul(unit) : values;
  }

  /** 0 for the rows of weight 0. */
  private NDArray counted(NDArray values) {
    return rows.isWeighted() ? values.mul(ofRows(rows.weights().gt(0))) : values;
  }

  /** Adds {@code X'X} of the rows of positive weight. */
  public void addSquaresTo(Information sum) {
    double[] products = counted(design).matMul(design.transpose()).toDoubleArray();
    sum.add(0, 0, largest(), new double[length()], products);
  }

  /**
   * The length {@code sqrt(x' A^-1 x)} of the longest row; for more than two classes, twice the
   * longest over the classes' blocks of A^-1.
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

  /** The largest absolute logit of a row of positive weight. */
  double largestLogit(double[] parameters) {
    return counted(logits(parameters).abs()).max().getDouble();
  }
}
