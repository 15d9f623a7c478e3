package dev.logistic.data.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureColumn;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns cells into features by a known schema, on the scale of the columns. For one reading. */
final class FeatureEncoder {

  private final List<FeatureColumn> columns;
  private final List<Map<String, Integer>> levels;
  private final MissingMarkers markers;
  private final Map<String, Long> unseen = new LinkedHashMap<>();
  private final List<String> unseenInRow = new ArrayList<>();
  private boolean refuses = true;
  private boolean complete;
  private double greatest = Double.MAX_VALUE;

  FeatureEncoder(FeatureSchema schema, MissingMarkers markers) {
    this.markers = markers;
    this.columns = schema.columns();
    this.levels = columns.stream().map(FeatureEncoder::places).toList();
  }

  /** Refuses numbers from now on that the type of a model cannot hold. */
  void requireFit(DataType type) {
    greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** Lets a missing cell pass from now on that the model has nothing to put in the place of. */
  void passMissing() {
    refuses = false;
  }

  private static Map<String, Integer> places(FeatureColumn column) {
    Map<String, Integer> places = new HashMap<>();
    column.levels().forEach(level -> places.put(level, places.size()));
    column.merged().forEach(level -> places.put(level, 0));
    return places;
  }

  /** The columns that must be there, with their kinds. */
  static Map<String, Column.Kind> expected(FeatureSchema schema) {
    Map<String, Column.Kind> expected = new LinkedHashMap<>();
    for (FeatureColumn column : schema.columns()) {
      boolean text = column.type() == FeatureColumn.Type.TEXT;
      expected.put(column.name(), text ? Column.Kind.TEXT : Column.Kind.NUMBER);
    }
    return expected;
  }

  /**
   * How to read the columns.
   *
   * @throws TableException naming those that are not in the table
   */
  static List<Selection> selections(FeatureSchema schema, Table table) throws TableException {
    List<String> names = schema.columns().stream().map(FeatureColumn::name).toList();
    List<String> absent = names.stream().filter(name -> table.find(name).isEmpty()).toList();
    if (!absent.isEmpty()) {
      throw new TableException(
          "%s lacks columns that the model needs: %s; it has %s"
              .formatted(
                  table.name(),
                  Names.listed(absent),
                  Names.listed(table.columns().stream().map(Column::name).toList())));
    }
    List<Selection> selections = new ArrayList<>();
    for (FeatureColumn column : schema.columns()) {
      boolean text = column.type() == FeatureColumn.Type.TEXT;
      selections.add(
          new Selection(
              table.column(column.name()), text ? Selection.Form.TEXT : Selection.Form.NUMBER));
    }
    return selections;
  }

  /**
   * Writes the features of the cursor's row, whose first selections are those above.
   *
   * @return whether the row is complete; if not, its features mean nothing
   */
  boolean encode(Cursor cursor, double[] features, int from) throws TableException {
    complete = true;
    unseenInRow.clear();
    int at = from;
    for (int i = 0; i < levels.size(); i++) {
      FeatureColumn column = columns.get(i);
      if (column.type() == FeatureColumn.Type.TEXT) {
        int level = level(cursor, i, column);
        Arrays.fill(features, at, at + column.width(), 0);
        if (level > 0) {
          features[at + level - 1] = 1;
        }
      } else {
        features[at] = number(cursor, i, column);
      }
      at += column.width();
    }
    if (complete) {
      unseenInRow.forEach(name -> unseen.merge(name, 1L, Long::sum));
    }
    return complete;
  }

  private double number(Cursor cursor, int i, FeatureColumn column) throws TableException {
    double value = cursor.number(i);
    if (cursor.wasMissing()) {
      return fill(cursor, i, column);
    }
    if (Math.abs(value) > greatest) {
      throw new TableException(
          "%s is too large for float32, was %s; a model of engine.precision=float64 can hold it"
              .formatted(cursor.at(i), value));
    }
    if (column.type() == FeatureColumn.Type.BOOLEAN && value != 0 && value != 1) {
      throw new TableException(cursor.at(i) + " must be true or false, was " + Numbers.text(value));
    }
    return value;
  }

  private int level(Cursor cursor, int i, FeatureColumn column) throws TableException {
    String text = cursor.text(i);
    if (text == null) {
      return (int) fill(cursor, i, column);
    }
    Integer place = levels.get(i).get(text);
    if (place == null) {
      requireValue(cursor, i, text);
      unseenInRow.add(column.name());
      return 0;
    }
    return place;
  }

  /** A text that the training saw is a value, whatever it looks like. */
  private void requireValue(Cursor cursor, int i, String text) throws TableException {
    boolean sign = text.strip().equals("-") && levels.get(i).containsKey("+");
    if (markers.contains(text) && !sign) {
      throw new TableException(
          ("%s may mean a missing value, was %s, which the training did not see; set data.na=%s if"
                  + " so, or data.not-missing=%s if it is a value")
              .formatted(cursor.at(i), Names.quoted(text), text.strip(), text.strip()));
    }
  }

  private double fill(Cursor cursor, int i, FeatureColumn column) throws TableException {
    if (column.fill().isPresent()) {
      return column.fill().getAsDouble();
    }
    if (refuses) {
      throw new TableException(
          cursor.at(i)
              + " is missing; the model was not trained with data.missing=mean and has nothing to"
              + " put in its place; leave such rows out in SQL with data.query, or mark"
              + " incomplete rows instead of refusing them");
    }
    complete = false;
    return 0;
  }

  /** What there is to say about texts that the training did not see. */
  List<String> warnings() {
    return unseen.entrySet().stream()
        .map(
            each ->
                "column \"%s\": %s that the training did not see, taken as \"%s\""
                    .formatted(
                        each.getKey(),
                        Names.counted(each.getValue(), "text"),
                        reference(each.getKey())))
        .toList();
  }

  private String reference(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .map(column -> column.levels().get(0))
        .findFirst()
        .orElse("");
  }
}
