package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import dev.logistic.objective.Likelihood;
import java.util.List;

/** How much higher the logit of each row's own class is than that of any other. In float64. */
public final class Margins {

  /** Rounding error of a logit in float64 with thousands of terms, in units of the largest term. */
  private static final double ROUNDING = 1e-10;

  private Margins() {}

  /**
   * Whether all margins exceed the rounding error of logits.
   *
   * @param parameters as a model has them
   */
  public static boolean areClear(List<Minibatch> blocks, double[] parameters, int outputs) {
    return blocks.stream().allMatch(block -> areClear(block, parameters, outputs));
  }

  private static boolean areClear(Minibatch block, double[] parameters, int outputs) {
    try (NDScope scope = new NDScope()) {
      NDArray features = block.features().toType(DataType.FLOAT64, false);
      Shape shape = new Shape(parameters.length / outputs, outputs);
      NDArray packed = features.getManager().create(parameters, shape);
      NDArray logits = features.matMul(packed.get(":-1")).addi(packed.get("-1:"));
      NDArray margins = Likelihood.of(outputs).margins(logits, block);
      return least(margins, block) > ROUNDING * logits.abs().max().getDouble();
    }
  }

  /** The least margin of rows of positive weight; infinite if there are none. */
  static double least(NDArray margins, Minibatch block) {
    NDArray counted = margins.flatten();
    if (block.isWeighted()) {
      counted = counted.get(block.weights().flatten().gt(0));
    }
    return counted.isEmpty() ? Double.POSITIVE_INFINITY : counted.min().getDouble();
  }
}
