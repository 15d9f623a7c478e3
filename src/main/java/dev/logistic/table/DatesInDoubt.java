package dev.logistic.table;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds columns whose dates may be read in two ways: 03/06 is in March or in June, and which of
 * them DuckDB detects depends on the rows that happen to be in the file. A column is decided by a
 * date that begins with the year, or whose day is too large for a month.
 */
final class DatesInDoubt {

  /** Where the year has two digits, even a large number may be the day or the year. */
  private static final String DECIDES =
      "regexp_matches(%1$s, '\\d{4}')"
          + " AND (TRY_CAST(regexp_extract(%1$s, '^\\s*(\\d+)', 1) AS INTEGER) > 12"
          + " OR TRY_CAST(regexp_extract(%1$s, '^\\s*\\d+\\D+(\\d+)', 1) AS INTEGER) > 12)";

  private DatesInDoubt() {}

  /**
   * Returns the names of such columns.
   *
   * @param types that were detected, by column
   * @param rows an expression of SQL that reads these columns as texts
   */
  static Set<String> of(DuckDb duckDb, Map<String, String> types, String rows) throws SQLException {
    Set<String> found = new HashSet<>();
    for (Map.Entry<String, String> column : types.entrySet()) {
      if (isDate(column.getValue())) {
        String decides = DECIDES.formatted(DuckDb.identifier(column.getKey()));
        String sql = "SELECT EXISTS (SELECT 1 FROM %s WHERE %s)".formatted(rows, decides);
        if (!Boolean.parseBoolean(duckDb.texts(sql).get(0).get(0))) {
          found.add(column.getKey());
        }
      }
    }
    return found;
  }

  private static boolean isDate(String type) {
    return type.equals("DATE") || type.startsWith("TIMESTAMP");
  }
}
