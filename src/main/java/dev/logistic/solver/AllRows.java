package dev.logistic.solver;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.Parameters;
import dev.logistic.objective.LossFunction;
import dev.logistic.objective.Penalty;
import java.io.Serializable;

/** All rows of a training as its solver sees them, local or remote. */
public interface AllRows extends LossFunction {

  /** The type of features and parameters: float32 or float64. */
  DataType type();

  /** Whether every row has the same class. */
  default boolean areOfOneClass() {
    return facts().classRows().stream().filter(count -> count > 0).count() == 1;
  }

  /** Returns the facts about them; the first call may need a pass over their labels. */
  RowFacts facts();

  /**
   * Returns the coordinates of Newton's method, in which features have a mean near 0; the first
   * call may need a pass over all rows.
   */
  Centering centering();

  /** Runs a pass over all rows; the same bits each time. */
  <R extends Serializable> R aggregate(Pass<R> pass);

  /** Returns the mean loss at some parameters, without a penalty. */
  default double loss(Parameters parameters) {
    double[] at = parameters.toDoubles();
    return evaluate(at, new double[at.length]);
  }

  /**
   * Returns the inverse of the objective's curvature in each parameter, up to a factor, as far as
   * it is known without a solution; each above 0.
   */
  default double[] scales(Penalty penalty, int parameters) {
    return penalty.scales(parameters);
  }

  /** Relative error of a value. */
  default double noise() {
    return type() == DataType.FLOAT32 ? 1e-6 : 1e-14;
  }

  /** Largest component of a gradient that rounding error cannot explain. */
  default double attainableGradient() {
    return attainableGradient(type() == DataType.FLOAT64);
  }

  /** Returns the same for rows in float64, or in float32. */
  static double attainableGradient(boolean wide) {
    return wide ? 1e-8 : 1e-5;
  }
}
