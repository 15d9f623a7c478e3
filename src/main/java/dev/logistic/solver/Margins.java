package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import java.util.List;

/** How much higher the logit of each row's own class is than that of any other. In float64. */
public final class Margins {

  /** Of a logit in float64 with thousands of terms, in units of the greatest. */
  private static final double ROUNDING = 1e-10;

  /** Takes a row's own class out of a comparison of its logits. */
  private static final double OUT_OF_REACH = 1e300;

  private static final int[] CLASSES = {1};

  private Margins() {}

  /**
   * Whether all margins are above what rounding makes of logits.
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
      NDArray margins =
          outputs == 1
              ? logits.mul(block.signs().toType(DataType.FLOAT64, false))
              : of(logits, block.indicators().toType(DataType.FLOAT64, false));
      return least(margins, block) > ROUNDING * logits.abs().max().getDouble();
    }
  }

  /**
   * Of more than two classes.
   *
   * @param own 1 in the column of a row's class and 0 in the others
   * @return shape (size)
   */
  static NDArray of(NDArray logits, NDArray own) {
    NDArray others = logits.sub(own.mul(OUT_OF_REACH)).max(CLASSES);
    return logits.mul(own).sum(CLASSES).subi(others);
  }

  /** Of those of rows that weigh anything; infinite if there are none. */
  static double least(NDArray margins, Minibatch block) {
    NDArray counted = margins.flatten();
    if (block.isWeighted()) {
      counted = counted.get(block.weights().flatten().gt(0));
    }
    return counted.isEmpty() ? Double.POSITIVE_INFINITY : counted.min().getDouble();
  }
}
