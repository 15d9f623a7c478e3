package dev.logistic.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables of several kinds, made by DuckDB in a directory. */
final class SoakTables {

  private static final String ROWS =
      """
      CREATE TABLE rows AS
      SELECT x0, x1, x2, x3, town, member, weight,
             (x0 - 2 * x1 + 0.5 * (town = 'Ulm')::INT + noise > 0)::INT AS label,
             CASE WHEN x0 + noise > 0.4 THEN 'high' WHEN x1 + noise > 0 THEN 'mid' ELSE 'low' END
               AS class
      FROM (SELECT random() - 0.5 AS x0, random() - 0.5 AS x1, 1e6 * random() AS x2,
                   random() + random() AS x3,
                   ['Bonn', 'Köln', 'Ulm', 'Trier'][1 + (random() * 4)::INT % 4] AS town,
                   random() < 0.5 AS member, 0.5 + random() AS weight, random() - 0.5 AS noise
            FROM range(5000))
      """;

  private static final String[] FILES = {
    "(SELECT x0, x1, x2, x3, label FROM rows) TO '%s/numbers.csv'",
    "(SELECT * EXCLUDE (x3, class, weight), CASE WHEN x3 < 1.9 THEN x3 END AS x3 FROM rows)"
        + " TO '%s/mixed.parquet'",
    "(SELECT * EXCLUDE (label, weight) FROM rows) TO '%s/classes.csv.gz'",
    "(SELECT x0, x1, x2, town, weight, label FROM rows) TO '%s/weighted.jsonl' (FORMAT json)"
  };

  private SoakTables() {}

  /**
   * Writes {@code numbers.csv}, {@code mixed.parquet} with texts, flags and missing numbers, {@code
   * classes.csv.gz} with three classes, and {@code weighted.jsonl} with weights.
   */
  static void write(Path directory) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1"); // the same rows each time
      statement.execute("SELECT setseed(0.5)");
      statement.execute(ROWS);
      for (String file : FILES) {
        statement.execute("COPY " + file.formatted(directory));
      }
    }
  }
}
