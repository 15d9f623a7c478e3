package dev.logistic.inference;

import dev.logistic.solver.Margins;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.util.List;

/**
 * Whether the parameters classify every row correctly by more than rounding error.
 *
 * @param parameters as a model has them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PerfectClassification(double[] parameters, int outputs) implements Pass<Boolean> {

  @Override
  public long numbers() {
    return 1;
  }

  @Override
  public Boolean over(List<RowBlock> blocks) {
    return Margins.areClear(blocks, parameters, outputs);
  }

  @Override
  public Boolean merge(Boolean earlier, Boolean later) {
    return earlier && later;
  }
}
