package dev.logistic.table;

import java.util.Arrays;

/** Numbers keys in the order in which they are added, in 12 bytes for each and some to spare. */
final class LongIntMap {

  private static final long MIX = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  LongIntMap() {
    Arrays.fill(values, -1);
  }

  /** The number of keys. */
  int size() {
    return size;
  }

  /** The number of a key, from 0; -1 for one that was not added. */
  int get(long key) {
    return values[place(key)];
  }

  /** The number of a key, which is added if it is new. */
  int add(long key) {
    int place = place(key);
    if (values[place] < 0) {
      if (2 * size >= keys.length) {
        grow();
        place = place(key);
      }
      keys[place] = key;
      values[place] = size++;
    }
    return values[place];
  }

  private int place(long key) {
    int place =
        (int) ((key * MIX) >>> (Integer.numberOfLeadingZeros(keys.length) + Integer.SIZE + 1));
    while (values[place] >= 0 && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[Math.multiplyExact(oldKeys.length, 2)];
    values = new int[keys.length];
    Arrays.fill(values, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] >= 0) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        values[place] = oldValues[i];
      }
    }
  }
}
