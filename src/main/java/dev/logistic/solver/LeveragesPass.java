package dev.logistic.solver;

import java.util.List;

/**
 * The logit and the leverage of each row.
 *
 * @param parameters as {@link Centering} has them for Newton's method, for two classes
 * @param inverse of the factor of the information
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LeveragesPass(Centering centering, double[] parameters, double[][] inverse)
    implements Pass<RowLeverages> {

  @Override
  public long numbers() {
    return (long) parameters.length * parameters.length;
  }

  @Override
  public RowLeverages over(List<RowBlock> blocks) {
    RowLeverages found = new RowLeverages();
    Passes.forEach(
        blocks,
        centering,
        block -> block.addTo(found, parameters, centering.likelihood(), inverse));
    return found;
  }

  /** Adds to the earlier ones, as there are as many as rows. */
  @Override
  public RowLeverages merge(RowLeverages earlier, RowLeverages later) {
    earlier.add(later);
    return earlier;
  }
}
