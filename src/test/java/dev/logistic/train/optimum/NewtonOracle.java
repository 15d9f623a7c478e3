package dev.logistic.train.optimum;

import java.util.Arrays;

/**
 * Minimises a {@link Problem} to the precision of a double, by Newton's method with halved steps,
 * or with l1 by Newton's method on models with l1, each minimised coordinate by coordinate and then
 * exactly on the signs that were found. Works on columns of weighted mean 0 and deviation 1, with
 * the penalty of the given ones. Independent of the product: no DJL, none of its classes.
 */
final class NewtonOracle {

  private static final int ITERATIONS = 300;

  /** Most full steps after the decrement is so small that they need not be shortened. */
  private static final int LAST_STEPS = 40;

  private final Problem given;
  private final double[] means;
  private final double[] scales;
  private final Problem problem; // standardized
  private final double[] ridges; // by parameter
  private final double[] lassos;
  private final int parameters;
  private final double small;

  private double[] gradient = new double[0]; // of the smooth part
  private double[][] hessian = new double[0][];

  /**
   * @param balance the same rows, weighted as the columns are to be centred and scaled
   */
  private NewtonOracle(Problem given, Problem balance) {
    this.given = given;
    this.means = balance.means();
    this.scales = balance.deviations();
    this.problem = given.transformed(means, scales);
    int width = given.columns() + 1;
    this.parameters = given.outputs() * width;
    this.ridges = new double[parameters];
    this.lassos = new double[parameters];
    for (int i = 0; i < parameters; i++) {
      int column = i % width;
      boolean bias = column == width - 1;
      ridges[i] = bias ? 0 : given.l2() / scales[column] / scales[column];
      lassos[i] = bias ? 0 : given.l1() / scales[column];
    }
    this.small = 1e-13 * given.nullLoss();
  }

  /**
   * Where the objective is least.
   *
   * @param solution for the given features
   * @param objective there
   * @param settled whether Newton's method came to rest there: its last step changed neither the
   *     objective nor any row's logits, as it does where parameters grow without end
   * @param spread for each parameter, as packed, how far it may be from here in root of twice the
   *     excess of the objective; at an optimum of the mean loss over n rows without a penalty, root
   *     of n times its standard error
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Optimum(Solution solution, double objective, boolean settled, double[] spread) {}

  /**
   * Minimises three times, each time with columns that are centred and scaled by the curvature of
   * the rows at the last optimum: by an outlying row's value the others may hardly differ.
   */
  static Optimum minimize(Problem problem) {
    NewtonOracle first = new NewtonOracle(problem, problem);
    Optimum optimum = first.minimize(first.start());
    for (int round = 0; round < 2; round++) {
      Problem balance = problem.withWeights(curvatures(problem, optimum.solution()));
      if (balance.weightSum() > 0) {
        NewtonOracle next = new NewtonOracle(problem, balance);
        optimum = next.minimize(optimum.solution().scaled(next.means, next.scales).packed());
      }
    }
    return optimum;
  }

  /** How much each row's loss bends, scaled so that a double holds it. */
  private static double[] curvatures(Problem problem, Solution at) {
    double[] curvatures = new double[problem.rows()];
    for (int row = 0; row < curvatures.length; row++) {
      double[] logits = new double[problem.outputs()];
      for (int output = 0; output < logits.length; output++) {
        logits[output] = at.logit(output, problem.x()[row]);
      }
      double[] each = toProbabilities(logits);
      curvatures[row] = problem.weights()[row] * Arrays.stream(each).sum();
    }
    double most = Arrays.stream(curvatures).max().orElseThrow();
    return Arrays.stream(curvatures)
        .map(curvature -> most > 0 && curvature > 1e-12 * most ? curvature / most : 0)
        .toArray();
  }

