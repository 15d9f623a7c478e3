package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Chooses the rows that are held out for validation. */
final class HoldOut {

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
