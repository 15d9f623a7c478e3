package dev.logistic.data;

/**
 * Cuts rows in the order of time into consecutive parts: rows of one instant to one part, each part
 * with about its share of the rows and with one instant at least. Each cut is the one that leaves
 * the parts before it nearest to their shares, the earlier of two that are equally near. For use
 * within this project.
 */
public final class TimeCuts {

  private TimeCuts() {}

  /**
   * Cuts.
   *
   * @param instants that of each row, from 0 and without gaps, ascending with time
   * @param shares of the rows of each part, from the earliest, positive
   * @return the part of each row, from 0
   * @throws IllegalArgumentException if there are fewer instants than parts
   */
  public static int[] parts(int[] instants, double... shares) {
    long[] rowsUpTo = rowsUpTo(instants);
    int all = rowsUpTo.length;
    if (all < shares.length) {
      throw new IllegalArgumentException(
          "expected at least %d different instants, found %d".formatted(shares.length, all));
    }
    int[] partOf = new int[all];
    double wanted = 0;
    int end = 0; // of the part before, in instants
    for (int part = 0; part < shares.length - 1; part++) {
      wanted += shares[part] * instants.length;
      int latest = all - (shares.length - 1 - part);
      int best = end + 1;
      for (int cut = best + 1; cut <= latest; cut++) {
        if (Math.abs(rowsUpTo[cut - 1] - wanted) < Math.abs(rowsUpTo[best - 1] - wanted)) {
          best = cut;
        }
      }
      for (int instant = best; instant < all; instant++) {
        partOf[instant] = part + 1;
      }
      end = best;
    }
    int[] parts = new int[instants.length];
    for (int row = 0; row < parts.length; row++) {
      parts[row] = partOf[instants[row]];
    }
    return parts;
  }

  private static long[] rowsUpTo(int[] instants) {
    int all = 0;
    for (int instant : instants) {
      all = Math.max(all, instant + 1);
    }
    long[] rows = new long[all];
    for (int instant : instants) {
      rows[instant]++;
    }
    for (int instant = 1; instant < all; instant++) {
      rows[instant] += rows[instant - 1];
    }
    return rows;
  }
}
