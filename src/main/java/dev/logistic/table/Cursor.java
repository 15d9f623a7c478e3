package dev.logistic.table;

import dev.logistic.schema.DateTerm;
import dev.logistic.table.Selection.Form;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Iterates over the rows of a table. Columns are counted from 0, rows from 1. For one thread. */
final class Cursor implements AutoCloseable {

  private static final Set<String> NOT_FINITE =
      Set.of("nan", "inf", "-inf", "infinity", "-infinity");

  /** Turns a database's error into one that a user can act upon. */
  interface Translator {
    TableException translate(SQLException e, long row);
  }

  private static final int MOST_DATES = 1 << 12;
  private static final Pattern PADDING = Pattern.compile(" +$");
  private static final Pattern FIXED_LENGTH =
      Pattern.compile("(?i)(n|bp|national )?char(acter)?( ?\\(.*)?");

  private final String table;
  private final Cells cells;
  private final List<Selection> selections;
  private final boolean[] doubles;
  private final boolean[] padded; // with blanks, which are not part of the text
  private final Set<String> missingTexts;
  private final List<Set<Double>> missingNumbers; // by selection
  private final Translator translator;
  private final Map<String, OffsetDateTime> dates = new HashMap<>(); // read lately, by their text
  private long row;
  private boolean missing;

  /**
   * @param cells of the selections, in their order
   * @param numbersAreDoubles whether the driver gives numbers and booleans as doubles exactly; else
   *     each cell is looked at, since some drivers turn any text into 0
   * @param na texts that mean a missing value
   */
  Cursor(
      String table,
      Cells cells,
      List<Selection> selections,
      boolean numbersAreDoubles,
      List<String> na,
      Translator translator) {
    this.table = table;
    this.cells = cells;
    this.selections = selections;
    this.doubles = new boolean[selections.size()];
    this.padded = new boolean[selections.size()];
    for (int i = 0; i < doubles.length; i++) {
      padded[i] = FIXED_LENGTH.matcher(selections.get(i).column().sqlType()).matches();
      doubles[i] = numbersAreDoubles && selections.get(i).column().kind() != Column.Kind.TEXT;
    }
    this.missingTexts = Set.copyOf(na);
    this.missingNumbers =
        selections.stream().map(each -> Numbers.missing(each.column(), na)).toList();
    this.translator = translator;
  }

  /** Moves to the next row; false after the last. */
  boolean next() throws TableException {
    try {
      boolean found = cells.next();
      row++;
      return found;
    } catch (SQLException e) {
      throw translator.translate(e, row + 1);
    }
  }

  /** Number of the current row, from 1. */
  long row() {
    return row;
  }

  /** The table and the row: {@code file.csv, row 18}. */
  String place() {
    return "%s, row %d".formatted(table, row);
  }

  /** Whether the cell that was read last is missing. */
  boolean wasMissing() {
    return missing;
  }

  /**
   * Returns the cell as a finite number; an arbitrary one if it is missing.
   *
   * @throws TableException if it is not one
   */
  double number(int index) throws TableException {
    return number(index, "a number");
  }

  /** As {@link #number(int)}, for a message that names what the cell must be. */
  double number(int index, String expected) throws TableException {
    if (selections.get(index).part() != null) {
      String text = text(index);
      return text == null ? Double.NaN : Double.parseDouble(text);
    }
    try {
      double value;
      if (doubles[index]) {
        value = cells.number(index);
        // Whether a driver gives 0 for NULL, as it should, or NaN: other numbers are none.
        missing = (value == 0 || Double.isNaN(value)) && cells.wasNull();
      } else {
        value = fromObject(index, expected);
      }
      Set<Double> numbers = missingNumbers.get(index);
      if (!numbers.isEmpty() && numbers.contains(value)) {
        missing = true;
      }
      if (!missing && !(Math.abs(value) <= Double.MAX_VALUE)) {
        throw new TableException(at(index) + " must be a finite number, was " + value);
      }
      return value;
    } catch (SQLException e) {
      throw translator.translate(e, row);
    }
  }

  private double fromObject(int index, String expected) throws SQLException, TableException {
    Object value = cells.object(index);
    missing = value == null;
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    String text = value.toString().strip();
    missing = text.isEmpty() || missingTexts.contains(text);
    return missing ? Double.NaN : parse(index, text, expected);
  }

