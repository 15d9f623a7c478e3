package dev.logistic.table;

import java.util.Arrays;

/** A list of numbers that grows. */
final class IntList {

  private int[] values;
  private int size;

  IntList(int capacity) {
    values = new int[capacity];
  }

  void add(int value) {
    if (size == values.length) {
      // half as many again, as there may be a billion
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8L, size * 3L / 2 + 16));
    }
    values[size++] = value;
  }

  int get(int place) {
    return values[place];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** The numbers at the start of an array that the next ones overwrite. */
  int[] array() {
    return values;
  }
}
