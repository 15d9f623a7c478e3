package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of a table are reported with place and value. */
class TableErrorsTest {

  private static final int LATE = 25_000; // after the rows from which DuckDB detects the form

  private static final String NOT_UTF_8 =
      "FILE is not a table that can be read: it is not text in UTF-8; data.query can say in what it is"
          + " written, as in SELECT * FROM read_csv('FILE', encoding='latin-1')";

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  /** A header, many good rows, and then the given line. */
  private Path late(String line) throws IOException {
    String rows =
        IntStream.range(0, LATE)
            .mapToObj(row -> row + "," + (row % 7) + "," + row % 2)
            .collect(Collectors.joining("\n"));
    return write("late.csv", "a,b,y\n" + rows + "\n" + line + "\n1,2,0\n");
  }

  private static void assertRefused(Path file, String message) {
    assertRefused(file, Choice.usual(), message);
  }

  private static void assertRefused(Path file, Choice choice, String message) {
    assertThatThrownBy(() -> Read.of(file, choice))
        .isInstanceOf(TableException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  @Test
  void aRowThatIsShort() throws IOException {
    assertRefused(
        write("t.csv", "a,b,y\n1,2,0\n1,2\n3,4,1\n"),
        "FILE, line 3: there must be 3 cells, as in the first line, were 2: \"1,2\"");
  }

  @Test
  void aRowThatIsLong() throws IOException {
    assertRefused(
        write("t.csv", "a,b,y\n1,2,0\n1,2,1\n3,4,1,5\n"),
        "FILE, line 4: there must be 3 cells, as in the first line, were 4: \"3,4,1,5\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,2|2", "1,2,0,9|4"})
  void aRaggedRowFarDown(String line, int cells) throws IOException {
    assertRefused(
        late(line),
        "FILE, line 25002: there must be 3 cells, as in the first line, were %d: \"%s\""
            .formatted(cells, line));
  }

  @Test
  void aQuoteThatIsNotClosedFarDown() throws IOException {
    assertRefused(late("\"1,2,0"), "FILE, line 25002: a quote is not closed: \"\"1,2,0\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv", "t.tsv", "t.jsonl"})
  void anEmptyFile(String name) throws IOException {
    assertRefused(write(name, ""), "FILE is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,y\n", "a,b,y", "y\ta\n"})
  void aHeaderAlone(String header) throws IOException {
    assertRefused(write("t.csv", header), "FILE has no rows");
  }

  @Test
  void aParquetFileWithoutRows() {
    Path file = directory.resolve("t.parquet");
    Duck.run("COPY (SELECT 1 AS a, 0 AS y WHERE false) TO '%s'".formatted(file));

    assertRefused(file, "FILE has no rows");
  }

  @Test
  void aColumnThatIsNotThere() throws IOException {
    Path file = write("t.csv", "a,b,y\n1,2,0\n3,4,1\n");

    assertRefused(
        file,
        Choice.usual().label("Y"),
        "FILE has no column \"Y\"; did you mean \"y\"? it has a, b, y");
    assertRefused(
        file, Choice.usual().features("a", "c"), "FILE has no column \"c\"; it has a, b, y");
    assertRefused(file, Choice.usual().exclude("c"), "FILE has no column \"c\"; it has a, b, y");
    assertRefused(
        file, Choice.usual().features("y"), "column \"y\" cannot be both the label and a feature");
    assertRefused(file, Choice.usual().exclude("a", "b"), "FILE has no column left to learn from");
  }

  @Test
  void manyColumnsAreNotAllListed() throws IOException {
    String header =
        IntStream.rangeClosed(1, 25).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row = IntStream.rangeClosed(1, 25).mapToObj(i -> "1").collect(Collectors.joining(","));

    assertRefused(
        write("t.csv", header + "\n" + row + "\n"),
        "FILE has no column \"y\"; it has c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13,"
            + " c14, c15, c16, c17, c18, c19, c20 and 5 more");
  }

  @Test
  void aTextAmongNumbers() throws IOException {
    assertRefused(
        write("t.csv", "a,y\n1,0\n2,1\ntwelve,0\n4,1\n"),
        "FILE, row 3, column \"a\": must be a number like most of the values before, was"
            + " \"twelve\"; if it means a missing value, name it in data.na");
  }

  @Test
  void aTextAmongNumbersFarDown() throws IOException {
    assertRefused(
        late("1,none,0"),
        "FILE, line 25002, column \"b\": must be a number like the values before, was \"none\"");
  }

  @Test
  void whatIsNotTrueOrFalseFarDown() throws IOException {
    String rows = IntStream.range(0, LATE).mapToObj(i -> "true,0\n").collect(Collectors.joining());

    assertRefused(
        write("t.csv", "b,y\n" + rows + "maybe,1\n"),
        "FILE, line 25002, column \"b\": must be a BOOLEAN like the values before, was \"maybe\"");
  }

  @Test
  void whatIsNoDate() throws IOException {
    Path file = write("t.csv", "d,y\n31.01.2021,0\nsoon,1\n");
    String query =
        "SELECT month(d) AS m, y FROM read_csv('%s', auto_detect = false, header = true, delim ="
            + " ',', dateformat = '%%d.%%m.%%Y', columns = {'d': 'DATE', 'y': 'BIGINT'})";

    assertThatThrownBy(() -> Read.of(file, query.formatted(file), Choice.usual()))
        .hasMessage(
            file + ", line 3, column \"d\": must be a DATE like the values before, was \"soon\"");
  }

  /** Such as a database or Parquet file has. */
  @Test
  void aTextColumnWhoseTextsAreAllNumbers() {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        "COPY (SELECT i::VARCHAR AS a, i %% 2 AS y FROM range(7, 500) t(i)) TO '%s'"
            .formatted(file));

    assertRefused(
        file,
        "FILE: column \"a\" is text, but its values are numbers, as \"7\" in row 1; make it a"
            + " number in SQL with data.query, or, if they are levels, name it in data.categorical");
  }

  /** Some with a comma and some with a point, or what may be thousands. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,5;2.5;0#2,5;3.5;1|CAST(replace(\"a\", ',', '.') AS DOUBLE)",
        "1,5;2.5;0#1.234;3.5;1|CAST(replace(\"a\", ',', '.') AS DOUBLE) (this takes the point of"
            + " \"1.234\" as a decimal one: correct the cell first if it marks thousands)",
        "1,500;1;0#2,500;2;1|CAST(replace(\"a\", ',', '') AS DOUBLE) if the comma marks thousands,"
            + " or CAST(replace(\"a\", ',', '.') AS DOUBLE) if it marks decimals"
      },
      quoteCharacter = '`')
  void commasThatMayNotBeDecimal(String rows, String sql) throws IOException {
    assertRefused(
        write("t.csv", "a;b;y\n" + rows.replace("#", "\n") + "\n"),
        "FILE: column \"a\" is text, but its values are numbers, as \"%s\" in row 1; make it a number"
                .formatted(rows.substring(0, rows.indexOf(';')))
            + " in SQL with data.query, as "
            + sql
            + ", or, if they are levels, name it in data.categorical");
  }

  @ParameterizedTest
  @CsvSource({"nan,NaN", "inf,Infinity", "-Infinity,-Infinity"})
  void whatIsNoFiniteNumber(String cell, String shown) throws IOException {
    assertRefused(
        write("t.csv", "a,y\n1.5,0\n" + cell + ",1\n2.5,1\n"),
        "FILE, row 2, column \"a\": must be a finite number, was " + shown);
    assertRefused(
        late("1," + cell + ",0"),
        "FILE, row 25001, column \"b\": must be a finite number, was " + shown);
  }

  @Test
  void aNumberThatFloat32CannotHold() throws IOException {
    Path file = write("t.csv", "a,y\n1.5,0\n-1e300,1\n2.5,1\n");

    assertRefused(
        file,
        "FILE, row 2, column \"a\": is too large for float32, was -1.0E300;"
            + " engine.precision=float64 can hold it");
    assertThatThrownBy(
            () -> Read.of(file.toString(), "", Choice.usual().standardize(), DataType.FLOAT64))
        .hasMessage(
            "column \"a\" has values too large to be standardized; make them smaller in SQL with"
                + " data.query, or set data.standardize=false");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-31,2024-02-01,DATE",
    "12:30:00,13:00:00,TIME",
    "2024-01-31 12:30:00,2024-02-01 00:00:00,TIMESTAMP"
  })
  void aDateOrTime(String one, String other, String type) throws IOException {
    assertRefused(
        write("t.csv", "a,when,y\n1," + one + ",0\n2," + other + ",1\n"),
        "FILE: column \"when\" is of type "
            + type
            + "; it cannot be a feature: leave it out with data.exclude, or make it a number or a text"
            + " in SQL with data.query");
  }

  @Test
  void aNestedValue() throws IOException {
    Path file = write("t.jsonl", "{\"a\": [1, 2], \"y\": 0}\n{\"a\": [3], \"y\": 1}\n");

    assertRefused(
        file,
        "FILE: column \"a\" is of type BIGINT[]; it cannot be a feature: leave it out with"
            + " data.exclude, or make it a number or a text in SQL with data.query");
    assertRefused(
        file,
        Choice.usual().label("a"),
        "FILE: column \"a\" is of type BIGINT[]; the label must be text, boolean or a number");
  }

  @Test
  void aColumnOfVeryManyTexts() {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        "COPY (SELECT 'id' || i AS id, i %% 2 AS y FROM range(200000) t(i)) TO '%s'"
            .formatted(file));

    assertRefused(
        file,
        "FILE: column \"id\" has more than 100 distinct texts (data.max-levels); leave it out with"
            + " data.exclude, keep each text as a sparse feature with data.storage=sparse, collect"
            + " rare ones with data.min-level-rows, group its values in SQL with data.query, or"
            + " allow more");
  }

  @Test
  void asManyTextsAsAreAllowedAreNoError() throws IOException {
    Path file = write("t.csv", "t,y\na,0\nb,1\nc,0\n");

    assertThat(Read.of(file, Choice.usual().maxLevels(3)).schema().width()).isEqualTo(2);
    assertRefused(
        file,
        Choice.usual().maxLevels(2),
        "FILE: column \"t\" has more than 2 distinct texts (data.max-levels); leave it out with"
            + " data.exclude, keep each text as a sparse feature with data.storage=sparse, collect"
            + " rare ones with data.min-level-rows, group its values in SQL with data.query, or"
            + " allow more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv", "t.bin"})
  void randomBytes(String name) throws IOException {
    byte[] bytes = new byte[4096];
    new Random(1).nextBytes(bytes);

    assertRefused(Files.write(directory.resolve(name), bytes), NOT_UTF_8);
  }

  @Test
  void aPicture() throws IOException {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0xd, 'I', 'H'};

    assertRefused(Files.write(directory.resolve("t.csv"), png), NOT_UTF_8);
  }

  @Test
  void anotherEncodingThanUtf8() throws IOException {
    byte[] latin = "town,y\nK\u00f6ln,0\nBonn,1\n".getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(Files.write(directory.resolve("t.csv"), latin), NOT_UTF_8);
  }

  @Test
  void anotherEncodingFarDownInAText() throws IOException {
    String rows = IntStream.range(0, LATE).mapToObj(i -> "p,0\n").collect(Collectors.joining());
    byte[] latin = ("t,y\n" + rows + "K\u00f6ln,1\n").getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(
        Files.write(directory.resolve("t.csv"), latin),
        "FILE, line 25002: must be UTF-8, and is not");
  }

  @Test
  void anotherEncodingFarDownInANumber() throws IOException {
    Path file = late("1,2,0");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] = (byte) 0xf6;
    Files.write(file, bytes);

    assertRefused(
        file,
        "FILE, line 25003, column \"a\": must be a number like the values before, was \"??\"");
  }

  @Test
  void bytesThatContradictTheFileName() throws IOException {
    assertRefused(
        write("t.parquet", "a,y\n1,0\n2,1\n"),
        "FILE cannot be read: No magic bytes found at end of file 'FILE'");
    assertRefused(
        write("t.jsonl", "a,y\n1,0\n2,1\n"),
        "FILE cannot be read: Malformed JSON in file \"FILE\", at byte 1 in record/value 2:"
            + " unexpected character.");
    assertRefused(write("t.csv.gz", "a,y\n1,0\n2,1\n"), NOT_UTF_8);
  }

  @Test
  void aLineOfJsonThatIsBroken() throws IOException {
    assertRefused(
        write("t.jsonl", "{\"a\": 1, \"y\": 0}\n{\"a\": 2, \"y\": \n"),
        "FILE cannot be read: Malformed JSON in file \"FILE\", at byte 16 in line 3: unexpected end"
            + " of data.");
  }

  @Test
  void aTextWithoutATable() throws IOException {
    assertRefused(
        write("t.csv", "Dear reader,\n\nthis is a letter.\n"),
        "FILE, line 2: there must be 2 cells, as in the first line, were 1: \"\"");
  }

  @Test
  void whatIsNotThere() {
    assertRefused(directory.resolve("t.csv"), "FILE: no such file");
    assertRefused(directory, "FILE: is a directory, not a file; a glob would be *.csv");
    assertRefused(directory.resolve("*.csv"), "FILE: no file matches");
  }

  /** As from a pipe: DuckDB inspects a file before it reads it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoRegularFile() {
    assertRefused(
        Path.of("/dev/null"),
        "FILE: is not a regular file; write it to one, as a table is read more than once");
  }

  @Test
  void filesOfOneGlobThatHaveDifferentColumns() throws IOException {
    Path first = write("1.csv", "a,b,y\n1,2,0\n");
    Path second = write("2.csv", "a,c,y\n1,2,1\n");

    assertRefused(
        directory.resolve("*.csv"),
        "%s: its columns must be those of %s, a, b, y, were a, c, y".formatted(second, first));
  }

  @Test
  void parquetFilesOfOneGlobThatHaveDifferentColumns() {
    Path first = directory.resolve("1.parquet");
    Path second = directory.resolve("2.parquet");
    Duck.run("COPY (SELECT 1 AS a, 0 AS y) TO '%s'".formatted(first));
    Duck.run("COPY (SELECT 1 AS a, 2 AS b, 1 AS y) TO '%s'".formatted(second));

    assertRefused(
        directory.resolve("*.parquet"),
        "%s: its columns must be those of %s, a, y, were a, b, y".formatted(second, first));
  }

  @Test
  void aQueryThatIsWrong() throws IOException {
    Path file = write("t.csv", "a,y\n1,0\n2,1\n");

    assertThatThrownBy(() -> Read.of(file, "SELECT nothing FROM data", Choice.usual()))
        .hasMessage(
            "the query cannot be run: Referenced column \"nothing\" not found in FROM clause!");
    assertThatThrownBy(() -> Read.of(file, "SELECT a, y FORM data", Choice.usual()))
        .hasMessage("the query cannot be run: syntax error at or near \"data\"");
    assertThatThrownBy(
            () ->
                Read.of(
                    file,
                    "SELECT a, IF(a > 1, error('no twos'), y) AS y FROM data",
                    Choice.usual()))
        .hasMessage("the query cannot be run: no twos");
  }

  @Test
  void aQueryOfAFileThatCannotBeRead() throws IOException {
    byte[] latin = "town,y\nK\u00f6ln,0\nBonn,1\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("t.csv"), latin);

    assertThatThrownBy(() -> Read.of(file, "SELECT * FROM data", Choice.usual()))
        .hasMessage(NOT_UTF_8.replace("FILE", file.toString()));
    assertThatThrownBy(() -> Read.of(file, "SELECT y FORM t", Choice.usual()))
        .hasMessage("the query cannot be run: syntax error at or near \"t\"");
  }

  @Test
  void twoFeaturesOfOneName() throws IOException {
    assertRefused(
        write("t.csv", "t,t=b,y\na,1,0\nb,2,1\n"),
        "two features would be named \"t=b\"; rename a column in SQL with data.query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.csv|a zip archive; unpack it",
        "t.zip|a zip archive; unpack it",
        "t.xlsx|an Excel workbook; save the sheet as CSV"
      })
  void anArchiveOrAWorkbook(String name, String what) throws IOException {
    Path file = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("t.csv"));
      zip.write("a,y\n1,0\n2,1\n".getBytes(StandardCharsets.UTF_8));
    }

    assertRefused(
        file, "FILE must be a table of text, is " + what + ", and use the resulting file");
  }

  @Test
  void utf16InBigEndianOrder() throws IOException {
    byte[] bytes = "a,y\n1,0\n2,1\n".getBytes(StandardCharsets.UTF_16);

    assertRefused(
        Files.write(directory.resolve("t.csv"), bytes),
        "FILE must be UTF-8, is UTF-16 in big-endian order; convert it, as with: iconv -f UTF-16 -t"
            + " UTF-8");
  }

  @Test
  void aLineThatIsTooLong() throws IOException {
    assertRefused(
        write("t.csv", "t,y\nx,0\n" + "z".repeat(17 << 20) + ",1\n"),
        "FILE, line 3: must be at most 16 MB long, is longer; close a quote that is open there, or"
            + " shorten its cells");
  }

  /** Also where DuckDB learns of the line ends only when it reads the rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"2,3|lines end in different ways", "\"2,3,0|"},
      quoteCharacter = '`')
  void aBadLineAmongLinesThatEndInDifferentWays(String line, String message) throws IOException {
    Path file = write("t.csv", "a,b,y\n1,2,0\r\n" + line + "\n3,4,1\r\n5,6,0\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message == null ? file.toString() : message);
  }
}
