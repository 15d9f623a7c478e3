package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.schema.FeatureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TableFileTest {

  private static final String CSV =
      "n,id,t,b,when,p\n"
          + "1,007,\"a, \"\"b\"\"\",true,2024-01-31,0.25\n"
          + "2,,\"\",false,,1.0E-7\n"
          + "3,1.10,\"two\nlines\",,2024-02-01,1\n";
  private static final Map<String, String> TYPES =
      Map.of("id", "VARCHAR", "b", "BOOLEAN", "t", "VARCHAR");

  @TempDir Path directory;

  private Path csv(String content) throws IOException {
    return Files.writeString(directory.resolve("it's.csv"), content);
  }

  private static List<List<String>> cells(Path file) throws TableException {
    List<List<String>> cells = new ArrayList<>();
    try (TableRows rows =
        TableRows.builder(
                new TableSource(file.toString(), ""), FeatureSchema.ofNumbers(List.of("n")))
            .allCells()
            .open()) {
      while (rows.next()) {
        for (int row = 0; row < rows.rows(); row++) {
          cells.add(Arrays.asList(rows.cells(row)));
        }
      }
    }
    return cells;
  }

  @ParameterizedTest
  @EnumSource
  void cellsComeBackAndAnEmptyTextIsNotNull(TableFile.Format format) throws IOException {
    Path to = directory.resolve(format == TableFile.Format.JSON ? "t'.jsonl" : "t'.parquet");

    TableFile.convert(csv(CSV), to, format, TYPES);

    assertThat(cells(to))
        .containsExactly(
            List.of("1", "007", "a, \"b\"", "true", "2024-01-31", "0.25"),
            Arrays.asList("2", null, "", "false", null, "1e-07"),
            Arrays.asList("3", "1.10", "two\nlines", null, "2024-02-01", "1.0"));
  }

  @Test
  void parquetHasTheTypesThatAreGivenAndElseThoseOfTheValues() throws IOException {
    Path to = directory.resolve("t.parquet");

    TableFile.convert(csv(CSV), to, TableFile.Format.PARQUET, TYPES);

    try (Table table = new TableSource(to.toString(), "").open(Map.of(), List.of())) {
      assertThat(table.types())
          .isEqualTo(
              Map.of(
                  "n", "BIGINT", "id", "VARCHAR", "t", "VARCHAR", "b", "BOOLEAN", "when", "VARCHAR",
                  "p", "DOUBLE"));
    }
  }

  @Test
  void jsonHasOneObjectALine() throws IOException {
    Path to = directory.resolve("t.jsonl");

    TableFile.convert(csv(CSV), to, TableFile.Format.JSON, TYPES);

    assertThat(Files.readAllLines(to))
        .containsExactly(
            "{\"n\":1,\"id\":\"007\",\"t\":\"a, \\\"b\\\"\",\"b\":true,\"when\":\"2024-01-31\","
                + "\"p\":0.25}",
            "{\"n\":2,\"id\":null,\"t\":\"\",\"b\":false,\"when\":null,\"p\":1e-7}",
            "{\"n\":3,\"id\":\"1.10\",\"t\":\"two\\nlines\",\"b\":null,\"when\":\"2024-02-01\","
                + "\"p\":1.0}");
  }

  @Test
  void yesAndNoStayTexts() throws IOException {
    Path to = directory.resolve("t.jsonl");

    TableFile.convert(csv("n,p\n1,yes\n2,no\n"), to, TableFile.Format.JSON, Map.of());

    assertThat(Files.readAllLines(to))
        .containsExactly("{\"n\":1,\"p\":\"yes\"}", "{\"n\":2,\"p\":\"no\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|8|7|8",
        "-9223372036854775808|0|-9223372036854775808|0",
        "1.10|-2|1.1|-2.0",
        "0.12345678901234568|5|0.12345678901234568|5.0",
        "1.0E-7|2.5e+30|1e-7|2.5e30",
        "05/06/2021|06/06/2021|'05/06/2021'|'06/06/2021'",
        "2021-06-05|2021-06-06|'2021-06-05'|'2021-06-06'",
        "12:30:00|12:31:00|'12:30:00'|'12:31:00'",
        "007|8|'007'|'8'",
        "+1|2|'+1'|'2'",
        "00.5|1|'00.5'|'1'",
        "12345678901234567891|1|12345678901234567891|1",
        "9007199254740993|0.5|'9007199254740993'|'0.5'",
        "0.1234567890123456789|1|'0.1234567890123456789'|'1'",
        "12e4|1|'12e4'|'1'",
        "1.5e400|1|'1.5e400'|'1'",
        "nan|1|'nan'|'1'",
        "inf|1.5|'inf'|'1.5'",
        "' 1'|2|' 1'|'2'",
        "1_000|2|'1_000'|'2'",
        "true|false|'true'|'false'",
      },
      quoteCharacter = '`')
  void columnsOfNoTypeAreNumbersOnlyWhereNoDigitIsLost(
      String first, String second, String firstWritten, String secondWritten) throws IOException {
    Path to = directory.resolve("t.jsonl");
    String cells = "n,v\n1,%s\n2,%s\n3,\n".formatted(first.replace("'", ""), second);

    TableFile.convert(csv(cells), to, TableFile.Format.JSON, Map.of());

    assertThat(Files.readAllLines(to))
        .containsExactly(
            "{\"n\":1,\"v\":%s}".formatted(firstWritten.replace('\'', '"')),
            "{\"n\":2,\"v\":%s}".formatted(secondWritten.replace('\'', '"')),
            "{\"n\":3,\"v\":null}");
  }

  @Test
  void jsonHasNullForNumbersThatAreNotFinite() throws IOException {
    Path to = directory.resolve("t.jsonl");

    TableFile.convert(
        csv("n,f\nnan,inf\n-inf,nan\n0.5,1.5\n"),
        to,
        TableFile.Format.JSON,
        Map.of("n", "DOUBLE", "f", "FLOAT"));

    assertThat(Files.readAllLines(to))
        .containsExactly(
            "{\"n\":null,\"f\":null}", "{\"n\":null,\"f\":null}", "{\"n\":0.5,\"f\":1.5}");
  }

  @Test
  void oneColumnWithoutRowsIsATableToo() throws IOException {
    Path to = directory.resolve("t.parquet");

    TableFile.convert(csv("n\n"), to, TableFile.Format.PARQUET, Map.of("n", "DOUBLE"));

    assertThat(cells(to)).isEmpty();
  }

  @Test
  void aFailureIsReportedInOneLine() throws IOException {
    Path csv = csv(CSV);

    assertThatThrownBy(
            () ->
                TableFile.convert(
                    csv, directory.resolve("none/t.parquet"), TableFile.Format.PARQUET, Map.of()))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "the predictions cannot be written: Cannot open file \"%s\": No such file or directory",
            directory.resolve("none/t.parquet"));
  }
}
