package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Targets;
import dev.logistic.objective.Likelihood;
import dev.logistic.objective.LogitDerivatives;
import java.util.Arrays;

/**
 * Some rows in the form for Newton's method, in float64: a column of ones, then each feature minus
 * its mean. Centered columns keep the digits of those that vary little about a large mean. Arrays
 * made here belong to the caller's scope.
 *
 * @param design of the rows
 * @param targets labels and weights of the rows
 * @param unit the unit of the weights, whose mean is 1 over the rows' own data
 */
public record CenteredBlock(Design design, Targets targets, double unit) {

  private static final int[] CLASSES = {0};
  private static final int[] ROWS = {1};

  /** Centers the rows of a block; the arrays belong to the caller's scope. */
  public static CenteredBlock of(RowBlock block, Centering centering) {
    return new CenteredBlock(block.features().centered(centering), block.targets(), block.unit());
  }

  /**
   * Centers the first rows of a block, one in so many, or all where that saves nothing: those of
   * sparse rows.
   */
  static CenteredBlock ofFirst(RowBlock block, long oneIn, Centering centering) {
    if (oneIn > 1 && block.features() instanceof DenseFeatures dense) {
      long rows = (block.targets().size() + oneIn - 1) / oneIn;
      return new CenteredBlock(
          dense.centered(centering, rows), new FirstTargets(block.targets(), rows), block.unit());
    }
    return of(block, centering);
  }

  /**
   * The same rows in other units.
   *
   * @param divisors of each column, the ones first
   */
  public CenteredBlock dividedBy(double[] divisors) {
    NDArray matrix = design.matrix();
    NDArray column = matrix.getManager().create(divisors, new Shape(divisors.length, 1));
    return new CenteredBlock(new DenseDesign(matrix.div(column)), targets, unit);
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }

  /**
   * Adds the log-likelihood of these rows and its derivatives.
   *
   * @param parameters as {@link Centering} has them for Newton's method
   */
  void addTo(Information information, double[] parameters, Likelihood likelihood) {
    NDArray logits = design.times(parameters);
    // Whatever the offsets are, only parameters that separate the classes alone have no optimum.
    NDArray alone =
        targets.hasOffsets() ? likelihood.margins(logits.reshape(-1, 1), targets) : null;
    LogitDerivatives at = likelihood.derivatives(logits, targets);
    NDArray matrix = design.matrix(); // once, as that of sparse rows is made anew each time
    information.add(
        logLikelihood(at),
        Margins.least(alone == null ? at.margins() : alone, targets),
        largest(matrix),
        design.transposedTimes(weighed(at.gradient())),
        curvature(matrix, at, parameters.length / design.length()));
  }

  /** Adds the log-likelihood of these rows, its gradient and the diagonal of the information. */
  void addTo(GradientPass.Sum sum, double[] parameters, Likelihood likelihood) {
    if (readsOnce(parameters) && design instanceof SparseDesign sparse) {
      sparse.addTo(sum, parameters, unit);
      return;
    }
    LogitDerivatives at = likelihood.derivatives(design.times(parameters), targets);
    sum.add(
        logLikelihood(at),
        design.transposedTimes(weighed(at.gradient())),
        design.squaresTimes(weighed(at.curvatureDiagonal())));
  }

  /** Whether all products of a pass need one reading of the rows. */
  private boolean readsOnce(double[] parameters) {
    return parameters.length == design.length() && !targets.hasOffsets();
  }

  /** Returns the product of the information of these rows and a direction. */
  double[] curvatureAlong(double[] direction, double[] parameters, Likelihood likelihood) {
    if (readsOnce(parameters) && design instanceof SparseDesign sparse) {
      return sparse.curvatureAlong(direction, parameters, unit);
    }
    NDArray changes = design.times(direction);
    NDArray slopes =
        likelihood.derivatives(design.times(parameters), targets).curvatureAlong(changes);
    return design.transposedTimes(weighed(slopes));
  }

  private double logLikelihood(LogitDerivatives at) {
    return weighed(at.logLikelihood()).sum().getDouble();
  }

  /**
   * Row by row, of which the upper triangle counts.
   *
   * @param classes except the first
   */
  private double[] curvature(NDArray matrix, LogitDerivatives at, int classes) {
    if (classes == 1) {
      return products(matrix, at.curvature(0, 0)).toDoubleArray();
    }
    int size = design.length();
    double[] all = new double[size * classes * size * classes];
    for (int k = 0; k < classes; k++) {
      for (int l = k; l < classes; l++) {
        double[] block = products(matrix, at.curvature(k, l)).toDoubleArray();
        for (int i = 0; i < size; i++) {
          int to = (k * size + i) * size * classes + l * size;
          System.arraycopy(block, i * size, all, to, size);
        }
      }
    }
    return all;
  }

  /** The largest absolute value of each column of the design in rows of positive weight. */
  private double[] largest(NDArray matrix) {
    NDArray counted = counted(matrix);
    double[] greatest = counted.max(ROWS).toDoubleArray();
    double[] least = counted.min(ROWS).toDoubleArray();
    Arrays.setAll(greatest, i -> Math.max(greatest[i], -least[i]));
    return greatest;
  }

  /** {@code X'WX}, given the diagonal of W. */
  private NDArray products(NDArray matrix, NDArray curvature) {
    try (NDArray scaled = matrix.mul(weighed(curvature))) { // as large as the matrix
      return scaled.matMul(matrix.transpose());
    }
  }

  /** Converts to float64, from shape (size, 1) to (1, size). */
  private static NDArray ofRows(NDArray column) {
    return wide(column).reshape(1, -1);
  }

  private NDArray weighed(NDArray values) {
    return targets.isWeighted() ? values.mul(ofRows(targets.weights())).mul(unit) : values;
  }

