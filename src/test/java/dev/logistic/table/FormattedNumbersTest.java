package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormattedNumbersTest {

  @TempDir Path directory;

  private Path texts(String... texts) {
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < texts.length; row++) {
      rows.append(row == 0 ? "" : ", ")
          .append("('%s', %d)".formatted(texts[row].replace("'", "''"), row % 2));
    }
    Path file = directory.resolve("t.parquet");
    Duck.run("COPY (SELECT * FROM (VALUES " + rows + ") t(x, y)) TO '" + file + "'");
    return file;
  }

  /** The SQL of the message makes the numbers that are meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,234.50|12.00|1234.5|12",
        "1.234,50|12,00|1234.5|12",
        "$5|$1,234.25|5|1234.25",
        "-$5|$1|-5|1",
        "5%|12.5 %|5|12.5",
        "1'001|12|1001|12",
        "1 001|12|1001|12",
        "1\u00a0001|1\u202f234,5|1001|1234.5",
        "1\u2009001|12 000|1001|12000",
        "\u20ac5|7,50 \u20ac|5|7.5",
        "(5)|1,234,567|-5|1234567",
        "1.234.567|999|1234567|999",
        "\u22125 \u20ac|5 \u20ac|-5|5"
      })
  void areRefusedWithSqlThatReadsThem(String one, String other, String first, String second)
      throws TableException {
    Path file = texts(one, other);

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith(file + ", row ")
        .hasMessageContaining("column \"x\": must be a plain number, was \"")
        .hasMessageContaining("data.query, as CAST(");
    String sql = FormattedNumbers.sql("\"x\"", List.of(one, other));
    assertThat(Read.of(file, "SELECT " + sql + " AS x, y FROM data", Choice.usual()).feature("x"))
        .containsExactly(Double.parseDouble(first), Double.parseDouble(second));
  }

  @Test
  void areReportedWithValueRowAndSql() {
    Path file = texts("12", "$1,234.50", "$7");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage(
            file
                + ", row 2, column \"x\": must be a plain number, was \"$1,234.50\"; make it one in"
                + " SQL with data.query, as CAST(replace(replace(\"x\", '$', ''), ',', '') AS DOUBLE),"
                + " or leave the column out with data.exclude");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12", "-1.5", "1,5", "1e3", "a5", "5 kg", "2024-01-31", "10-20", "1.2.3", ""})
  void otherTextsAreNone(String text) {
    assertThat(FormattedNumbers.isOne(text)).isFalse();
  }
}
