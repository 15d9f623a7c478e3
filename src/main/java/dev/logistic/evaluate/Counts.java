package dev.logistic.evaluate;

/**
 * Formats counts of rows, which are sums of weights where rows have weights. For use within this
 * project.
 */
public final class Counts {

  /** Up to here, a double holds every whole number. */
  private static final double LARGEST_EXACT = 1L << 53;

  private Counts() {}

  /** Returns a Long for a whole number, as counts without weights always are; else a Double. */
  public static Number number(double count) {
    boolean whole = count == Math.rint(count) && Math.abs(count) <= LARGEST_EXACT;
    return whole ? (Number) (long) count : (Number) count;
  }
}
