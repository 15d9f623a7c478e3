package dev.logistic.solver;

import java.util.List;

/**
 * The largest absolute logit: how far parameters move any, where they are a step. For use within
 * this project.
 *
 * @param parameters as {@link Centering} has them for Newton's method
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LargestLogit(Centering centering, double[] parameters) implements Pass<Double> {

  @Override
  public long numbers() {
    return 1;
  }

  @Override
  public Double over(List<RowBlock> blocks) {
    double[] largest = new double[1];
    Passes.forEach(
        blocks,
        centering,
        block -> largest[0] = Math.max(largest[0], block.largestLogit(parameters)));
    return largest[0];
  }

  @Override
  public Double merge(Double earlier, Double later) {
    return Math.max(earlier, later);
  }
}
