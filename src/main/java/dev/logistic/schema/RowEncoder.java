package dev.logistic.schema;

import dev.logistic.files.PlainText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a row, given as values by column name, into features on the scale of the columns. A number
 * must be a {@link Number}, a boolean a {@link Boolean} or 0 or 1, a text a {@link CharSequence},
 * or where levels are numbers or booleans also such a one, which is then taken by its text, 1 for
 * 1.0. A null or an empty text is a missing value. A merged level, and a text that the training did
 * not see, is taken as the reference level. Immutable.
 */
public final class RowEncoder {

  private final FeatureSchema schema;

  /** Encodes for features of that schema. */
  public RowEncoder(FeatureSchema schema) {
    this.schema = schema;
  }

  /**
   * The features of a row; other columns are passed over.
   *
   * @return as many as the schema's width
   * @throws IllegalArgumentException if a column is not there or cannot be used; the message names
   *     it, and says what was expected and found
   */
  public double[] encode(Map<String, ?> row) {
    requireColumns(row);
    double[] features = new double[schema.width()];
    int at = 0;
    for (FeatureColumn column : schema.columns()) {
      double value = value(column, row.get(column.name()));
      if (column.type() != FeatureColumn.Type.TEXT) {
        features[at] = value;
      } else if (value > 0) {
        features[at + (int) value - 1] = 1;
      }
      at += column.width();
    }
    return features;
  }

  private void requireColumns(Map<String, ?> row) {
    List<String> absent =
        schema.columns().stream()
            .map(FeatureColumn::name)
            .filter(name -> !row.containsKey(name))
            .toList();
    if (!absent.isEmpty()) {
      throw new IllegalArgumentException(
          "the row lacks columns that the model needs: %s; it has %s"
              .formatted(quoted(absent.stream()), quoted(row.keySet().stream().sorted())));
    }
  }

  private static String quoted(Stream<String> names) {
    return names.map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }

  /** A number, or the place of a text's level. */
  private static double value(FeatureColumn column, @Nullable Object cell) {
    if (cell == null || (cell instanceof CharSequence text && text.isEmpty())) {
      return column
          .fill()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "column \"%s\" is missing; the model was not trained with data.missing=mean and has nothing to put in its place"
                          .formatted(column.name())));
    }
    return switch (column.type()) {
      case NUMBER -> number(column, cell, "a finite number");
      case BOOLEAN -> flag(column, cell);
      case TEXT -> level(column, cell);
    };
  }

  private static double number(FeatureColumn column, Object cell, String rule) {
    if (cell instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw refused(column, rule, cell);
  }

  private static double flag(FeatureColumn column, Object cell) {
    if (cell instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    double value = number(column, cell, "true or false");
    if (value != 0 && value != 1) {
      throw refused(column, "true or false", cell);
    }
    return value;
  }

  private static double level(FeatureColumn column, Object cell) {
    return PlainText.of(cell, column.levels())
        .or(() -> PlainText.of(cell, column.merged()))
        .map(text -> Math.max(0, column.levels().indexOf(text)))
        .orElseThrow(() -> refused(column, "a text", cell));
  }

  private static IllegalArgumentException refused(FeatureColumn column, String rule, Object cell) {
    String found = cell instanceof CharSequence ? "\"" + cell + "\"" : String.valueOf(cell);
    return new IllegalArgumentException(
        "column \"%s\" must be %s, was %s".formatted(column.name(), rule, found));
  }
}