  private Optimum minimize(double[] start) {
    double[] at = start;
    double value = value(at);
    boolean settled = false;
    int last = 0;
    for (int i = 0; i < ITERATIONS && last < LAST_STEPS && !settled; i++) {
      differentiate(at);
      double[] step = withoutShift(given.l1() > 0 ? lassoStep(at) : solved(negative(gradient)));
      double bend = bend(step);
      if (bend <= small) {
        last++;
        settled = bend <= 1e-6 * small && change(step) <= 1e-5;
        at = moved(at, step, 1);
        value = value(at);
        continue;
      }
      double decrement = decrement(at, step);
      double length = 1;
      double[] next = moved(at, step, length);
      double reached = value(next);
      while (!(reached <= value - 1e-4 * length * decrement) && length > 1e-12) {
        length /= 2;
        next = moved(at, step, length);
        reached = value(next);
      }
      if (!(reached < value)) {
        break;
      }
      at = next;
      value = reached;
    }
    differentiate(at);
    return new Optimum(
        Solution.of(at, given.outputs()).unscaled(means, scales), value, settled, spread());
  }

  /**
   * Moves the biases of more than two classes so that their steps sum to 0: they count only by
   * their differences, and along their sum the factor has no curvature but its ridge, so that
   * rounding of the gradient becomes a large step.
   */
  private double[] withoutShift(double[] step) {
    int width = given.columns() + 1;
    double mean = 0;
    for (int bias = width - 1; bias < parameters; bias += width) {
      mean += step[bias] / given.outputs();
    }
    double[] moved = step.clone();
    for (int bias = width - 1; bias < parameters && given.outputs() > 1; bias += width) {
      moved[bias] -= mean;
    }
    return moved;
  }

  /** The largest change of a row's logits by a step: near 1 where parameters grow without end. */
  private double change(double[] step) {
    Solution change = Solution.of(step, given.outputs()).centered();
    double largest = 0;
    for (int row = 0; row < given.rows(); row++) {
      for (int output = 0; output < given.outputs() && problem.weights()[row] > 0; output++) {
        largest = Math.max(largest, Math.abs(change.logit(output, problem.x()[row])));
      }
    }
    return largest;
  }

  /** No weights, and the biases that fit the classes. */
  private double[] start() {
    double[] sums = given.classWeights();
    double[] at = new double[parameters];
    int width = given.columns() + 1;
    if (given.outputs() == 1) {
      at[width - 1] = Math.log(sums[1] / sums[0]);
    } else {
      for (int output = 0; output < given.outputs(); output++) {
        at[output * width + width - 1] = Math.log(sums[output] / given.weightSum());
      }
    }
    return at;
  }

  /** How much the model with l1 falls: {@code -(g'd + |w + d| - |w|)}. */
  private double decrement(double[] at, double[] step) {
    double sum = 0;
    for (int i = 0; i < parameters; i++) {
      sum -= gradient[i] * step[i];
      sum -= lassos[i] * (Math.abs(at[i] + step[i]) - Math.abs(at[i]));
    }
    return Math.max(sum, 0);
  }

  /** The decrement of a step to the least of a quadratic model, free of cancellation. */
  private double bend(double[] step) {
    double sum = 0;
    for (int i = 0; i < parameters; i++) {
      for (int j = 0; j < parameters; j++) {
        sum += step[i] * hessian[i][j] * step[j];
      }
    }
    return sum;
  }

  private double value(double[] at) {
    double value = problem.withPenalty(0, 0).objective(Solution.of(at, given.outputs()));
    for (int i = 0; i < parameters; i++) {
      value += ridges[i] / 2 * at[i] * at[i] + lassos[i] * Math.abs(at[i]);
    }
    return value;
  }

  private void differentiate(double[] at) {
    gradient = new double[parameters];
    hessian = new double[parameters][parameters];
    Solution solution = Solution.of(at, given.outputs());
    double[] probabilities = new double[given.outputs()];
    double all = given.weightSum();
    for (int row = 0; row < given.rows(); row++) {
      if (problem.weights()[row] > 0) {
        for (int output = 0; output < probabilities.length; output++) {
          probabilities[output] = solution.logit(output, problem.x()[row]);
        }
        double[] curvatures = toProbabilities(probabilities);
        add(row, probabilities, curvatures, problem.weights()[row] / all);
      }
    }
    for (int i = 0; i < parameters; i++) {
      gradient[i] += ridges[i] * at[i];
      hessian[i][i] += ridges[i];
      for (int j = 0; j < i; j++) {
        hessian[j][i] = hessian[i][j];
      }
    }
  }

