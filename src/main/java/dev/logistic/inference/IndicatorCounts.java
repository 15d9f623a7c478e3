package dev.logistic.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.util.List;

/**
 * Counts the rows of each class whose features exceed a threshold, and in a last column all rows of
 * the class. Rows of weight 0 are not counted.
 *
 * @param thresholds one for each feature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record IndicatorCounts(double[] thresholds, int classes) implements Pass<long[][]> {

  @Override
  public long numbers() {
    return (thresholds.length + 1L) * classes;
  }

  @Override
  public long[][] over(List<RowBlock> blocks) {
    long[][] counts = new long[classes][thresholds.length + 1];
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        add(block, counts);
      }
    }
    return counts;
  }

  private void add(RowBlock block, long[][] counts) {
    for (int place = 0; place < classes; place++) {
      NDArray own = block.counted(place, classes);
      double[] sums = block.features().countsAbove(thresholds, own);
      for (int i = 0; i < sums.length; i++) {
        counts[place][i] += Math.round(sums[i]);
      }
      counts[place][sums.length] +=
          Math.round(own.toType(DataType.FLOAT64, false).sum().getDouble());
    }
  }

  @Override
  public long[][] merge(long[][] earlier, long[][] later) {
    long[][] both = new long[classes][thresholds.length + 1];
    for (int place = 0; place < classes; place++) {
      for (int i = 0; i <= thresholds.length; i++) {
        both[place][i] = earlier[place][i] + later[place][i];
      }
    }
    return both;
  }
}
