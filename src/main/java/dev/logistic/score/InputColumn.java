package dev.logistic.score;

import dev.logistic.files.PlainText;
import dev.logistic.schema.FeatureColumn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a cell of an input column becomes features. */
record InputColumn(FeatureColumn column) {

  /** Writes this column's features of a row, where nothing has been written before. */
  void encode(Map<String, ? extends @Nullable Object> row, double[] features, int at) {
    Object given = row.get(column.name());
    Object cell = given instanceof CharSequence text && text.isEmpty() ? null : given;
    if (column.type() == FeatureColumn.Type.TEXT) {
      int level =
          cell == null ? (int) filled(row) : Math.max(0, column.levels().indexOf(text(cell)));
      if (level > 0) {
        features[at + level - 1] = 1;
      }
    } else {
      features[at] = cell == null ? filled(row) : number(cell);
    }
  }

  private double filled(Map<String, ? extends @Nullable Object> row) {
    if (!row.containsKey(column.name())) {
      throw new IllegalArgumentException(
          "the row lacks column \"%s\"; it has %s".formatted(column.name(), row.keySet()));
    }
    return column
        .fill()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ("column \"%s\" is missing; the model was not trained with data.missing=mean and has"
                            + " nothing to put in its place")
                        .formatted(column.name())));
  }

  private String text(Object cell) {
    return PlainText.of(cell, column.levels())
        .or(() -> PlainText.of(cell, column.merged()))
        .orElseThrow(() -> refused("a text", cell));
  }

  private double number(Object cell) {
    if (cell instanceof Boolean flag && column.type() == FeatureColumn.Type.BOOLEAN) {
      return flag ? 1 : 0;
    }
    String wanted =
        column.type() == FeatureColumn.Type.BOOLEAN ? "true or false" : "a finite number";
    if (!(cell instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw refused(wanted, cell);
    }
    double value = number.doubleValue();
    if (column.type() == FeatureColumn.Type.BOOLEAN && value != 0 && value != 1) {
      throw refused(wanted, cell);
    }
    return value;
  }

  private IllegalArgumentException refused(String wanted, Object cell) {
    String found = cell instanceof CharSequence ? "\"" + cell + "\"" : cell.toString();
    return new IllegalArgumentException(
        "column \"%s\" must be %s, was %s".formatted(column.name(), wanted, found));
  }
}
