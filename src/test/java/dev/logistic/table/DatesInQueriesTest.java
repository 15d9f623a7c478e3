package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a date means must not depend on the other rows of a file. */
class DatesInQueriesTest {

  /** The first day can only be 31 December: the others are in doubt without it. */
  private static final String CLEAR =
      "d,y\n12/31/2025,0\n02/08/2026,1\n03/09/2026,0\n01/05/2026,1\n";

  private static final String IN_DOUBT =
      "d,y\n12/11/2025,0\n02/08/2026,1\n03/09/2026,0\n01/05/2026,1\n";

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private Read read(String content, String feature) throws IOException {
    return Read.of(write(content), "SELECT " + feature + " AS x, y FROM data", Choice.usual());
  }

  @ParameterizedTest
  @ValueSource(strings = {"date_part('month', d)", "year(CAST(d AS DATE))"})
  void aDateThatMayBeReadInTwoWaysInAllRowsIsNotRead(String feature) {
    assertThatThrownBy(() -> read(IN_DOUBT, feature)).isInstanceOf(TableException.class);
  }

  /** DuckDB detects dates with hyphens in JSON too. */
  @ParameterizedTest
  @ValueSource(strings = {"12-31-2025", "12-11-2025", "2026-02-08"})
  void theSameHoldsForJson(String first) throws IOException {
    String month = first.startsWith("2026") ? "2026-03-09" : "03-09-2026";
    Path file =
        Files.writeString(
            directory.resolve("t.jsonl"),
            "{\"d\":\"%s\",\"y\":0}\n{\"d\":\"%s\",\"y\":1}\n".formatted(first, month));
    String query = "SELECT date_part('month', d) AS x, y FROM data";

    if (first.equals("12-11-2025")) {
      assertThatThrownBy(() -> Read.of(file, query, Choice.usual()))
          .isInstanceOf(TableException.class);
    } else {
      assertThat(Read.of(file, query, Choice.usual()).feature("x"))
          .containsExactly(first.startsWith("2026") ? 2 : 12, 3);
    }
  }

  @Test
  void aDateIsReadWhereSomeRowDecides() throws IOException {
    assertThat(read(CLEAR, "date_part('month', d)").feature("x")).containsExactly(12, 2, 3, 1);
  }

  @Test
  void itIsReadInTheFormThatTheQueryStates() throws IOException {
    String month = "date_part('month', strptime(d, '%m/%d/%Y'))";

    assertThat(read(IN_DOUBT, month).feature("x")).containsExactly(12, 2, 3, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-08", "2026/02/08", "2026-02-08 10:30:00"})
  void aDateThatBeginsWithTheYearIsRead(String date) throws IOException {
    String content = "d,y\n" + date + ",0\n" + date.replace("02", "03") + ",1\n";

    assertThat(read(content, "date_part('month', d)").feature("x")).containsExactly(2, 3);
  }

  @Test
  void classesThatDifferInCaseOrSpacesAloneAreWarnedOf() throws IOException {
    Path file = write("x,y\n1,yes\n2,no\n3,Yes\n4,no\n");

    assertThat(Read.of(file, Choice.usual()).warnings())
        .contains(
            "the label \"y\" has the classes \"Yes\" and \"yes\", which differ in case or spaces alone; if"
                + " they are one class, make them equal in SQL with data.query, as in"
                + " LOWER(TRIM(\"y\"))");
  }
}
