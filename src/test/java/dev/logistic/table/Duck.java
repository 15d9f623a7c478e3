package dev.logistic.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Plain DuckDB, to create files and to inspect them: one database for all tests, since starting it
 * takes longer than a statement.
 */
final class Duck {

  private static final Connection CONNECTION = connect();

  private Duck() {}

  private static Connection connect() {
    try {
      return DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static void run(String sql) {
    try (Statement statement = CONNECTION.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
