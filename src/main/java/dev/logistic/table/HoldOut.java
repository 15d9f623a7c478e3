package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.GroupDeal;
import dev.logistic.data.TimeCuts;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the rows that are held out for validation. */
final class HoldOut {

  /** Part of a share by which what is held out may differ from it without a warning. */
  private static final double USUAL_DIFFERENCE = 0.25;

  private HoldOut() {}

  /**
   * Takes the same share of each class: walking through {@code torch.randperm(rows)}, drawn right
   * after {@code torch.manual_seed(seed)}, the first {@code round(share * n)} rows of a class of n.
   *
   * @param codes the class of each row, from 0
   * @param classes their number
   * @return the rows held out, from 0
   */
  static BitSet of(short[] codes, int classes, double share, long seed) {
    BitSet heldOut = new BitSet(codes.length);
    if (share == 0) {
      return heldOut;
    }
    long[] left =
        Arrays.stream(counts(codes, classes)).mapToLong(rows -> Math.round(share * rows)).toArray();
    for (long row : permutation(codes.length, seed)) {
      if (left[codes[(int) row]]-- > 0) {
        heldOut.set((int) row);
      }
    }
    return heldOut;
  }

  /**
   * Takes a share of pairs of consecutive rows, so that the trials of a row of the table stay
   * together; otherwise as {@link #of}, for one class.
   *
   * @return the rows held out, from 0
   */
  static BitSet ofPairs(int pairs, double share, long seed) {
    BitSet heldOut = new BitSet(2 * pairs);
    of(new short[pairs], 1, share, seed).stream()
        .forEach(pair -> heldOut.set(2 * pair, 2 * pair + 2));
    return heldOut;
  }

  /**
   * Groups of rows, each of which is held out or learned from as a whole.
   *
   * @param table what to call it in a message
   * @param column of the groups
   * @param ids the group of each row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Groups(String table, String column, int[] ids) {

    /**
     * Deals the groups by the rule of {@link GroupDeal}, to the rows held out and the others.
     *
     * @param codes the class of each row, from 0
     * @param weights of the rows; empty where all count alike
     * @param trials whether the weights are numbers of trials
     * @return the rows held out, from 0
     * @throws TableException if there is one group only, or a class is in too few
     */
    BitSet heldOut(
        short[] codes, List<String> classes, double[] weights, boolean trials, TableOptions options)
        throws TableException {
      int[] labels = new int[codes.length];
      for (int row = 0; row < labels.length; row++) {
        boolean counts = weights.length == 0 || weights[row] > 0;
        labels[row] = counts ? codes[row] : classes.size();
      }
      GroupDeal deal = new GroupDeal(ids, labels, classes.size(), trials ? weights : new double[0]);
      if (deal.groups() < 2) {
        throw new TableException(
            "%s: column \"%s\" of data.group has the same value in all rows, and at least two groups are needed: leave data.group out, or name another column"
                .formatted(table, column));
      }
      BitSet heldOut = new BitSet(codes.length);
      double share = options.validation();
      if (share == 0) {
        return heldOut;
      }
      int[] parts = deal.deal(new double[] {1 - share, share}, options.seed());
      int missing = deal.missingClass(parts, 2);
      if (missing >= 0) {
        int having = deal.groupsWith(missing);
        throw new TableException(
            "%s: class \"%s\" must be both in the rows to learn from and in those held out, and is in %s of column \"%s\": %s"
                .formatted(
                    table,
                    classes.get(missing),
                    Names.counted(having, "group"),
                    column,
                    having < 2
                        ? "leave data.validation or data.group out"
                        : "try another engine.seed or share of data.validation"));
      }
      for (int row = 0; row < parts.length; row++) {
        heldOut.set(row, parts[row] == 1);
      }
      return heldOut;
    }

    /** States how large a share is held out if it differs much from the one that is wanted. */
    Optional<String> warning(BitSet heldOut, double share) {
      return HoldOut.warning(table, heldOut, ids.length, share, "groups of column \"" + column);
    }
  }

  /**
   * Rows in the order of time; the newest ones are held out.
   *
   * @param table what to call it in a message
   * @param column of the instants
   * @param instants that of each row, from 0 and without gaps, ascending with time
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Times(String table, String column, int[] instants) {

    /**
     * Cuts the rows by the rule of {@link TimeCuts}.
     *
     * @param codes the class of each row, from 0
     * @return the rows held out, from 0
     * @throws TableException if all rows are of one instant, or a class is among the newest only
     */
    BitSet heldOut(short[] codes, List<String> classes, double share) throws TableException {
      BitSet heldOut = new BitSet(codes.length);
      if (Arrays.stream(instants).allMatch(instant -> instant == 0)) {
        throw new TableException(
            "%s: column \"%s\" of data.time has the same value in all rows, and at least two instants are needed: leave data.time out, or name another column"
                .formatted(table, column));
      }
      if (share == 0) {
        return heldOut;
      }
      int[] parts = TimeCuts.parts(instants, 1 - share, share);
      for (int row = 0; row < parts.length; row++) {
        heldOut.set(row, parts[row] == 1);
      }
      int[] kept = counts(codes, classes.size());
      heldOut.stream().forEach(row -> kept[codes[row]]--);
      for (int code = 0; code < kept.length; code++) {
        if (kept[code] == 0) {
          throw new TableException(
              "%s: class \"%s\" must be in the rows to learn from, and is only in the newest by column \"%s\": hold out a smaller share than data.validation=%s, or leave data.time out"
                  .formatted(table, classes.get(code), column, share));
        }
      }
      return heldOut;
    }

    /** States how large a share is held out if it differs much from the one that is wanted. */
    Optional<String> warning(BitSet heldOut, double share) {
      return HoldOut.warning(
          table, heldOut, instants.length, share, "rows of one instant of column \"" + column);
    }
  }

  private static Optional<String> warning(
      String table, BitSet heldOut, int rows, double share, String undivided) {
    double actual = (double) heldOut.cardinality() / rows;
    return Math.abs(actual - share) <= USUAL_DIFFERENCE * share
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %.1f %% of the rows are held out for data.validation=%s, as %s\" are not divided",
                table,
                100 * actual,
                share,
                undivided));
  }

  /** How many rows each class has. */
  private static int[] counts(short[] codes, int classes) {
    int[] counts = new int[classes];
    for (short code : codes) {
      counts[code]++;
    }
    return counts;
  }

  /**
   * Checks that every class keeps a row to learn from.
   *
   * @param table what to call it in the message
   * @throws TableException if one does not
   */
  static void requireAllClasses(
      String table, short[] codes, List<String> classes, BitSet heldOut, double share)
      throws TableException {
    if (heldOut.isEmpty()) {
      return;
    }
    int[] all = counts(codes, classes.size());
    int[] kept = all.clone();
    heldOut.stream().forEach(row -> kept[codes[row]]--);
    for (int code = 0; code < kept.length; code++) {
      if (kept[code] == 0) {
        throw new TableException(
            classes.size() == 2
                ? "%s has %d rows of one class and %d of the other: too few to hold out a share of %s"
                    .formatted(table, all[1], all[0], share)
                : "%s has %s of class \"%s\": too few to hold out a share of %s"
                    .formatted(table, Names.counted(all[code], "row"), classes.get(code), share));
      }
    }
  }

  private static long[] permutation(long rows, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray order = RandomDraws.seeded(seed, () -> cpu.randomPermutation(rows))) {
      return order.toLongArray();
    }
  }
}
