package dev.logistic.export;

import dev.logistic.schema.DateTerm;
import java.util.Locale;
import java.util.Map;

/**
 * Parts of dates in UTC as SQL. A database would read texts by rules of its own, shift some to the
 * time zone of the session and round fractions of seconds up to the next day, so all but standard
 * SQL get the fields from the text of a cell, by the grammar of {@link DateTerm#read}; what does
 * not match is NULL, as are names of time zones and years outside 1 to 9999.
 */
final class SqlDate {

  /** Each month with its days, and 29 February of leap years. */
  private static final String DATE =
      "(?:[0-9][0-9][0-9][0-9]-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
          + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
          + "|(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

  private static final String SEPARATOR = "[Tt]? ?";
  private static final String TIME =
      "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{0,9})?)?";
  private static final String OFFSET =
      "(?:[Zz]|[+-](?:(?:0[0-9]|1[0-7])(?::?[0-5][0-9])?|18(?::?00)?))";

  private static final String WHOLE = "^" + DATE + "(?:" + SEPARATOR + TIME + OFFSET + "?)?$";
  private static final String HOUR = "^.{10}" + SEPARATOR + "([0-9][0-9])";
  private static final String MINUTE = HOUR.replaceAll("[()]", "") + ":([0-9][0-9])";
  private static final String SIGN = "^.{15}.*([+-])[0-9:]+$";
  private static final String OFFSET_HOUR = "^.{15}.*[+-]([0-9][0-9])[0-9:]*$";
  private static final String OFFSET_MINUTE = "^.{15}.*[+-][0-9][0-9]:?([0-9][0-9])$";

  private static final Map<String, String> SQLITE_FORMATS =
      Map.of("year", "%Y", "month", "%m", "hour", "%H");

  private SqlDate() {}

  /**
   * Checks that a dialect has a part.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void require(SqlDialect dialect, String part) {
    if (dialect == SqlDialect.ANSI && (part.equals("quarter") || part.equals("weekday"))) {
      throw new IllegalArgumentException(
          "standard SQL has no %s of a date, which the model uses; choose duckdb, postgresql or sqlite, or score its rows with predict or dev.logistic.score.Scorer"
              .formatted(part));
    }
  }

  /**
   * Whether a cell is a date; may be NULL where it is not.
   *
   * @param column whose cells are dates, timestamps or texts
   */
  static String isDate(SqlDialect dialect, String column) {
    return switch (dialect) {
      case ANSI -> column + " IS NOT NULL";
      case SQLITE -> isDateOfSqlite(column);
      case DUCKDB, POSTGRESQL -> {
        String text = dialect.stripped(text(dialect, column));
        yield "(%s AND %s >= '0001' AND %s NOT LIKE '0001-01-01%%+%%')"
            .formatted(matches(dialect, text), text, text);
      }
    };
  }

  /** The part of a cell that is a date, as an integer. */
  static String part(SqlDialect dialect, String column, String part) {
    return switch (dialect) {
      case ANSI -> extract(part, column);
      case SQLITE -> ofSqlite(column, part);
      case DUCKDB, POSTGRESQL ->
          "CAST(%s AS integer)"
              .formatted(
                  extract(part.equals("weekday") ? "isodow" : part, moment(dialect, column)));
    };
  }

  private static String extract(String field, String moment) {
    return "EXTRACT(%s FROM %s)".formatted(field.toUpperCase(Locale.ROOT), moment);
  }

  /** The text of a cell as {@code predict} reads it. */
  static String text(SqlDialect dialect, String column) {
    return dialect == SqlDialect.POSTGRESQL // whose texts of dates depend on DateStyle
        ? "(CASE WHEN %s THEN CAST(%s AS text) ELSE REPLACE(to_jsonb(%s) #>> '{}', 'T', ' ') END COLLATE \"C\")"
            .formatted(dialect.isText(column), column, column)
        : dialect.toText(column);
  }

  private static String moment(SqlDialect dialect, String column) {
    String text = dialect.stripped(text(dialect, column));
    String time =
        "60 * %s + %s".formatted(integer(dialect, text, HOUR), integer(dialect, text, MINUTE));
    String offset =
        "(CASE %s WHEN '+' THEN 1 WHEN '-' THEN -1 ELSE 0 END) * (60 * %s + %s)"
            .formatted(
                extracted(dialect, text, SIGN),
                integer(dialect, text, OFFSET_HOUR),
                integer(dialect, text, OFFSET_MINUTE));
    return "(%s(SUBSTR(%s, 1, 10) AS timestamp) + INTERVAL '1 minute' * (%s - %s))"
        .formatted(dialect == SqlDialect.DUCKDB ? "TRY_CAST" : "CAST", text, time, offset);
  }

