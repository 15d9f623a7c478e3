package dev.logistic.evaluate;

/** Numbers of rows where rows may have weights, and a number is then a sum of weights. */
public final class Counts {

  /** Up to here a double holds every whole number. */
  private static final double LARGEST_EXACT = 1L << 53;

  private Counts() {}

  /** A Long where the count is a whole number, as it always is without weights; else a Double. */
  public static Number number(double count) {
    boolean whole = count == Math.rint(count) && Math.abs(count) <= LARGEST_EXACT;
    return whole ? (Number) (long) count : (Number) count;
  }
}
