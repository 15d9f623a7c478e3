package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows in Java's arrays, checked and copied. */
final class JavaArrays {

  private static final String LABELS = "labels";

  private JavaArrays() {}

  /**
   * Checks that the caller gave an array.
   *
   * @param name of the argument
   */
  static void requireGiven(@Nullable Object array, String name) {
    if (array == null) {
      throw new IllegalArgumentException("expected " + name + ", found null");
    }
  }

  private static void requireRows(Object[] rows) {
    requireGiven(rows, "rows");
    for (int row = 0; row < rows.length; row++) {
      requireGiven(rows[row], "features in row " + row);
    }
  }

  /** Copies rows into an array of shape (rows, columns), float64. */
  static NDArray features(NDManager manager, double[][] rows) {
    requireRows(rows);
    int columns = columns(rows.length, rows.length == 0 ? 0 : rows[0].length);
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      requireLength(row, rows[row].length, columns);
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return inNativeMemory(manager.create(values, new Shape(rows.length, columns)));
  }

  /** Copies rows into an array of shape (rows, columns), float32. */
  static NDArray features(NDManager manager, float[][] rows) {
    requireRows(rows);
    int columns = columns(rows.length, rows.length == 0 ? 0 : rows[0].length);
    float[] values = new float[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      requireLength(row, rows[row].length, columns);
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return inNativeMemory(manager.create(values, new Shape(rows.length, columns)));
  }

  /**
   * PyTorch's own memory is aligned to 64 bytes, Java's need not be, and on some processors the
   * last bits of a product depend on that.
   */
  private static NDArray inNativeMemory(NDArray array) {
    try (array) {
      return array.duplicate();
    }
  }

  private static int columns(int rows, int first) {
    if (rows == 0 || first == 0) {
      throw new IllegalArgumentException(
          "expected at least one row with at least one feature, found %d rows%s"
              .formatted(rows, rows == 0 ? "" : ", the first without features"));
    }
    return first;
  }

  private static void requireLength(int row, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "expected %d features in row %d as in row 0, found %d".formatted(expected, row, found));
    }
  }

  /** The labels as texts. */
  static List<String> texts(int[] labels) {
    requireGiven(labels, LABELS);
    return Arrays.stream(labels).mapToObj(Integer::toString).toList();
  }

  /** The labels as texts. */
  static List<String> texts(boolean[] labels) {
    requireGiven(labels, LABELS);
    return IntStream.range(0, labels.length).mapToObj(i -> Boolean.toString(labels[i])).toList();
  }

  /** The labels as a list. */
  static List<String> texts(String[] labels) {
    requireGiven(labels, LABELS);
    for (int row = 0; row < labels.length; row++) {
      requireGiven(labels[row], "a label in row " + row);
    }
    return List.of(labels);
  }

  /** The classes of whole numbers: 0 and 1, or else all distinct values, in ascending order. */
  static List<String> classes(int[] labels) {
    if (Arrays.stream(labels).allMatch(label -> label == 0 || label == 1)) {
      return List.of("0", "1");
    }
    return classes(Arrays.stream(labels).distinct().sorted().mapToObj(Integer::toString));
  }

  /** The classes of texts: all distinct values, in the order of their characters. */
  static List<String> classes(String[] labels) {
    return classes(Arrays.stream(labels).distinct().sorted());
  }

  private static List<String> classes(Stream<String> distinct) {
    List<String> classes = distinct.toList();
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "expected labels of at least two classes, found only " + classes);
    }
    return classes;
  }

  /** The index of each label's class: shape (rows). */
  static NDArray places(NDManager manager, List<String> labels, List<String> classes, int rows) {
    if (labels.size() != rows) {
      throw new IllegalArgumentException(
          "expected a label for each of %d rows, found %d".formatted(rows, labels.size()));
    }
    return manager.create(labels.stream().mapToInt(classes::indexOf).toArray());
  }
}
