package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.util.List;

/**
 * The derivatives of half the logarithm of the information's determinant: {@code X'h(1/2 - p)} with
 * the rows' leverages h (Firth 1993, Bias reduction of maximum likelihood estimates).
 *
 * @param parameters as {@link Centering} has them for Newton's method, for two classes
 * @param inverse of the factor of the information
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JeffreysScorePass(Centering centering, double[] parameters, double[][] inverse)
    implements SumPass {

  @Override
  public long numbers() {
    return (long) parameters.length * parameters.length;
  }

  @Override
  public double[] over(List<RowBlock> blocks) {
    double[] sum = new double[parameters.length];
    Passes.forEach(
        blocks,
        centering,
        block ->
            Vectors.add(1, block.jeffreysScore(parameters, centering.likelihood(), inverse), sum));
    return sum;
  }
}
