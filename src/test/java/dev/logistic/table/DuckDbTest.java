package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuckDbTest {

  @Test
  void aViewIsSeenByBothConnectionsAndByNoOtherObject() throws SQLException, TableException {
    try (DuckDb first = DuckDb.start();
        DuckDb second = DuckDb.start()) {
      first.createView("SELECT 1 AS x");
      second.createView("SELECT 2 AS x");
      first.createView("SELECT 7 AS x");

      assertThat(first.texts("SELECT x FROM data")).containsExactly(List.of("7"));
      assertThat(second.texts("SELECT x FROM data")).containsExactly(List.of("2"));
      try (Statement statement = first.streaming().createStatement();
          ResultSet rows = statement.executeQuery("SELECT x FROM data")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(7);
      }
    }
  }

  @Test
  void nothingIsLeftInTheDatabaseEvenByAnUnfinishedResult() throws SQLException, TableException {
    try (DuckDb past = DuckDb.start()) {
      past.createView("SELECT range AS x FROM range(100000000)");
      ResultSet unfinished = past.streaming().createStatement().executeQuery("SELECT x FROM data");
      assertThat(unfinished.next()).isTrue();
    }
    try (DuckDb next = DuckDb.start()) {
      assertThatThrownBy(() -> next.texts("SELECT x FROM data")).hasMessageContaining("data");
      assertThat(next.texts("SELECT view_name FROM duckdb_views() WHERE NOT internal")).isEmpty();
      assertThat(next.texts("SELECT schema_name FROM duckdb_schemas() WHERE NOT internal"))
          .isEmpty();
    }
  }
}
