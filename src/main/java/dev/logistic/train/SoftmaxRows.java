package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import java.util.List;

/**
 * Rows of more than two classes, as far as their separation goes: found where the solver's own
 * parameters tell all rows apart, and not otherwise. Computes in float64.
 */
final class SoftmaxRows implements Separation.Rows {

  private static final int[] CLASSES = {1};

  /** Takes a row's own class out of a comparison of its logits. */
  private static final double OUT_OF_REACH = 1e300;

  private final List<Minibatch> blocks;
  private final int outputs;

  /** Shares the blocks. */
  SoftmaxRows(List<Minibatch> blocks, int outputs) {
    this.blocks = blocks;
    this.outputs = outputs;
  }

  @Override
  public boolean areOfOneClass() {
    return false; // there are more than two
  }

  @Override
  public boolean areToldApartBy(double[] parameters) {
    return areToldApart(blocks, parameters, outputs);
  }

  static boolean areToldApart(List<Minibatch> blocks, double[] parameters, int outputs) {
    for (Minibatch block : blocks) {
      try (NDScope scope = new NDScope()) {
        NDArray features = block.features().toType(DataType.FLOAT64, false);
        NDArray own = block.indicators().toType(DataType.FLOAT64, false);
        NDArray packed =
            features
                .getManager()
                .create(parameters, new Shape(parameters.length / outputs, outputs));
        NDArray logits = features.matMul(packed.get(":-1")).add(packed.get("-1:"));
        NDArray others = logits.sub(own.mul(OUT_OF_REACH)).max(CLASSES);
        NDArray margins = logits.mul(own).sum(CLASSES).sub(others);
        if (!BlockRows.areClear(margins, logits, block)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public boolean areSeparatedByAColumn() {
    return false;
  }

  @Override
  public boolean areToldApartByAPlane() {
    return false;
  }
}
