package dev.logistic.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How blocks are prepared once all rows have been read.
 *
 * @param means subtracted from the features; null if they are used unchanged
 * @param scales by which they are then divided; null likewise
 * @param classes number of classes
 * @param classWeights weights of the classes; null if unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PreparationPlan(
    double @Nullable [] means,
    double @Nullable [] scales,
    int classes,
    @Nullable List<Double> classWeights)
    implements Serializable {

  /** The names of the classes for blocks. */
  List<String> classNames() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * Returns the weights of rows, those of their classes included; null if unweighted.
   *
   * @param given null where rows have none of their own
   */
  double @Nullable [] weights(int[] labels, double @Nullable [] given) {
    if (classWeights == null) {
      return given;
    }
    double[] all = new double[labels.length];
    for (int row = 0; row < all.length; row++) {
      all[row] = classWeights.get(labels[row]) * (given == null ? 1 : given[row]);
    }
    return all;
  }
}
