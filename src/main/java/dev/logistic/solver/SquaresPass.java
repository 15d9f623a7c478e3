package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Targets;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;
import java.util.List;

/** The sum of the squares of each column, weighted if rows are. */
record SquaresPass(int columns) implements SumPass {

  /**
   * Returns the inverse of the curvature in each parameter where columns have different squares.
   *
   * @param weightSum of the rows
   */
  static double[] scales(AllRows rows, long columns, double weightSum, Penalty penalty) {
    double[] squares = rows.aggregate(new SquaresPass(Math.toIntExact(columns)));
    return penalty.scales(Arrays.stream(squares).map(sum -> sum / weightSum).toArray());
  }

  @Override
  public long numbers() {
    return columns;
  }

  @Override
  public double[] over(List<RowBlock> blocks) {
    double[] sums = new double[columns];
    Centering unchanged = new Centering(new double[columns], 1);
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        Targets targets = block.targets();
        NDArray weights =
            targets.isWeighted()
                ? targets.weights().mul(block.unit()).toType(DataType.FLOAT64, false)
                : targets.manager().ones(new Shape(targets.size(), 1), DataType.FLOAT64);
        double[] all =
            block
                .features()
                .centered(unchanged)
                .squaresTimes(weights.reshape(new Shape(1, targets.size())));
        Vectors.add(1, Arrays.copyOfRange(all, 1, all.length), sums);
      }
    }
    return sums;
  }
}
