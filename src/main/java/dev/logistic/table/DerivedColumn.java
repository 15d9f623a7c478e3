package dev.logistic.table;

import dev.logistic.formula.TokenSpec;
import dev.logistic.schema.DateTerm;
import org.jspecify.annotations.Nullable;

/**
 * A part of the dates of a column, or the tokens of its texts, which a formula uses as a column of
 * its own.
 *
 * @param name of that column, as the formula has it
 * @param whole the name of the column of dates or texts
 * @param part as {@link DateTerm#part}; null for tokens
 * @param tokens which ones; null for a part of dates
 */
record DerivedColumn(String name, String whole, @Nullable String part, @Nullable TokenSpec tokens) {

  /** What its cells are: numbers, levels or texts. */
  Column column() {
    return part == null
        ? new Column(name, Column.Kind.TEXT, "text")
        : new Column(name, DateTerm.isNumber(part) ? Column.Kind.NUMBER : Column.Kind.TEXT, part);
  }

  /** Whether it has the words of texts, of which a missing one has none. */
  boolean hasWords() {
    return tokens != null && !tokens.isWhole();
  }

  /**
   * Refuses a column that it cannot be derived from.
   *
   * @throws TableException if that has no dates or texts
   */
  void requireFrom(Column column) throws TableException {
    boolean usable =
        switch (column.kind()) {
          case TEXT -> true;
          case NUMBER, BOOLEAN -> tokens != null && tokens.isWhole();
          case DATE -> tokens == null;
          case OTHER -> false;
        };
    if (!usable) {
      throw new TableException(
          "data.terms: \"%s\" needs %s, and column \"%s\" is of type %s; make it %s in SQL with data.query"
              .formatted(
                  name,
                  tokens == null ? "dates" : "texts",
                  column.name(),
                  column.sqlType(),
                  tokens == null ? "a date" : "a text"));
    }
  }

  /** How it is read. */
  Selection selection(Column column) {
    return part == null
        ? new Selection(column, Selection.Form.TEXT)
        : Selection.ofDates(column, part);
  }
}
