package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.logistic.data.Targets;
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
  public static boolean areClear(List<RowBlock> blocks, double[] parameters, int outputs) {
    return blocks.stream().allMatch(block -> areClear(block, parameters, outputs));
  }

  private static boolean areClear(RowBlock block, double[] parameters, int outputs) {
    try (NDScope scope = new NDScope()) {
      NDArray logits = block.features().logits(parameters, outputs);
      NDArray margins = Likelihood.of(outputs).margins(logits, block.targets());
      return least(margins, block.targets()) > ROUNDING * logits.abs().max().getDouble();
    }
  }

  /** The least margin of rows of positive weight; infinite if there are none. */
  static double least(NDArray margins, Targets targets) {
    NDArray counted = margins.flatten();
    if (targets.isWeighted()) {
      counted = counted.get(targets.weights().flatten().gt(0));
    }
    return counted.isEmpty() ? Double.POSITIVE_INFINITY : counted.min().getDouble();
  }
}
