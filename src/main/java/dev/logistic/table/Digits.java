package dev.logistic.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal digits in ASCII, up to eight at a time, as the bytes of a word; the first is the lowest.
 */
final class Digits {

  /** Most digits that a word holds. */
  static final int MOST = Long.BYTES;

  private static final long[] POWERS = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
  };

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Digits() {}

  /** The eight bytes from a place. */
  static long word(byte[] bytes, int place) {
    return (long) WORDS.get(bytes, place);
  }

  /** Number of digits that a word begins with. */
  static int count(long word) {
    long values = word ^ 0x3030303030303030L; // 0 to 9 for a digit, more for any other byte
    long others = ((values + 0x7676767676767676L) | values) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3; // a carry changes only what follows the first
  }

  /** The number that the first digits of a word are; 0 for none. */
  static long value(long word, int count) {
    if (count == 0) {
      return 0;
    }
    // zeros before the digits, then pairs of digits, of pairs and of fours
    long digits = (word ^ 0x3030303030303030L) << (Long.SIZE - 8 * count);
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10000 + (fours >>> 32)) & 0xffffffffL;
  }

  /** Ten to a power from 0 to 8. */
  static long power(int exponent) {
    return POWERS[exponent];
  }
}
