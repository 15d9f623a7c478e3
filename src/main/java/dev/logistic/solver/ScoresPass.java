package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.util.List;

/**
 * The sum over the rows of the products of their scores with themselves, divided by a power of
 * {@code 1 - h} for rows of leverage h; in coordinates in which the information is the identity.
 *
 * @param parameters as {@link Centering} has them for Newton's method
 * @param inverse of the factor of the information
 * @param leveragePower 0, 1 or 2
 * @param repeated whether a row of weight w stands for w rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScoresPass(
    Centering centering,
    double[] parameters,
    double[][] inverse,
    int leveragePower,
    boolean repeated)
    implements SumPass {

  @Override
  public long numbers() {
    return (long) parameters.length * parameters.length;
  }

  @Override
  public double[] over(List<RowBlock> blocks) {
    double[] sum = new double[parameters.length * parameters.length];
    Passes.forEach(
        blocks,
        centering,
        block ->
            Vectors.add(
                1,
                block.scores(parameters, centering.likelihood(), inverse, leveragePower, repeated),
                sum));
    return sum;
  }
}
