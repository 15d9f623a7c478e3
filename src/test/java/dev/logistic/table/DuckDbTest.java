package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuckDbTest {

  @Test
  void theOneThatWasPreparedIsTakenOnceAndOthersAreDatabasesOfTheirOwn()
      throws SQLException, TableException {
    DuckDb replaced = DuckDb.prepare();
    DuckDb prepared = DuckDb.prepare();
    try (DuckDb first = DuckDb.start();
        DuckDb second = DuckDb.start()) {
      assertThat(replaced.streaming().isClosed()).isTrue();
      assertThat(first).isSameAs(prepared);
      assertThat(second).isNotSameAs(prepared);
      first.execute("CREATE TABLE rows AS SELECT 7 AS x");

      assertThat(first.texts("SELECT x FROM rows")).containsExactly(List.of("7"));
      assertThat(second.texts("SELECT count(*) FROM duckdb_tables()"))
          .containsExactly(List.of("0"));
    }
  }
}
