package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTableTest {

  private static final String ADDRESS = "jdbc:h2:mem:tables;USER=me;PASSWORD=geheim";

  private Connection database; // while it is open the tables are kept

  @BeforeEach
  void fill() throws SQLException {
    database = DriverManager.getConnection(ADDRESS);
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE people (id INTEGER, income DECIMAL(20, 2), height REAL, big BIGINT,"
              + " member BOOLEAN, town VARCHAR(20), note CLOB, born DATE, y VARCHAR(3))");
      statement.execute(
          "INSERT INTO people VALUES (1, 1234.50, 1.5, 9007199254740993, TRUE, 'Ulm', 'a',"
              + " DATE '2000-01-31', 'yes'), (2, NULL, 2.25, 4, NULL, '', 'b', NULL, 'no'),"
              + " (3, -0.10, -3, 5, FALSE, 'Bonn', NULL, NULL, 'no')");
    }
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  private static Read read(String query, Choice choice) throws TableException {
    return Read.of(ADDRESS, query, choice, DataType.FLOAT64);
  }

  @Test
  void numbersBooleansAndTexts() throws TableException {
    Read read =
        read(
            "SELECT income, height, big, member, town, y FROM people WHERE id <> 2 ORDER BY id",
            Choice.usual().label("Y"));

    assertThat(read.schema().featureNames())
        .containsExactly("INCOME", "HEIGHT", "BIG", "MEMBER", "TOWN=Ulm");
    assertThat(read.features())
        .isDeepEqualTo(
            new double[][] {{1234.5, 1.5, 9007199254740992.0, 1, 1}, {-0.1, -3, 5, 0, 0}});
  }

  @Test
  void nullsAndEmptyTextsAreMissing() throws TableException {
    String query = "SELECT income, member, town, note, y FROM people ORDER BY id";

    assertThatThrownBy(() -> read(query, Choice.usual().label("Y")))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "the query's result: column \"INCOME\" has 1 missing value, the first in row 2;"
                + " column \"MEMBER\" has 1 missing value, the first in row 2; column \"TOWN\" has"
                + " 1 missing value, the first in row 2; column \"NOTE\" has 1 missing value, the"
                + " first in row 3; leave columns out with data.exclude, rows with data.missing=drop, or"
                + " fill values in with"
                + " data.missing=mean");
    assertThat(read(query, Choice.usual().label("Y").fillMissing()).features())
        .isDeepEqualTo(new double[][] {{1234.5, 1, 1, 0}, {617.2, 0.5, 0, 1}, {-0.1, 0, 0, 0}});
  }

  @Test
  void labelsOfAnyKindAreNamedAsThoseOfFiles() throws TableException {
    assertThat(
            read("SELECT id, member AS \"y\" FROM people WHERE id <> 2", Choice.usual()).classes())
        .containsExactly("false", "true");
    assertThat(
            read(
                    "SELECT id, CAST(id AS DECIMAL(5, 1)) AS \"y\" FROM people WHERE id < 3",
                    Choice.usual())
                .classes())
        .containsExactly("1", "2");
  }

  @Test
  void cellsAreCarriedThroughAsText() throws TableException {
    List<List<String>> cells = new ArrayList<>();
    try (TableRows rows =
        TableRows.builder(
                new TableSource(ADDRESS, "SELECT * FROM people ORDER BY id"),
                FeatureSchema.ofNumbers(List.of("ID")))
            .allCells()
            .open()) {
      while (rows.next()) {
        for (int row = 0; row < rows.rows(); row++) {
          cells.add(Arrays.asList(rows.cells(row)));
        }
      }
      assertThat(rows.types())
          .containsEntry("MEMBER", "BOOLEAN")
          .containsEntry("TOWN", "VARCHAR")
          .doesNotContainKey("INCOME");
    }
    assertThat(cells)
        .containsExactly(
            List.of(
                "1", "1234.50", "1.5", "9007199254740993", "true", "Ulm", "a", "2000-01-31", "yes"),
            Arrays.asList("2", null, "2.25", "4", null, "", "b", null, "no"),
            Arrays.asList("3", "-0.10", "-3.0", "5", "false", "Bonn", null, null, "no"));
  }

  @Test
  void aDateIsNoFeature() {
    assertThatThrownBy(() -> read("SELECT id, born, y FROM people", Choice.usual().label("Y")))
        .hasMessage(
            "the query's result: column \"BORN\" is of type DATE; it cannot be a feature: leave it"
                + " out with data.exclude, or make it a number or a text in SQL with data.query");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    "SELECT CASE id WHEN 2 THEN CAST('NaN' AS DOUBLE PRECISION) ELSE 1 END AS a, y"
                        + " FROM people ORDER BY id",
                    Choice.usual().label("Y")))
        .hasMessage("the query's result, row 2, column \"A\": must be a finite number, was NaN");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    assertThatThrownBy(() -> read("SELECT id, id, y FROM people", Choice.usual().label("Y")))
        .hasMessage("the query's result has two columns named \"ID\"");
  }

  @Test
  void aColumnThatIsNotThere() {
    assertThatThrownBy(() -> read("SELECT id, y FROM people", Choice.usual()))
        .hasMessage("the query's result has no column \"y\"; did you mean \"Y\"? it has ID, Y");
  }

  @Test
  void aResultWithoutRows() {
    assertThatThrownBy(
            () -> read("SELECT id, y FROM people WHERE id > 9", Choice.usual().label("Y")))
        .hasMessage("the query's result has no rows");
  }

  @Test
  void theQueryRunsOnceForEachReading() throws SQLException, TableException {
    try (Statement statement = database.createStatement()) {
      statement.execute("CREATE SEQUENCE runs");
    }
    String query = "SELECT NEXT VALUE FOR runs AS run";
    try (Table table = new TableSource(ADDRESS, query).open(Map.of(), List.of())) {
      List<Selection> selections =
          List.of(new Selection(table.column("RUN"), Selection.Form.NUMBER));
      for (int run = 1; run <= 3; run++) {
        try (Cursor cursor = table.read(selections)) {
          assertThat(cursor.next()).isTrue();
          assertThat(cursor.number(0)).isEqualTo(run);
          assertThat(cursor.next()).isFalse();
        }
      }
    }
  }

  @Test
  void aQueryThatIsWrong() {
    assertThatThrownBy(() -> read("SELECT nothing FROM people", Choice.usual()))
        .hasMessageStartingWith("the query cannot be run: Column \"NOTHING\" not found")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(
            () -> read("SELECT 1 / (id - 3) AS a, y FROM people", Choice.usual().label("Y")))
        .hasMessageStartingWith("the query cannot be run: Division by zero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:nothing://host/db?user=me&password=geheim",
        "jdbc:h2:mem:tables;USER=me;PASSWORD=falsch-geheim",
        "jdbc:h2:tcp://localhost:1/x;USER=me;PASSWORD=geheim",
        "jdbc:h2:mem:tables;USER=me;PASSWORD=geheim;OTHER=1",
        "jdbc:h2:mem:tables;USER=me;PASSWORD=geheim;;geheim",
        "jdbc:h2:/not there/people;PASSWORD=geheim;IFEXISTS=TRUE"
      })
  void noMessageHoldsAPassword(String address) {
    Throwable thrown =
        catchThrowable(() -> Read.of(address, "SELECT 1", Choice.usual(), DataType.FLOAT32));

    assertThat(thrown)
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith("the database cannot be reached: ")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  @Test
  void theAddressOfNoDriverIsNotShown() {
    assertThatThrownBy(
            () -> Read.of("jdbc:nothing:geheim", "SELECT 1", Choice.usual(), DataType.FLOAT32))
        .hasMessage("the database cannot be reached: No suitable driver found for the address");
    assertThat(new TableSource(ADDRESS, "SELECT 1")).hasToString("the query's result");
  }

  @Test
  void theBlanksThatPadATextAreNoPartOfIt() throws TableException {
    Read read =
        read(
            "SELECT id, CAST(y AS CHAR(5)) AS y FROM people ORDER BY id",
            Choice.usual().label("Y"));

    assertThat(read.classes()).containsExactly("no", "yes");
  }

  @Test
  void numbersAreRecognisedByTheNameOfTheirType() throws TableException {
    String query =
        "SELECT sum(a) AS s, 7::UBIGINT * a::UBIGINT AS u, CASE WHEN a = 1 THEN 'x' ELSE 'z' END"
            + "::ENUM('x', 'z') AS e, a % 2 AS y FROM range(1, 4) t(a) GROUP BY a ORDER BY a";

    Read read = Read.of("jdbc:duckdb:", query, Choice.usual(), DataType.FLOAT64);

    assertThat(read.schema().featureNames()).containsExactly("s", "u", "e=z");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 7, 0}, {2, 14, 1}, {3, 21, 1}});
  }
}
