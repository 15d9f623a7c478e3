package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table's rows that are not features, while they are read for a training: the label,
 * and where there are such columns the weight or number of trials, the offset, the cluster, and the
 * group or instant.
 */
final class RowAttributeCells {

  private final int place; // of the label among the selections; the others follow it
  private final LabelCells labels;
  private final @Nullable WeightCells weights; // or numbers of trials
  private final @Nullable TrialCells trials;
  private final @Nullable OffsetCells offsets;
  private final @Nullable ClusterCells clusters;
  private final @Nullable ClusterCells groups; // or instants

  /**
   * @param type that weights, counts and offsets must fit
   */
  RowAttributeCells(ColumnRoles roles, TableOptions options, DataType type) {
    place = roles.features().size();
    Column ofTrials = roles.trials();
    trials = ofTrials == null ? null : new TrialCells(ofTrials, type);
    labels =
        new LabelCells(
            trials == null ? roles.label() : TrialCells.label(roles.label()),
            new MissingMarkers(options.notMissing()));
    Column weight = roles.weight();
    weights =
        trials != null
            ? trials.counts()
            : weight == null ? null : new WeightCells(weight, type, options.wholeWeights());
    Column offset = roles.offset();
    offsets = offset == null ? null : new OffsetCells(offset, type);
    Column cluster = roles.cluster();
    clusters = cluster == null ? null : ClusterCells.ofClusters(cluster);
    Column group = roles.group();
    Column time = roles.time();
    groups =
        time != null
            ? ClusterCells.ofTimes(time)
            : group == null ? null : ClusterCells.ofGroups(group);
  }

  /**
   * Reads the cursor's row, or both rows of its trials.
   *
   * @throws TableException naming row and column if a cell cannot be used
   */
  void read(Cursor cursor) throws TableException {
    if (trials != null) {
      trials.add(cursor, place, place + 1);
      labels.add(0);
      readOthers(cursor);
      labels.add(1);
    } else {
      labels.add(cursor, place);
      if (weights != null) {
        weights.add(cursor, place + 1);
      }
    }
    readOthers(cursor);
  }

  private void readOthers(Cursor cursor) throws TableException {
    int next = place + (weights == null ? 1 : 2);
    if (offsets != null) {
      offsets.add(cursor, next++);
    }
    if (clusters != null) {
      clusters.add(cursor, next++);
    }
    if (groups != null) {
      groups.add(cursor, next);
    }
  }

  LabelCells labels() {
    return labels;
  }

  /** The weights, or numbers of trials; null where each row counts once. */
  @Nullable WeightCells weights() {
    return weights;
  }

  /** How many rows each row of the table becomes: two where it counts trials. */
  int rowsEach() {
    return trials == null ? 1 : 2;
  }

  /**
   * Checks that an offset goes with the classes.
   *
   * @throws TableException if not
   */
  void requireSense(List<String> classes) throws TableException {
    if (offsets != null) {
      offsets.requireTwo(labels.column(), classes);
    }
  }

  /**
   * Chooses the rows that are held out for validation, and checks that the others have all classes.
   *
   * @param table what to call it in a message
   * @param codes the class of each row, from 0
   * @param warnings to add to
   * @return the rows held out, from 0
   * @throws TableException if the rows cannot be divided so
   */
  BitSet heldOut(
      String table,
      short[] codes,
      List<String> classes,
      TableOptions options,
      List<String> warnings)
      throws TableException {
    BitSet heldOut =
        groups == null
            ? heldOutRows(table, codes, classes, options)
            : heldOutGroups(groups, table, codes, classes, options, warnings);
    if (trials != null) {
      trials.requireBoth(labels.column(), heldOut);
    }
    return heldOut;
  }

  private BitSet heldOutRows(
      String table, short[] codes, List<String> classes, TableOptions options)
      throws TableException {
    double share = options.validation();
    BitSet heldOut =
        trials == null
            ? HoldOut.of(codes, classes.size(), share, options.seed())
            : HoldOut.ofPairs(codes.length / 2, share, options.seed());
    HoldOut.requireAllClasses(table, codes, classes, heldOut, share);
    if (share > 0 && heldOut.isEmpty()) {
      throw new TableException(
          "%s has %d rows: too few to hold out a share of %s"
              .formatted(table, codes.length, share));
    }
    return heldOut;
  }

  private BitSet heldOutGroups(
      ClusterCells read,
      String table,
      short[] codes,
      List<String> classes,
      TableOptions options,
      List<String> warnings)
      throws TableException {
    read.sort();
    double share = options.validation();
    if (read.areTimes()) {
      HoldOut.Times times = new HoldOut.Times(table, read.name(), read.toArray());
      BitSet heldOut = times.heldOut(codes, classes, share);
      times.warning(heldOut, share).ifPresent(warnings::add);
      return heldOut;
    }
    double[] counts = weights == null ? new double[0] : weights.toArray();
    HoldOut.Groups whole = new HoldOut.Groups(table, read.name(), read.toArray());
    BitSet heldOut = whole.heldOut(codes, classes, counts, trials != null, options);
    whole.warning(heldOut, share).ifPresent(warnings::add);
    return heldOut;
  }

  /**
   * Adds all but the labels to rows of the table. The given data must stay open.
   *
   * @param heldOut rows of the table, from 0
   * @param held whether the data are those rows rather than the others
   * @throws TableException if all of their weights are 0
   */
  LabelledData added(LabelledData data, BitSet heldOut, boolean held) throws TableException {
    LabelledData all = offsets == null ? data : offsets.added(data, heldOut, held);
    if (clusters != null && !held) {
      all = all.withClusters(clusters.toLearnFrom(heldOut));
    }
    if (groups != null && !held) {
      int[] ids = groups.toLearnFrom(heldOut);
      all = groups.areTimes() ? all.withTimes(ids) : all.withGroups(ids);
    }
    return weights == null
        ? all
        : weights.weighted(all, heldOut, held, trials != null, held ? "held out" : "to learn from");
  }
}