  /** Replaces logits by probabilities, and returns {@code p (1 - p)} without cancellation. */
  private static double[] toProbabilities(double[] logits) {
    if (logits.length == 1) {
      double small = Math.exp(-Math.abs(logits[0]));
      logits[0] = logits[0] > 0 ? 1 / (1 + small) : small / (1 + small);
      return new double[] {small / (1 + small) / (1 + small)};
    }
    double most = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.exp(logits[i] - most);
      sum += logits[i];
    }
    double[] curvatures = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      double others = 0;
      for (int j = 0; j < logits.length; j++) {
        others += j == i ? 0 : j < i ? logits[j] : logits[j] / sum;
      }
      logits[i] /= sum;
      curvatures[i] = logits[i] * others;
    }
    return curvatures;
  }

  /** Adds one row to the gradient and to the lower half of the Hessian. */
  private void add(int row, double[] probabilities, double[] curvatures, double weight) {
    double[] x = problem.x()[row];
    int width = x.length + 1;
    int own = problem.y()[row];
    double[] repeated = new double[parameters]; // the row with a 1 after it, for each output
    for (int output = 0; output < probabilities.length; output++) {
      System.arraycopy(x, 0, repeated, output * width, x.length);
      repeated[output * width + x.length] = 1;
    }
    for (int a = 0; a < probabilities.length; a++) {
      double residual = weight * residual(probabilities, curvatures, own, a);
      addMultiple(gradient, residual, repeated, a * width, (a + 1) * width);
      for (int b = 0; b <= a; b++) {
        double curvature = weight * (a == b ? curvatures[a] : -probabilities[a] * probabilities[b]);
        for (int i = 0; i < width; i++) {
          double factor = curvature * repeated[i];
          int until = a == b ? i + 1 : width;
          addMultiple(hessian[a * width + i], factor, repeated, b * width, b * width + until);
        }
      }
    }
  }

  /**
   * Adds a multiple of elements to those of the same places: of such loops the compiler makes
   * vector instructions.
   */
  private static void addMultiple(double[] to, double factor, double[] from, int first, int end) {
    if (factor != 0) {
      for (int i = first; i < end; i++) {
        to[i] += factor * from[i];
      }
    }
  }

  /** The derivative of a row's loss by a logit, without cancellation. */
  private static double residual(double[] probabilities, double[] curvatures, int own, int output) {
    if (probabilities.length == 1) {
      return own == 0 ? probabilities[0] : -curvatures[0] / probabilities[0];
    }
    if (output != own) {
      return probabilities[output];
    }
    double others = 0;
    for (int other = 0; other < probabilities.length; other++) {
      others += other == own ? 0 : probabilities[other];
    }
    return -others;
  }

  /** The step to the least of the quadratic model plus l1. */
  private double[] lassoStep(double[] at) {
    double[] next = at.clone();
    double[] slope = gradient.clone(); // of the quadratic model at next
    for (int round = 0; round < 200; round++) {
      double largest = 0;
      for (int sweep = 0; sweep < 20; sweep++) {
        largest = sweep(next, slope);
      }
      double[] exact = onSigns(at, next);
      if (exact.length > 0) {
        return exact;
      }
      if (largest == 0) {
        break;
      }
    }
    return difference(next, at);
  }

  /** Minimises the model along each parameter; returns the largest change. */
  private double sweep(double[] next, double[] slope) {
    double largest = 0;
    for (int i = 0; i < parameters; i++) {
      double curvature = hessian[i][i] * (1 + 1e-12);
      if (curvature > 0) {
        double free = next[i] - slope[i] / curvature;
        double change = Math.signum(free) * Math.max(0, Math.abs(free) - lassos[i] / curvature);
        change -= next[i];
        next[i] += change;
        addMultiple(slope, change, hessian[i], 0, parameters);
        largest = Math.max(largest, Math.abs(change));
      }
    }
    return largest;
  }

  /** The model's least with the signs of a point, if it has those signs; else nothing. */
  private double[] onSigns(double[] at, double[] signs) {
    int[] free =
        java.util.stream.IntStream.range(0, parameters)
            .filter(i -> lassos[i] == 0 || signs[i] != 0)
            .toArray();
    double[] right = new double[free.length];
    double[][] matrix = new double[free.length][free.length];
    for (int a = 0; a < free.length; a++) {
      int i = free[a];
      right[a] = -gradient[i] - lassos[i] * Math.signum(signs[i]);
      for (int j = 0; j < parameters; j++) {
        if (lassos[j] != 0 && signs[j] == 0) {
          right[a] += hessian[i][j] * at[j]; // its step is to 0
        }
      }
      for (int b = 0; b < free.length; b++) {
        matrix[a][b] = hessian[i][free[b]];
      }
    }
    double[] part = solved(matrix, right);
    double[] step = new double[parameters];
    for (int i = 0; i < parameters; i++) {
      step[i] = -at[i];
    }
    for (int a = 0; a < free.length; a++) {
      step[free[a]] = part[a];
      int i = free[a];
      if (lassos[i] != 0 && Math.signum(at[i] + part[a]) != Math.signum(signs[i])) {
        return new double[0];
      }
    }
    for (int i = 0; i < parameters; i++) {
      if (lassos[i] != 0 && signs[i] == 0) {
        double slope = gradient[i];
        for (int j = 0; j < parameters; j++) {
          slope += hessian[i][j] * step[j];
        }
        if (Math.abs(slope) > lassos[i] * (1 + 1e-12) + 1e-16) {
          return new double[0];
        }
      }
    }
    return step;
  }

  private double[] solved(double[] right) {
    return solved(hessian, right);
  }

  /** Solves with the least ridge that a factor needs, relative to the diagonal. */
  private static double[] solved(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] factor = factor(matrix, n);
    double[] solution = right.clone();
    for (int i = 0; i < n; i++) {
      solution[i] /= factor[i][i];
      addMultiple(solution, -solution[i], factor[i], i + 1, n);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        solution[i] -= factor[i][j] * solution[j];
      }
      solution[i] /= factor[i][i];
    }
    return solution;
  }

  private static double[][] factor(double[][] matrix, int n) {
    for (double ridge = 1e-14; ; ridge *= 10) {
      double[][] factor = cholesky(matrix, n, ridge);
      if (factor.length > 0) {
        return factor;
      }
    }
  }

  /** The upper factor of the matrix with a ridge, or nothing where it has none. */
  private static double[][] cholesky(double[][] matrix, int n, double ridge) {
    double[][] factor = new double[n][];
    for (int i = 0; i < n; i++) {
      double diagonal = matrix[i][i];
      double[] row = matrix[i].clone();
      row[i] = diagonal > 0 ? diagonal * (1 + ridge) : 1;
      for (int k = 0; k < i; k++) {
        addMultiple(row, -factor[k][i], factor[k], i, n);
      }
      if (!(row[i] > diagonal * 1e-15)) {
        return new double[0][];
      }
      row[i] = Math.sqrt(row[i]);
      for (int j = i + 1; j < n; j++) {
        row[j] /= row[i];
      }
      factor[i] = row;
    }
    return factor;
  }

  /** Roots of the diagonal of the inverse Hessian, for the given features. */
  private double[] spread() {
    if (parameters > 200) {
      return new double[0];
    }
    int width = given.columns() + 1;
    double[] spread = new double[parameters];
    for (int i = 0; i < parameters; i++) {
      int from = i / width * width;
      double[] direction = new double[parameters];
      if (i % width < width - 1) {
        direction[i] = 1 / scales[i % width];
      } else {
        direction[i] = 1;
        for (int column = 0; column < width - 1; column++) {
          direction[from + column] = -means[column] / scales[column];
        }
      }
      double[] solved = solved(direction);
      double sum = 0;
      for (int j = 0; j < parameters; j++) {
        sum += solved[j] * direction[j];
      }
      spread[i] = Math.sqrt(Math.max(sum, 0));
    }
    return spread;
  }

  private static double[] negative(double[] vector) {
    return Arrays.stream(vector).map(value -> -value).toArray();
  }

  private static double[] moved(double[] from, double[] step, double length) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += length * step[i];
    }
    return to;
  }

  private static double[] difference(double[] to, double[] from) {
    return moved(to, from, -1);
  }
}
