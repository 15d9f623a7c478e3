package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that an application holds, or reads from its own database, are a table like a file. */
class JavaRowsTest {

  private enum Town {
    BERN,
    ULM
  }

  private static final Settings SETTINGS = Settings.defaults().with(Settings.LABEL, "y");

  private static final List<Map<String, Object>> ROWS =
      List.of(
          Map.of("age", 41, "town", Town.ULM, "member", true, "y", "yes"),
          Map.of("age", 23.5, "town", Town.BERN, "member", false, "y", "no"),
          Map.of("age", new BigDecimal("35.25"), "town", Town.ULM, "member", false, "y", "no"),
          Map.of("age", 52L, "town", Town.BERN, "member", true, "y", "yes"),
          Map.of("age", 38, "town", Town.ULM, "member", true, "y", "no"));

  private static final String CSV =
      """
      age,town,member,y
      41,ULM,true,yes
      23.5,BERN,false,no
      35.25,ULM,false,no
      52,BERN,true,yes
      38,ULM,true,no
      """;

  @TempDir Path directory;

  private static void assertSame(TrainingTable actual, TrainingTable expected) {
    assertThat(actual.classes()).isEqualTo(expected.classes());
    // A map has its keys in no order.
    assertThat(actual.schema().featureNames())
        .containsExactlyInAnyOrderElementsOf(expected.schema().featureNames());
    for (String name : expected.schema().featureNames()) {
      assertThat(column(actual, name)).isEqualTo(column(expected, name));
    }
    assertThat(actual.training().labels().toFloatArray())
        .isEqualTo(expected.training().labels().toFloatArray());
  }

  private static float[] column(TrainingTable table, String name) {
    int at = table.schema().featureNames().indexOf(name);
    return table.training().features().get(":, " + at).toFloatArray();
  }

  private TrainingTable csv() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), CSV);
    return Tables.read(SETTINGS.with(Settings.SOURCE, file.toString()));
  }

  @Test
  void mapsAreReadAsTheFileWithTheSameCells() throws IOException {
    try (TrainingTable rows = Tables.of(ROWS, SETTINGS);
        TrainingTable file = csv();
        TrainingResult result = LogisticRegression.with(SETTINGS).train(rows)) {
      assertSame(rows, file);
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.TOLERANCE);
    }
  }

  private record Person(double age, Town town, boolean member, String y) {}

  @Test
  void recordsAreReadAsTheFileWithTheSameCells() throws IOException {
    List<Person> people =
        List.of(
            new Person(41, Town.ULM, true, "yes"),
            new Person(23.5, Town.BERN, false, "no"),
            new Person(35.25, Town.ULM, false, "no"),
            new Person(52, Town.BERN, true, "yes"),
            new Person(38, Town.ULM, true, "no"));

    try (TrainingTable rows = Tables.ofRecords(people, SETTINGS);
        TrainingTable file = csv()) {
      assertThat(rows.schema()).isEqualTo(file.schema());
      assertSame(rows, file);
    }
  }

  private record Pupil(char grade, int age, String y) {}

  @Test
  void aCharacterIsATextInTrainingAndInPredictions() throws IOException {
    List<Pupil> pupils =
        List.of(
            new Pupil('a', 10, "yes"),
            new Pupil('b', 11, "no"),
            new Pupil('b', 12, "yes"),
            new Pupil('a', 13, "no"));

    try (TrainingTable rows = Tables.ofRecords(pupils, SETTINGS);
        TrainingResult result = LogisticRegression.with(SETTINGS).train(rows)) {
      assertThat(result.model().probability(new Pupil('b', 11, "")))
          .isEqualTo(result.model().probability(Map.of("grade", "b", "age", 11)));
    }
  }

  @Test
  void aQueryOfADataSourceIsReadAsTheFileWithTheSameCells() throws IOException, SQLException {
    JdbcDataSource pool = new JdbcDataSource();
    pool.setURL("jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE people (age DOUBLE, town VARCHAR, member BOOLEAN, y VARCHAR)");
      statement.execute(
          "INSERT INTO people VALUES (41, 'ULM', TRUE, 'yes'), (23.5, 'BERN', FALSE, 'no'),"
              + " (35.25, 'ULM', FALSE, 'no'), (52, 'BERN', TRUE, 'yes'), (38, 'ULM', TRUE, 'no')");
    }
    TableSource source = TableSource.of(pool, "SELECT * FROM people");

    try (TrainingTable rows = Tables.read(source, SETTINGS);
        TrainingTable file = csv()) {
      assertSame(rows, file);
    }

    assertThatThrownBy(() -> Tables.read(TableSource.of(pool, "SELECT * FROM nobody"), SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("the query cannot be run")
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> Tables.read(source, SETTINGS.with(Settings.QUERY, "SELECT 1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("data.query")
        .hasMessageContaining("SELECT 1");
  }

  private static Map<String, @Nullable Object> row(@Nullable Object x, @Nullable Object y) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("x", x);
    row.put("y", y);
    return row;
  }

  private static List<Map<String, @Nullable Object>> rows(Object... cells) {
    return Arrays.stream(cells).map(x -> row(x, "yes")).toList();
  }

  @Test
  void aSourceOrALabelThatIsNotSetIsNamed() {
    assertThatThrownBy(() -> Tables.read(SETTINGS))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("data.source");
    assertThatThrownBy(() -> Tables.of(ROWS, Settings.defaults()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("data.label");
  }

  @Test
  void aNullAndAnAbsentKeyAreMissingValues() {
    List<Map<String, @Nullable Object>> rows =
        List.of(row(1, "a"), row(null, "b"), Map.of("y", "a"), row(2, "b"));

    assertThatThrownBy(() -> Tables.of(rows, SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("column \"x\" has 2 missing values, the first in row 2");
  }

  @Test
  void aColumnOfSeveralKindsIsRefusedWithItsRows() {
    assertThatThrownBy(() -> Tables.of(rows(1, 2, "three"), SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "the table in memory, row 3, column \"x\": expected Integer as in row 1, found String"
                + " \"three\"");
  }

  @Test
  void valuesThatAreNoCellsAndNumbersThatAreNotFiniteAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> Tables.of(rows(List.of(1), List.of(2)), SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("data.exclude");
    assertThatThrownBy(() -> Tables.of(rows(1.0, Double.NaN), SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("row 2, column \"x\": must be a finite number, was NaN");
    assertThatThrownBy(() -> Tables.of(List.of(), SETTINGS))
        .isInstanceOf(TableException.class)
        .hasMessage("the table in memory: expected at least one row, found none");
  }
}
