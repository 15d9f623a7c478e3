package dev.logistic.score;

import dev.logistic.files.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An input column and how its cell becomes features, as {@code model.json} has it.
 *
 * @param name of the column
 * @param type of its cells
 * @param levels of a text column, the first being the reference; else empty
 * @param merged levels that read as the reference; empty for other columns than texts
 * @param fill what stands for a missing cell, of a text column the place of a level
 */
record InputColumn(
    String name, Type type, List<String> levels, List<String> merged, OptionalDouble fill) {

  /** What the cells of a column are. */
  enum Type {
    NUMBER,
    BOOLEAN,
    TEXT
  }

  InputColumn {
    levels = List.copyOf(levels);
    merged = List.copyOf(merged);
  }

  int width() {
    return type == Type.TEXT ? levels.size() - 1 : 1;
  }

  List<String> features() {
    List<String> names = new ArrayList<>();
    if (type != Type.TEXT) {
      names.add(name);
    }
    levels.stream().skip(1).map(level -> name + "=" + level).forEach(names::add);
    return names;
  }

  /** Writes this column's features of a row, where nothing has been written before. */
  void encode(Map<String, ? extends @Nullable Object> row, double[] features, int at) {
    Object given = row.get(name);
    Object cell = given instanceof CharSequence text && text.isEmpty() ? null : given;
    if (type == Type.TEXT) {
      int level = cell == null ? (int) filled(row) : Math.max(0, levels.indexOf(text(cell)));
      if (level > 0) {
        features[at + level - 1] = 1;
      }
    } else {
      features[at] = cell == null ? filled(row) : number(cell);
    }
  }

  private double filled(Map<String, ? extends @Nullable Object> row) {
    if (!row.containsKey(name)) {
      throw new IllegalArgumentException(
          "the row lacks column \"%s\"; it has %s".formatted(name, row.keySet()));
    }
    return fill.orElseThrow(
        () ->
            new IllegalArgumentException(
                ("column \"%s\" is missing; the model was not trained with data.missing=mean and has"
                        + " nothing to put in its place")
                    .formatted(name)));
  }

  private String text(Object cell) {
    return PlainText.of(cell, levels)
        .or(() -> PlainText.of(cell, merged))
        .orElseThrow(() -> refused("a text", cell));
  }

  private double number(Object cell) {
    if (cell instanceof Boolean flag && type == Type.BOOLEAN) {
      return flag ? 1 : 0;
    }
    String wanted = type == Type.BOOLEAN ? "true or false" : "a finite number";
    if (!(cell instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw refused(wanted, cell);
    }
    double value = number.doubleValue();
    if (type == Type.BOOLEAN && value != 0 && value != 1) {
      throw refused(wanted, cell);
    }
    return value;
  }

  private IllegalArgumentException refused(String wanted, Object cell) {
    String found = cell instanceof CharSequence ? "\"" + cell + "\"" : cell.toString();
    return new IllegalArgumentException(
        "column \"%s\" must be %s, was %s".formatted(name, wanted, found));
  }
}
