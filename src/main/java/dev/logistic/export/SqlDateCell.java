package dev.logistic.export;

import dev.logistic.schema.DateTerm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of the date of a cell as expressions of SQL.
 *
 * @param name of the column of dates
 * @param part as {@link DateTerm#part}
 */
record SqlDateCell(SqlDialect dialect, String name, String part, SqlMissing missing)
    implements SqlCell {

  /**
   * Checks that the dialect has the part and the texts that mean a missing date.
   *
   * @throws IllegalArgumentException if it has not
   */
  SqlDateCell {
    SqlDate.require(dialect, part);
    if (dialect == SqlDialect.ANSI) {
      for (String text : missing.na()) {
        if (DateTerm.read(text) != null) {
          throw new IllegalArgumentException(
              "%s means a missing value by data.na, and the dialect ansi cannot compare a date with a text; choose duckdb, postgresql or sqlite"
                  .formatted(text));
        }
      }
    }
  }

  private String column() {
    return "t." + dialect.identifier(name);
  }

  private String found() {
    return SqlDate.part(dialect, column(), part);
  }

  @Override
  public String number(boolean flag, @Nullable Double fill) {
    String number = dialect.toDouble(found());
    return "CASE WHEN %s THEN %s ELSE %s END"
        .formatted(isMissingText(false), fill == null ? "NULL" : dialect.number(fill), number);
  }

  @Override
  public String isMissingNumber(boolean flag) {
    return isMissingText(false);
  }

  @Override
  public String text(boolean plain) {
    return "CAST(%s AS %s)".formatted(found(), dialect.shortTextType());
  }

  @Override
  public String isMissingText(boolean plain) {
    if (dialect == SqlDialect.ANSI) { // whose columns of dates hold no texts
      return "(%s IS NULL)".formatted(column());
    }
    String text = SqlDate.text(dialect, column());
    List<String> texts = new ArrayList<>(missing.na());
    texts.removeIf(String::isEmpty);
    String empty = "(%s IS NULL OR %s = ''".formatted(column(), text);
    return texts.isEmpty()
        ? empty + ")"
        : "%s OR %s IN (%s))"
            .formatted(
                empty,
                dialect.stripped(text),
                texts.stream().map(dialect::text).collect(Collectors.joining(", ")));
  }

  @Override
  public String isUsableText(boolean plain, Collection<String> levels) {
    return SqlDate.isDate(dialect, column());
  }
}