  /** 0 for the rows of weight 0. */
  private NDArray counted(NDArray values) {
    return targets.isWeighted() ? values.mul(ofRows(targets.weights().gt(0))) : values;
  }

  /** Adds {@code X'X} of the rows of positive weight. */
  public void addSquaresTo(Information sum) {
    NDArray matrix = design.matrix();
    double[] products = counted(matrix).matMul(matrix.transpose()).toDoubleArray();
    sum.add(0, 0, largest(matrix), new double[design.length()], products);
  }

  /**
   * The length {@code sqrt(x' A^-1 x)} of the longest row; for more than two classes, twice the
   * longest over the classes' blocks of A^-1.
   *
   * @param inverse of the factor of A
   */
  double reach(double[][] inverse) {
    int size = design.length();
    double most = 0;
    for (int from = 0; from < inverse.length; from += size) {
      NDArray squares = rotated(inverse, from).square();
      most = Math.max(most, counted(squares.sum(CLASSES, true)).max().getDouble());
    }
    return (inverse.length == size ? 1 : 2) * Math.sqrt(most);
  }

  /**
   * Returns the sum over these rows of the products of their scores with themselves, row by row.
   *
   * @param inverse of the factor of the information, by which scores are multiplied
   * @param leveragePower the power of {@code 1 - h}, h being a row's leverage, by which the
   *     products are divided; 0 for more than two classes
   * @param repeated whether a row of weight w stands for w rows; otherwise w multiplies its score
   */
  double[] scores(
      double[] parameters,
      Likelihood likelihood,
      double[][] inverse,
      int leveragePower,
      boolean repeated) {
    LogitDerivatives at = likelihood.derivatives(design.times(parameters), targets);
    if (inverse.length > design.length()) {
      return productsOfScores(at.gradient(), inverse, repeated);
    }
    NDArray rotated = rotated(inverse, 0);
    NDArray residuals = at.gradient();
    NDArray curvature = at.curvatureDiagonal();
    NDArray weights = repeated ? weighed(residuals.square()) : weighed(residuals).square();
    NDArray leverages = leverages(rotated, repeated ? curvature : weighed(curvature));
    for (int i = 0; i < leveragePower; i++) {
      weights = weights.div(leverages.neg().add(1));
    }
    try (NDArray scaled = rotated.mul(weights)) {
      return scaled.matMul(rotated.transpose()).toDoubleArray();
    }
  }

  /**
   * Returns the scores of these rows multiplied by the inverse of the factor of the information:
   * shape (parameters, rows), row by row.
   */
  double[] scoresOfRows(double[] parameters, Likelihood likelihood, double[][] inverse) {
    LogitDerivatives at = likelihood.derivatives(design.times(parameters), targets);
    return rotatedScores(weighed(at.gradient()), inverse).toDoubleArray();
  }

  private double[] productsOfScores(NDArray residuals, double[][] inverse, boolean repeated) {
    NDArray scores = rotatedScores(repeated ? residuals : weighed(residuals), inverse);
    return (repeated ? weighed(scores) : scores).matMul(scores.transpose()).toDoubleArray();
  }

  /**
   * A row's score has a part for each class but the first: its residual times the row.
   *
   * @param residuals shape (classes - 1, rows)
   */
  private NDArray rotatedScores(NDArray residuals, double[][] inverse) {
    int size = design.length();
    NDArray scores = rotated(inverse, 0).mul(residuals.get("0:1"));
    for (int from = size; from < inverse.length; from += size) {
      int place = from / size;
      scores.addi(rotated(inverse, from).mul(residuals.get(place + ":" + (place + 1))));
    }
    return scores;
  }

  /**
   * Adds the logit and the leverage of each of these rows. For two classes.
   *
   * @param inverse of the factor of the information
   */
  void addTo(RowLeverages found, double[] parameters, Likelihood likelihood, double[][] inverse) {
    NDArray logits = design.times(parameters);
    double[] values = logits.toDoubleArray(); // derivatives overwrite the array
    NDArray curvature = weighed(likelihood.derivatives(logits, targets).curvatureDiagonal());
    found.add(values, leverages(rotated(inverse, 0), curvature).toDoubleArray());
  }

  /**
   * Returns the derivatives of these rows' part of half the logarithm of the information's
   * determinant. For two classes.
   *
   * @param inverse of the factor of the information
   */
  double[] jeffreysScore(double[] parameters, Likelihood likelihood, double[][] inverse) {
    LogitDerivatives at = likelihood.derivatives(design.times(parameters), targets);
    NDArray leverages = leverages(rotated(inverse, 0), weighed(at.curvatureDiagonal()));
    NDArray halfLessP = at.gradient().sub(ofRows(targets.signs()).mul(0.5)); // y - p - (y - 1/2)
    return design.transposedTimes(leverages.mul(halfLessP));
  }

  private static NDArray leverages(NDArray rotated, NDArray curvature) {
    try (NDArray squares = rotated.square()) {
      return curvature.mul(squares.sum(CLASSES, true));
    }
  }

  /**
   * The rows multiplied by some rows of the inverse of a factor, transposed.
   *
   * @param from the first row of the inverse
   */
  private NDArray rotated(double[][] inverse, int from) {
    int size = design.length();
    double[] ofClass = new double[size * inverse.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(inverse[from + i], 0, ofClass, i * inverse.length, inverse.length);
    }
    NDArray matrix = design.matrix();
    NDArray rotation = matrix.getManager().create(ofClass, new Shape(size, inverse.length));
    return rotation.transpose().matMul(matrix);
  }

  /** The largest absolute logit of a row of positive weight. */
  double largestLogit(double[] parameters) {
    return counted(design.times(parameters).abs()).max().getDouble();
  }
}
