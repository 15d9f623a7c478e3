package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Checks labels, and copies them into a column of the features' type: shape (rows, 1). */
final class LabelColumn {

  /**
   * Rows checked at a time on a CPU: few enough that no new memory is requested from the system.
   */
  private static final long LABELS_AT_ONCE = 1 << 15;

  private LabelColumn() {}

  /**
   * @throws IllegalArgumentException if the labels are not one for each row, or the classes not two
   *     or more different ones
   */
  static void require(NDArray labels, long rows, List<String> classes) {
    if (classes.size() < 2 || Set.copyOf(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "there must be at least two classes, all different, was " + classes);
    }
    Shape shape = labels.getShape();
    if (!shape.equals(new Shape(rows)) && !shape.equals(new Shape(rows, 1))) {
      throw new IllegalArgumentException(
          "labels must have shape (" + rows + ") or (" + rows + ", 1), was " + shape);
    }
  }

  /**
   * Returns the copy, which belongs to the manager.
   *
   * @param classes number of classes
   * @throws IllegalArgumentException if a label is not the index of a class, naming the row
   */
  static NDArray of(NDManager manager, NDArray labels, Device device, DataType type, int classes) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray copy = labels.duplicate();
      copy.attach(scratch);
      NDArray column = copy.toDevice(device, false).toType(type, false).reshape(-1, 1);
      long atOnce = column.getDevice().isGpu() ? column.size() : LABELS_AT_ONCE;
      for (long from = 0; from < column.size(); from += atOnce) {
        requireClasses(column, from, Math.min(column.size(), from + atOnce), classes);
      }
      column.attach(manager);
      NDScope.unregister(column); // a caller's scope does not end it
      return column;
    }
  }

  private static void requireClasses(NDArray column, long from, long to, int classes) {
    try (NDManager scratch = column.getManager().newSubManager()) {
      NDArray some = column.get(scratch, NDIndex.sliceAxis(0, from, to));
      // A NaN differs from itself, so it is not whole.
      NDArray wrong = some.neq(some.floor()).logicalOr(some.lt(0)).logicalOr(some.gt(classes - 1));
      if (wrong.any().getBoolean()) {
        long row = wrong.toType(DataType.INT32, false).flatten().argMax().getLong();
        throw new IllegalArgumentException(
            "labels must be "
                + (classes == 2 ? "0 or 1" : "whole numbers from 0 to " + (classes - 1))
                + ", was "
                + some.get(row).toType(DataType.FLOAT64, false).toDoubleArray()[0]
                + " in row "
                + (from + row));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there is a class without rows; the message has the classes
   *     that were found
   */
  static void requireEvery(NDArray labels, List<String> classes) {
    List<String> found;
    try (NDArray codes = labels.toType(DataType.INT32, true)) {
      found = Arrays.stream(codes.toIntArray()).distinct().sorted().mapToObj(classes::get).toList();
    }
    if (found.size() < classes.size()) {
      throw new IllegalArgumentException(
          classes.size() == 2
              ? "expected labels of at least two classes, found only " + found
              : "expected labels of the classes " + classes + ", found only " + found);
    }
  }
}
