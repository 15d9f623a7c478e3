package dev.logistic.spark.table;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.table.ClassNames;
import dev.logistic.table.Column;
import dev.logistic.table.Names;
import dev.logistic.table.Numbers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads cells of rows by the core's rules for its tables. Immutable; travels to executors. */
final class Cells implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 12;

  private final String[] names;
  private final Column.Kind[] kinds;
  private final Set<String> missingTexts;
  private final List<Set<Double>> missingNumbers = new ArrayList<>(); // by column
  private final double greatest;

  /**
   * @param columns of the rows, in order
   */
  Cells(List<Column> columns, Settings settings) {
    this.names = columns.stream().map(Column::name).toArray(String[]::new);
    this.kinds = columns.stream().map(Column::kind).toArray(Column.Kind[]::new);
    this.missingTexts = new HashSet<>(settings.get(Settings.NA));
    columns.forEach(column -> missingNumbers.add(Numbers.missing(column, missingTexts)));
    this.greatest =
        settings.get(Settings.PRECISION) == Precision.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** The greatest number that the precision holds. */
  double greatest() {
    return greatest;
  }

  Column.Kind kind(int place) {
    return kinds[place];
  }

  boolean isText(int place) {
    return kinds[place] == Column.Kind.TEXT;
  }

  /**
   * A number, true being 1 and false 0, also as texts.
   *
   * @return null where it is missing
   * @throws CellException if it is not a number, not finite, or too large for the precision
   */
  @Nullable Double number(Row row, int place) {
    Object cell = row.get(place);
    if (cell == null) {
      return null;
    }
    double value;
    if (cell instanceof Number number) {
      value = number.doubleValue() + 0.0;
    } else {
      String text = cell.toString().strip();
      if (text.isEmpty() || missingTexts.contains(text)) {
        return null;
      }
      value = Numbers.value(text) + 0.0;
      if (Double.isNaN(value)) {
        throw refused(row, place, "must be a number, was " + Names.quoted(text));
      }
    }
    if (missingNumbers.get(place).contains(value)) {
      return null;
    }
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      throw refused(row, place, "must be a finite number, was " + value);
    }
    if (Math.abs(value) > greatest) {
      throw refused(
          row,
          place,
          "is too large for float32, was %s; engine.precision=float64 can hold it"
              .formatted(value));
    }
    return value;
  }

  /** A text; null where it is missing. */
  @Nullable String text(Row row, int place) {
    Object cell = row.get(place);
    if (cell == null) {
      return null;
    }
    String text = cell instanceof BigDecimal decimal ? decimal.toPlainString() : cell.toString();
    return text.isEmpty() || missingTexts.contains(text.strip()) ? null : text;
  }

  /** A label as the name of its class; null where it is missing. */
  @Nullable String label(Row row, int place) {
    if (isText(place)) {
      return text(row, place);
    }
    Double value = number(row, place);
    if (value == null) {
      return null;
    }
    if (!Numbers.isExact(value)) {
      throw refused(row, place, ClassNames.tooLarge(names[place], value));
    }
    return kinds[place] == Column.Kind.BOOLEAN ? Boolean.toString(value != 0) : Numbers.text(value);
  }

  /**
   * The weight of a row.
   *
   * @throws CellException if it is not a number of at least 0
   */
  double weight(Row row, int place) {
    Double weight = number(row, place);
    if (weight == null) {
      throw refused(row, place, "must be a weight, is missing");
    }
    if (weight < 0) {
      throw refused(row, place, "must be a weight of at least 0, was " + Numbers.text(weight));
    }
    return weight;
  }

  private CellException refused(Row row, int place, String text) {
    return refused(row, "column \"%s\" %s".formatted(names[place], text));
  }

  /** The exception for a row that cannot be used. */
  CellException refused(Row row, String reason) {
    return new CellException("%s, in the row %s".formatted(reason, shown(row)));
  }

  /** Formats a row for messages. */
  String shown(Row row) {
    List<String> cells = new ArrayList<>();
    for (int place = 0; place < Math.min(MOST_SHOWN, names.length); place++) {
      Object cell = row.get(place);
      cells.add(names[place] + "=" + (cell instanceof String text ? Names.quoted(text) : cell));
    }
    return "{" + String.join(", ", cells) + (names.length > MOST_SHOWN ? ", ...}" : "}");
  }

  /** A cell that cannot be used; it travels to the driver as a text. */
  static final class CellException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CellException(String message) {
      super(message, null, false, false);
    }
  }
}
