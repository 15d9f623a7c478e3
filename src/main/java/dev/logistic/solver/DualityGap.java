package dev.logistic.solver;

import dev.logistic.objective.Penalty;
import java.util.Arrays;

/**
 * The difference of the objective and of a value of its Fenchel dual, which no objective is below.
 * Of rows with weights {@code s_i} of sum 1, dual probabilities q of the classes and {@code g =
 * sum_i s_i x_i (q_i - y_i)} the dual is {@code sum_i s_i H(q_i) - sum_j max(0, |g_j| - l1)^2 / (2
 * l2)}, H being the entropy, where {@code sum_i s_i (q_i - y_i) = 0}; without an l2 no {@code
 * |g_j|} may be above l1. With offsets o, it has {@code sum_i s_i o_i (q_i - y_i)} in addition.
 * Such q are those of the parameters with the best bias, mixed with y as far as necessary; with
 * both penalties the better of mixed and unmixed ones counts (Yu, Huang, Lin 2011, Dual coordinate
 * descent methods for logistic regression and maximum entropy models; Ndiaye and others 2017, Gap
 * safe screening rules).
 */
final class DualityGap {

  private static final int MOST_STEPS = 30;
  private static final double BALANCED = 1e-14;

  private final AllRows rows;
  private final Penalty penalty;
  private final double[] parameters;
  private final int outputs;

  /**
   * @param penalty with an l1 or l2 above 0
   * @param parameters as a model has them; copied
   */
  DualityGap(AllRows rows, Penalty penalty, double[] parameters) {
    this.rows = rows;
    this.penalty = penalty;
    this.parameters = parameters.clone();
    this.outputs = rows.facts().outputs();
  }

  /** The gap of the mean over the rows; infinite if no bias balances the classes. */
  double value() {
    DualSum there = at(1);
    return Math.max(0, primal(there) - new DualityGap(rows, penalty, parameters).dual(there));
  }

  /**
   * The same with the dual of parameters nearer to the optimum. Where a column's values are large,
   * parameters that are merely rounded to float32 may have a dual far below the optimum.
   */
  double value(double[] nearer) {
    double primal = primal(at(1));
    DualityGap other = new DualityGap(rows, penalty, nearer);
    return Math.max(0, primal - other.dual(other.at(1)));
  }

  private double primal(DualSum there) {
    return there.loss() / weightSum() + penalty.value(parameters);
  }

  /** Moves the biases to where they balance the classes: to be called once. */
  private double dual(DualSum from) {
    DualSum there = from;
    for (int step = 0; step < MOST_STEPS && imbalance(there) > BALANCED; step++) {
      if (!moveBias(there)) {
        return Double.NEGATIVE_INFINITY;
      }
      DualSum next = at(1);
      if (!(imbalance(next) < imbalance(there))) {
        break;
      }
      there = next;
    }
    double share = penalty.l1() / Math.max(penalty.l1(), steepest(there));
    if (penalty.l2() == 0) {
      return value(there, share);
    }
    double whole = value(there, 1);
    return share > 0 && share < 1 ? Math.max(whole, value(there, share)) : whole;
  }

  /** The dual at q = y + share (p - y), which leaves that share of the gradient. */
  private double value(DualSum whole, double share) {
    DualSum mixed = share == 1 ? whole : at(share);
    return mixed.entropy() / weightSum() - conjugate(whole, share);
  }

  private double steepest(DualSum sum) {
    double steepest = 0;
    for (int i = 0; i < parameters.length - outputs; i++) {
      steepest = Math.max(steepest, Math.abs(sum.gradient()[i]) / weightSum());
    }
    return steepest;
  }

  private double weightSum() {
    return rows.facts().weightSum();
  }

  private DualSum at(double share) {
    return rows.aggregate(new Passes.Dual(parameters, outputs, share));
  }

  private double imbalance(DualSum sum) {
    double most = 0;
    for (int i = parameters.length - outputs; i < parameters.length; i++) {
      most = Math.max(most, Math.abs(sum.gradient()[i]));
    }
    return most / weightSum();
  }

  /** Takes a step of Newton's method in the biases only. */
  private boolean moveBias(DualSum sum) {
    int free = Math.max(1, outputs - 1); // the first one of a tie is kept
    int from = parameters.length - free;
    double[][] matrix = new double[free][free];
    for (int i = 0; i < free; i++) {
      for (int j = 0; j < free; j++) {
        int at = (outputs - free + i) * outputs + outputs - free + j;
        matrix[i][j] = sum.curvature()[at];
      }
    }
    Cholesky factor = new Cholesky(matrix);
    if (!factor.dependent().isEmpty()) {
      return false;
    }
    double[] step = factor.solve(Arrays.copyOfRange(sum.gradient(), from, parameters.length));
    for (int i = 0; i < free; i++) {
      parameters[from + i] -= step[i];
    }
    return Arrays.stream(step).allMatch(Double::isFinite);
  }

  private double conjugate(DualSum sum, double share) {
    if (penalty.l2() == 0) {
      return 0;
    }
    double squares = 0;
    for (int i = 0; i < parameters.length - outputs; i++) {
      double steep = share * Math.abs(sum.gradient()[i]) / weightSum();
      double over = Math.max(0, steep - penalty.l1());
      squares += over * over;
    }
    return squares / (2 * penalty.l2());
  }
}
