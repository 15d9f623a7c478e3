package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a table's rows while they are read: the distinct classes, and the class of each
 * row.
 */
final class LabelCells {

  /** Most distinct labels that a classifier is meant for. */
  private static final int MOST = 1000;

  private final Column column;
  private final MissingMarkers markers;
  private final Map<String, Integer> codes = new HashMap<>(); // of texts
  private double[] numbers = new double[4]; // by code
  private int last; // the code of a number
  private final List<String> texts = new ArrayList<>(); // by code, of numbers too
  private final List<Long> firstRows = new ArrayList<>(); // by code, as the table counts them
  private short[] rows = new short[1024];
  private int count;
  private long missing;
  private long firstMissing;

  LabelCells(Column column, MissingMarkers markers) {
    this.column = column;
    this.markers = markers;
  }

  /** The label. */
  Column column() {
    return column;
  }

  /** How a label is to be read. */
  static Selection selection(Column label) {
    return new Selection(label, isNumber(label) ? Selection.Form.NUMBER : Selection.Form.TEXT);
  }

  private static boolean isNumber(Column label) {
    return label.kind() == Column.Kind.NUMBER || label.kind() == Column.Kind.BOOLEAN;
  }

  /** The text of a label, the same from every source; null where it is missing. */
  static @Nullable String text(Cursor cursor, int index, Column label) throws TableException {
    if (!isNumber(label)) {
      return cursor.text(index);
    }
    double value = cursor.number(index);
    if (cursor.wasMissing()) {
      return null;
    }
    requireExact(cursor, index, label, value);
    return text(value, label);
  }

  private static void requireExact(Cursor cursor, int index, Column label, double value)
      throws TableException {
    if (!Numbers.isExact(value)) {
      throw new TableException(cursor.at(index) + " " + ClassNames.tooLarge(label.name(), value));
    }
  }

  private static String text(double value, Column label) {
    return label.kind() == Column.Kind.BOOLEAN ? Boolean.toString(value != 0) : Numbers.text(value);
  }

  /** Reads the label of the cursor's row. */
  void add(Cursor cursor, int index) throws TableException {
    int code = column.kind() == Column.Kind.TEXT ? ofText(cursor, index) : ofNumber(cursor, index);
    if (cursor.wasMissing()) {
      firstMissing = missing == 0 ? cursor.row() : firstMissing;
      missing++;
    }
    add((short) code);
  }

  /**
   * Reads the label of the next row.
   *
   * @throws TableException if there are too many classes, or the number is too large
   */
  void add(double label) throws TableException {
    int code = known(label + 0.0); // 0 for -0
    if (code < 0) {
      if (!Numbers.isExact(label)) {
        throw new TableException(
            "row %d: a label %s".formatted(count + 1L, ClassNames.tooLarge(column.name(), label)));
      }
      code = newNumber(label + 0.0, count + 1L);
    }
    add((short) code);
  }

  /** Number of rows. */
  int count() {
    return count;
  }

  private void add(short code) throws TableException {
    if (count == rows.length) {
      if (count > Integer.MAX_VALUE / 2) {
        throw new TableException("there are more than " + count + " rows, too many for one array");
      }
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = code;
  }

  private int ofText(Cursor cursor, int index) throws TableException {
    String value = cursor.text(index);
    if (value == null) {
      return -1;
    }
    Integer known = codes.get(value);
    if (known != null) {
      return known;
    }
    int code = newCode(value, cursor.row());
    codes.put(value, code);
    return code;
  }

  /** A few numbers are found faster by linear search than in a map, which would need objects. */
  private int ofNumber(Cursor cursor, int index) throws TableException {
    double value = cursor.number(index) + 0.0; // 0 for -0
    if (cursor.wasMissing()) {
      return -1;
    }
    int code = known(value);
    if (code < 0) {
      requireExact(cursor, index, column, value);
      code = newNumber(value, cursor.row());
    }
    return code;
  }

  /** The code of a number; -1 if it is new. */
  private int known(double value) {
    if (last < texts.size() && numbers[last] == value) {
      return last; // rows are often sorted by their labels
    }
    last = 0;
    while (last < texts.size() && numbers[last] != value) {
      last++;
    }
    return last < texts.size() ? last : -1;
  }

  private int newNumber(double value, long row) throws TableException {
    int code = newCode(text(value, column), row);
    numbers = code == numbers.length ? Arrays.copyOf(numbers, 2 * code) : numbers;
    numbers[code] = value;
    last = code;
    return code;
  }

  private int newCode(String text, long row) throws TableException {
    if (texts.size() == MOST) {
      throw new TableException(
          "the label \"%s\" has more than %d distinct values; it must have one per class,"
                  .formatted(column.name(), MOST)
              + " so it cannot be a continuous number or an identifier of the row");
    }
    texts.add(text);
    firstRows.add(row);
    return texts.size() - 1;
  }

  /**
   * The classes in natural order; of two, the second is the positive one.
   *
   * @param positive which of two is to be the positive one; empty for the second
   * @throws TableException if a label is missing or looks so, or as {@link ClassNames#inOrder}
   */
  List<String> classes(String positive) throws TableException {
    if (missing > 0) {
      throw new TableException(
          "the label \"%s\" is missing in %d %s, first in row %d; leave such rows out in SQL with"
                  .formatted(column.name(), missing, missing == 1 ? "row" : "rows", firstMissing)
              + " data.query");
    }
    requireNoMarkers();
    return ClassNames.inOrder(column, texts, positive);
  }

  private void requireNoMarkers() throws TableException {
    List<String> found =
        column.kind() == Column.Kind.TEXT ? markers.among(texts) : List.<String>of();
    if (found.isEmpty()) {
      return;
    }
    boolean[] marked = new boolean[texts.size()];
    found.forEach(text -> marked[texts.indexOf(text)] = true);
    long cells = 0;
    for (int row = 0; row < count; row++) {
      cells += marked[rows[row]] ? 1 : 0;
    }
    long first =
        found.stream().mapToLong(text -> firstRows.get(texts.indexOf(text))).min().orElse(0);
    throw new TableException(
        "the label's "
            + MissingMarkers.message(column.name(), cells, "the first in row " + first, found));
  }

  /** The index of each row's class. To be called once. */
  short[] codes(List<String> classes) {
    short[] places = new short[texts.size()];
    for (int code = 0; code < places.length; code++) {
      places[code] = (short) classes.indexOf(texts.get(code));
    }
    short[] codes = Arrays.copyOf(rows, count);
    rows = new short[0];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = places[codes[row]];
    }
    return codes;
  }
}
