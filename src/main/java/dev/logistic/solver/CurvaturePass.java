package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.util.List;

/**
 * The product of the information {@code X'WX} and a direction.
 *
 * @param parameters as {@link Centering} has them for Newton's method; those of W
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CurvaturePass(Centering centering, double[] parameters, double[] direction)
    implements SumPass {

  @Override
  public long numbers() {
    return parameters.length;
  }

  @Override
  public double[] over(List<RowBlock> blocks) {
    double[] sum = new double[parameters.length];
    Passes.forEach(
        blocks,
        centering,
        block ->
            Vectors.add(
                1, block.curvatureAlong(direction, parameters, centering.likelihood()), sum));
    return sum;
  }
}
