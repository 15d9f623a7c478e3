package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import java.util.List;

/** Rows of two classes in blocks, as far as their separation goes. Computes in float64. */
final class BlockRows implements Separation.Rows {

  /** Of a logit in float64 with thousands of terms, in units of the greatest. */
  private static final double ROUNDING = 1e-10;

  private final List<Minibatch> blocks;
  private final LabelledData data;

  /** Shares the blocks, which are those of the data. */
  BlockRows(List<Minibatch> blocks, LabelledData data) {
    this.blocks = blocks;
    this.data = data;
  }

  @Override
  public boolean areOfOneClass() {
    try (NDArray least = data.labels().min();
        NDArray greatest = data.labels().max()) {
      return least.contentEquals(greatest);
    }
  }

  @Override
  public boolean areToldApartBy(double[] parameters) {
    return areToldApart(blocks, parameters);
  }

  static boolean areToldApart(List<Minibatch> blocks, double[] parameters) {
    for (Minibatch block : blocks) {
      try (NDScope scope = new NDScope()) {
        NDArray design = signedDesign(block);
        NDArray margins =
            design.matMul(design.getManager().create(parameters, new Shape(parameters.length, 1)));
        if (!areClear(margins, margins, block)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether the margin of every row that weighs anything is above what rounding makes of logits.
   */
  static boolean areClear(NDArray margins, NDArray logits, Minibatch block) {
    double rounding = ROUNDING * logits.abs().max().toDoubleArray()[0];
    NDArray counted = margins.flatten();
    if (block.isWeighted()) {
      counted = counted.get(block.weights().flatten().gt(0));
    }
    return counted.isEmpty() || counted.min().toDoubleArray()[0] > rounding;
  }

  @Override
  public boolean areSeparatedByAColumn() {
    return ClassRanges.of(blocks, Math.toIntExact(data.columns())).areApartInAColumn();
  }

  @Override
  public boolean areToldApartByAPlane() {
    if (!PlaneSearch.takes(data.columns())) {
      return false;
    }
    try (CenteredRows rows = new CenteredRows(data)) {
      return new PlaneSearch(rows).finds(this::areToldApartBy);
    }
  }

  /**
   * The features with a column of ones behind them, each row times 1 or -1 as its label is 1 or 0:
   * times parameters that is each row's margin. Shape (size, columns + 1), in float64.
   */
  private static NDArray signedDesign(Minibatch block) {
    NDArray features = block.features().toType(DataType.FLOAT64, false);
    NDArray signs = block.opposites().toType(DataType.FLOAT64, false).neg();
    return features.concat(signs.onesLike(), 1).muli(signs);
  }
}
