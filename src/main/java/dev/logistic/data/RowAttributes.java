package dev.logistic.data;

import org.jspecify.annotations.Nullable;

/**
 * What rows have besides features and labels.
 *
 * @param weights how much each row counts; null where all count alike
 * @param grouped whether the rows are pairs with the same features: trials without an event, of
 *     class 0, and those with one, of class 1, weighted by their numbers
 * @param clusters the cluster of each row; empty for independent rows; not copied
 * @param groups the group of each row, which stays together where rows are divided; empty where
 *     each row is by itself; not copied
 * @param ordered whether the groups are instants, ascending with time
 * @param offsets what is added to the logit of each row; null for nothing
 * @param learning by which the features are learned where rows are divided; null where they stay
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowAttributes(
    @Nullable RowWeights weights,
    boolean grouped,
    int[] clusters,
    int[] groups,
    boolean ordered,
    @Nullable Offsets offsets,
    @Nullable FeatureLearning learning) {

  /** Independent rows that count alike. */
  static final RowAttributes NONE =
      new RowAttributes(null, false, new int[0], new int[0], false, null, null);

  RowAttributes withWeights(RowWeights other) {
    return new RowAttributes(other, grouped, clusters, groups, ordered, offsets, learning);
  }

  RowAttributes inPairs() {
    return new RowAttributes(weights, true, clusters, groups, ordered, offsets, learning);
  }

  RowAttributes withClusters(int[] ids) {
    return new RowAttributes(weights, grouped, ids, groups, ordered, offsets, learning);
  }

  RowAttributes withGroups(int[] ids) {
    return new RowAttributes(weights, grouped, clusters, ids, false, offsets, learning);
  }

  RowAttributes withTimes(int[] instants) {
    return new RowAttributes(weights, grouped, clusters, instants, true, offsets, learning);
  }

  RowAttributes withOffsets(Offsets other) {
    return new RowAttributes(weights, grouped, clusters, groups, ordered, other, learning);
  }

  RowAttributes withLearning(FeatureLearning other) {
    return new RowAttributes(weights, grouped, clusters, groups, ordered, offsets, other);
  }
}
