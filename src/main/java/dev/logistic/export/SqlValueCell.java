package dev.logistic.export;

import dev.logistic.schema.MissingTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A number, a boolean or a text as expressions of SQL.
 *
 * @param name of the column
 */
record SqlValueCell(SqlDialect dialect, String name, SqlMissing missing) implements SqlCell {

  private String column() {
    return "t." + dialect.identifier(name);
  }

  /** The number of a cell that is not missing; NULL if it is none. */
  private String present(boolean flag) {
    String column = column();
    if (flag) {
      return flag(column);
    }
    return dialect == SqlDialect.ANSI
        ? dialect.toDouble(column)
        : "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(dialect.isText(column), dialect.parsed(column), dialect.toDouble(column));
  }

  /** By its text, as some databases have no cast of a boolean to a double. */
  private String flag(String column) {
    String one = dialect.number(1);
    String zero = dialect.number(0);
    String byText =
        "CASE LOWER(%s) WHEN 'true' THEN %s WHEN 'false' THEN %s %s END"
            .formatted(
                dialect.stripped(dialect.toFlagText(column)),
                one,
                zero,
                dialect == SqlDialect.ANSI
                    ? "WHEN '1' THEN %s WHEN '0' THEN %s".formatted(one, zero)
                    : "ELSE " + dialect.parsed(column));
    return dialect == SqlDialect.DUCKDB // which has one, and a faster one
        ? "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(dialect.isText(column), byText, dialect.toDouble(column))
        : byText;
  }

  @Override
  public String number(boolean flag, @Nullable Double fill) {
    return fill == null && missingNumbers().isEmpty()
        ? present(flag)
        : "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(
                isMissingNumber(flag), fill == null ? "NULL" : dialect.number(fill), present(flag));
  }

  @Override
  public String isMissingNumber(boolean flag) {
    String column = column();
    StringBuilder sql = new StringBuilder("(" + column + " IS NULL");
    if (dialect != SqlDialect.ANSI) { // whose columns of numbers hold no texts
      List<String> texts = new ArrayList<>(List.of(""));
      texts.addAll(missing.na());
      sql.append(
          " OR (%s AND %s IN (%s))"
              .formatted(
                  dialect.isText(column),
                  dialect.stripped(dialect.toText(column)),
                  literals(texts)));
    }
    String numbers = missingNumbers();
    if (!numbers.isEmpty()) {
      sql.append(" OR %s IN (%s)".formatted(present(flag), numbers));
    }
    return sql + ")";
  }

  private String missingNumbers() {
    return missing.numbers().stream()
        .flatMap(number -> dialect.numberOrNaN(number).stream())
        .collect(Collectors.joining(", "));
  }

  private String literals(Collection<String> texts) {
    return texts.stream().map(dialect::text).collect(Collectors.joining(", "));
  }

  @Override
  public String text(boolean plain) {
    String column = column();
    String text = dialect.toText(column);
    return plain && dialect != SqlDialect.ANSI
        ? "CASE WHEN %1$s AND %2$s LIKE '%%.%%' THEN COALESCE(NULLIF(%3$s, '-0'), '0') ELSE %2$s END"
            .formatted(
                dialect.isFraction(column), text, "RTRIM(RTRIM(%s, '0'), '.')".formatted(text))
        : text;
  }

  @Override
  public String isMissingText(boolean plain) {
    String text = text(plain);
    String empty = "(%1$s IS NULL OR %1$s = ''".formatted(text);
    return missing.na().isEmpty()
        ? empty + ")"
        : "%s OR %s IN (%s))".formatted(empty, dialect.stripped(text), literals(missing.texts()));
  }

  @Override
  public String isUsableText(boolean plain, Collection<String> levels) {
    String text = text(plain);
    String stripped = dialect.stripped(text);
    TreeSet<String> seen = new TreeSet<>(levels);
    seen.removeIf(level -> !MissingTexts.isOne(level));
    String usable =
        "(LOWER(%s) NOT IN (%s)".formatted(stripped, literals(missing.markers(levels)))
            + (seen.isEmpty() ? "" : " OR %s IN (%s)".formatted(text, literals(seen)))
            + (missing.values().isEmpty()
                ? ")"
                : " OR %s IN (%s))".formatted(stripped, literals(missing.values())));
    return plain && dialect != SqlDialect.ANSI
        ? "%s AND NOT (%s AND %s LIKE '%%e%%')"
            .formatted(usable, dialect.isFraction(column()), dialect.toText(column()))
        : usable;
  }
}