  private static String matches(SqlDialect dialect, String text) {
    return dialect == SqlDialect.DUCKDB
        ? "regexp_matches(%s, '%s')".formatted(text, WHOLE)
        : "(%s ~ '%s')".formatted(text, WHOLE);
  }

  /** What a group of a pattern matches; not a digit or a sign where the pattern does not match. */
  private static String extracted(SqlDialect dialect, String text, String pattern) {
    return dialect == SqlDialect.DUCKDB
        ? "regexp_extract(%s, '%s', 1)".formatted(text, pattern)
        : "SUBSTRING(%s FROM '%s')".formatted(text, pattern);
  }

  private static String integer(SqlDialect dialect, String text, String pattern) {
    return "COALESCE(CAST(NULLIF(%s, '') AS integer), 0)"
        .formatted(extracted(dialect, text, pattern));
  }

  /** SQLite has no patterns with alternatives, so the text is taken apart. */
  private static String isDateOfSqlite(String column) {
    String text = SqlDialect.SQLITE.stripped(column);
    // d: the date, r: the rest after the separator, p: where its offset begins, or 0
    String rest =
        """
        CASE WHEN LENGTH(%1$s) = 10 THEN '00:00' WHEN SUBSTR(%1$s, 11) GLOB '[Tt] *' \
        THEN SUBSTR(%1$s, 13) WHEN SUBSTR(%1$s, 11) GLOB '[Tt ]*' THEN SUBSTR(%1$s, 12) \
        ELSE SUBSTR(%1$s, 11) END"""
            .formatted(text);
    String split =
        "SELECT SUBSTR(%1$s, 1, 10) AS d, %2$s AS r, INSTR(%2$s, '+') + INSTR(%2$s, '-') AS p"
            .formatted(text, rest);
    String seconds =
        """
        CASE WHEN p > 0 THEN SUBSTR(r, 6, p - 6) WHEN r GLOB '*[Zz]' THEN SUBSTR(r, 6, LENGTH(r) - 6) \
        ELSE SUBSTR(r, 6) END""";
    String isValid =
        """
        d GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND d = DATE(JULIANDAY(d)) AND d >= '0001' \
        AND NOT (d = '0001-01-01' AND r LIKE '%%+%%') \
        AND r GLOB '[0-2][0-9]:[0-5][0-9]*' AND r < '24' \
        AND (%1$s = '' OR %1$s GLOB ':[0-5][0-9]' OR %1$s GLOB ':[0-5][0-9].*' \
        AND LENGTH(%1$s) <= 13 AND SUBSTR(%1$s, 5) NOT GLOB '*[^0-9]*') \
        AND (p = 0 OR SUBSTR(r, p) GLOB '[+-][01][0-9]' OR SUBSTR(r, p) GLOB '[+-][01][0-9][0-5][0-9]' \
        OR SUBSTR(r, p) GLOB '[+-][01][0-9]:[0-5][0-9]') \
        AND REPLACE(SUBSTR(r, p + 1), ':', '') || '00' <= CASE WHEN p > 0 THEN '180000' ELSE 'A' END"""
            .formatted(seconds);
    return "(%s AND EXISTS (SELECT 1 FROM (%s) WHERE %s))"
        .formatted(SqlDialect.SQLITE.isText(column), split, isValid);
  }

  /** Without a query of its own, and of little depth, since its parser has a small stack. */
  private static String ofSqlite(String column, String part) {
    String text = SqlDialect.SQLITE.stripped(column);
    String moment =
        """
        SUBSTR(%1$s, 1, 10) || ' ' || SUBSTR(%1$s || ' 00:00', INSTR(%1$s || ' 00:00', ':') - 2, 5), \
        -CASE WHEN %1$s GLOB '*:*[+-]??:??' THEN SUBSTR(%1$s, -6, 3) \
        WHEN %1$s GLOB '*:*[+-]????' THEN SUBSTR(%1$s, -5, 3) \
        WHEN %1$s GLOB '*:*[+-]??' THEN SUBSTR(%1$s, -3) ELSE 0 END || ' hours', \
        -CASE WHEN %1$s GLOB '*:*[+-]??:??' THEN SUBSTR(%1$s, -6, 1) || SUBSTR(%1$s, -2) \
        WHEN %1$s GLOB '*:*[+-]????' THEN SUBSTR(%1$s, -5, 1) || SUBSTR(%1$s, -2) \
        ELSE 0 END || ' minutes'"""
            .formatted(text);
    return switch (part) {
      case "quarter" -> "(STRFTIME('%%m', %s) + 2) / 3".formatted(moment);
      case "weekday" -> "(STRFTIME('%%w', %s) + 6) %% 7 + 1".formatted(moment);
      default -> "CAST(STRFTIME('%s', %s) AS INTEGER)".formatted(SQLITE_FORMATS.get(part), moment);
    };
  }
}
