package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows in Java's arrays, checked and copied; see {@link LabelledData}. */
final class JavaArrays {

  private static final String LABELS = "labels";

  private JavaArrays() {}

  static LabelledData of(double[][] rows, int[] labels) {
    return of(owner -> features(owner, rows), texts(labels), classes(labels));
  }

  static LabelledData of(float[][] rows, int[] labels) {
    return of(owner -> features(owner, rows), texts(labels), classes(labels));
  }

  static LabelledData of(double[][] rows, boolean[] labels) {
    return of(owner -> features(owner, rows), texts(labels), List.of("false", "true"));
  }

  static LabelledData of(double[][] rows, String[] labels) {
    return of(owner -> features(owner, rows), texts(labels), classes(labels));
  }

  private static LabelledData of(
      Function<NDManager, NDArray> features, List<String> labels, List<String> classes) {
    return owning(owner -> labelled(features.apply(owner), labels, classes, owner));
  }

  /**
   * Returns data that end a manager when they are closed.
   *
   * @param made of the manager's arrays
   */
  static LabelledData owning(Function<NDManager, LabelledData> made) {
    NDManager owner = PyTorch.engine().newBaseManager(Device.cpu());
    try {
      return made.apply(owner).owning(owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Combines features of the manager with labels. */
  static LabelledData labelled(
      NDArray features, List<String> labels, List<String> classes, NDManager owner) {
    int rows = Math.toIntExact(features.getShape().get(0));
    NDArray places = places(owner, labels, classes, rows);
    return LabelledData.ofClasses(features, places, List.of(), classes);
  }

  static LabelledData of(SparseRows rows, int[] labels) {
    List<String> classes = classes(labels);
    FeatureSchema schema =
        new FeatureSchema(List.of(new IndexedTerm("x", 0, rows.width())), Optional.empty());
    try (NDManager scratch = rows.newManager()) {
      int count = Math.toIntExact(rows.rows());
      NDArray places = places(scratch, texts(labels), classes, count);
      return LabelledData.of(rows, places, schema, classes);
    }
  }

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
  private static NDArray features(NDManager manager, float[][] rows) {
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
  private static List<String> texts(boolean[] labels) {
    requireGiven(labels, LABELS);
    return IntStream.range(0, labels.length).mapToObj(i -> Boolean.toString(labels[i])).toList();
  }

  /** The labels as a list. */
  private static List<String> texts(String[] labels) {
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
  private static List<String> classes(String[] labels) {
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
  private static NDArray places(
      NDManager manager, List<String> labels, List<String> classes, int rows) {
    if (labels.size() != rows) {
      throw new IllegalArgumentException(
          "expected a label for each of %d rows, found %d".formatted(rows, labels.size()));
    }
    return manager.create(labels.stream().mapToInt(classes::indexOf).toArray());
  }
}