  private double parse(int index, String text, String expected) throws TableException {
    double value = Numbers.value(text);
    if (!Double.isNaN(value)) {
      return value;
    }
    if (NOT_FINITE.contains(text.toLowerCase(Locale.ROOT))) {
      throw new TableException(at(index) + " must be a finite number, was " + text);
    }
    String message = "%s must be %s, was %s".formatted(at(index), expected, Names.quoted(text));
    throw Numbers.hasDecimalComma(text)
        ? culprit(index).orElse(new TableException(message + remedy(index, text)))
        : new TableException(message + remedy(index, text));
  }

  /**
   * A column of decimal commas is read as numbers, unless one of its cells is no number at all.
   * Then that cell is at fault, and not the first of the others. Moves to it; for use before a
   * failure.
   */
  private Optional<TableException> culprit(int index) throws TableException {
    while (next()) {
      String text = text(index);
      if (text != null
          && !Numbers.hasDecimalComma(text.strip())
          && Double.isNaN(Numbers.value(text.strip()))) {
        return Optional.of(
            new TableException(at(index) + " must be a number, was " + Names.quoted(text)));
      }
    }
    return Optional.empty();
  }

  private String remedy(int index, String text) {
    if (!FormattedNumbers.isOne(text) && !Numbers.hasDecimalComma(text)) {
      return "";
    }
    String column = DuckDb.identifier(selections.get(index).column().name());
    return "; make it a number in SQL with data.query: "
        + FormattedNumbers.sql(column, List.of(text));
  }

  /**
   * The cell's text, or that of a part of its date; null where it is missing, if that is not wanted
   * verbatim.
   *
   * @throws TableException if it is no date and a part of it is wanted
   */
  @Nullable String text(int index) throws TableException {
    try {
      String value = asText(index);
      boolean verbatim = selections.get(index).form() == Form.VERBATIM;
      missing = value == null || (!verbatim && meansMissing(index, value));
      String part = selections.get(index).part();
      return missing || value == null ? null : part == null ? value : part(index, part, value);
    } catch (SQLException e) {
      throw translator.translate(e, row);
    }
  }

  private String part(int index, String part, String date) throws TableException {
    OffsetDateTime known = dates.get(date);
    OffsetDateTime value = known == null ? DateTerm.read(date) : known;
    if (value == null) {
      throw new TableException(
          "%s must be %s, was %s; make it one in SQL with data.query, as in strptime(\"%s\", '%%d/%%m/%%Y')"
              .formatted(
                  at(index),
                  DateTerm.EXPECTED,
                  Names.quoted(date),
                  selections.get(index).column().name()));
    }
    if (known == null) {
      if (dates.size() == MOST_DATES) {
        dates.clear();
      }
      dates.put(date, value);
    }
    return Integer.toString(DateTerm.part(part, value));
  }

  private boolean meansMissing(int index, String text) {
    Set<Double> numbers = missingNumbers.get(index);
    return text.isEmpty()
        || missingTexts.contains(text.strip())
        || (isTyped(index)
            && !numbers.isEmpty()
            && (Numbers.isNumber(text)
                ? numbers.contains(Double.valueOf(text))
                : text.equalsIgnoreCase("nan") && numbers.contains(Double.NaN)));
  }

  private boolean isTyped(int index) {
    Column.Kind kind = selections.get(index).column().kind();
    return kind == Column.Kind.NUMBER || kind == Column.Kind.BOOLEAN;
  }

  private @Nullable String asText(int index) throws SQLException {
    if (!isTyped(index)) {
      String text = cells.text(index);
      return text != null && padded[index] ? PADDING.matcher(text).replaceFirst("") : text;
    }
    Object value = cells.object(index);
    if (value == null) {
      return null;
    }
    String text = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    return selections.get(index).form() == Form.TEXT ? Levels.plain(text) : text;
  }

  /** The location of a cell, as messages begin. */
  String at(int index) {
    String column = selections.get(index).column().name();
    return "%s, column \"%s\":".formatted(place(), column);
  }

  @Override
  public void close() {
    try {
      cells.close();
    } catch (SQLException e) {
      return; // all requested rows have been read
    }
  }
}
