package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
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

  /**
   * Returns the same with clusters.
   *
   * @param ids of each row; none for independent rows
   * @throws IllegalArgumentException if their number is neither 0 nor that of the rows
   */
  RowAttributes withClusters(int[] ids, long rows) {
    requireEach(ids, rows, "cluster");
    return new RowAttributes(weights, grouped, ids, groups, ordered, offsets, learning);
  }

  /**
   * Returns the same with groups.
   *
   * @param ids of each row; none where each row is by itself
   * @throws IllegalArgumentException if their number is neither 0 nor that of the rows, or those of
   *     a pair of trials differ
   */
  RowAttributes withGroups(int[] ids, long rows) {
    requireOfRows(ids, rows, "group");
    return new RowAttributes(weights, grouped, clusters, ids, false, offsets, learning);
  }

  /** Returns the same with instants for groups; as {@link #withGroups}. */
  RowAttributes withTimes(int[] instants, long rows) {
    requireOfRows(instants, rows, "instant");
    return new RowAttributes(weights, grouped, clusters, instants, true, offsets, learning);
  }

  private static void requireEach(int[] ids, long rows, String name) {
    if (ids.length != 0 && ids.length != rows) {
      throw new IllegalArgumentException(
          "expected a %s for each of %d rows, found %d".formatted(name, rows, ids.length));
    }
  }

  private void requireOfRows(int[] ids, long rows, String name) {
    requireEach(ids, rows, name);
    for (int row = 1; grouped && row < ids.length; row += 2) {
      if (ids[row] != ids[row - 1]) {
        throw new IllegalArgumentException(
            "expected one %s for both rows of a pair of trials, found %d and %d in rows %d and %d"
                .formatted(name, ids[row - 1], ids[row], row - 1, row));
      }
    }
  }

  /**
   * Returns the same with offsets; see {@link Offsets#of}.
   *
   * @param given one for each row; where rows are pairs, one for each pair is enough
   */
  RowAttributes withOffsets(String column, double[] given, NDArray labels, NDManager owner) {
    double[] each = given;
    if (grouped && 2L * given.length == labels.getShape().get(0)) {
      each = new double[2 * given.length];
      Arrays.setAll(each, row -> given[row / 2]);
    }
    Offsets checked = Offsets.of(column, each, labels, owner);
    return new RowAttributes(weights, grouped, clusters, groups, ordered, checked, learning);
  }

  RowAttributes withLearning(FeatureLearning other) {
    return new RowAttributes(weights, grouped, clusters, groups, ordered, offsets, other);
  }

  /**
   * Returns those of some rows, whose features stay.
   *
   * @param index of the rows
   * @param owner ends the arrays
   * @param ofRows their weights
   */
  RowAttributes of(long[] rows, NDIndex index, NDManager owner, @Nullable RowWeights ofRows) {
    Offsets chosen =
        offsets == null ? null : new Offsets(offsets.column(), offsets.values().get(owner, index));
    return new RowAttributes(
        ofRows, grouped, chosen(clusters, rows), chosen(groups, rows), ordered, chosen, null);
  }

  /** The numbers of some rows; none if there are none. */
  private static int[] chosen(int[] ofAll, long[] rows) {
    return ofAll.length == 0
        ? ofAll
        : Arrays.stream(rows).mapToInt(row -> ofAll[Math.toIntExact(row)]).toArray();
  }
}
