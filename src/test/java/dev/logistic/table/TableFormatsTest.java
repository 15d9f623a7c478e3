package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format of a table yields the same features. */
class TableFormatsTest {

  private static final String CSV = "a,b,y\n1,2.5,0\n-3,4e-2,1\n";

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static void assertTwoRows(Read read) {
    assertThat(read.schema().featureNames()).containsExactly("a", "b");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 2.5}, {-3, 0.04f}});
    assertThat(read.labels()).containsExactly(0, 1);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void commas() throws IOException {
    assertTwoRows(Read.of(write("t.csv", CSV), Choice.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", ";", "|"})
  void otherDelimitersAreDetectedWhateverTheFileIsCalled(String delimiter) throws IOException {
    assertTwoRows(Read.of(write("t.txt", CSV.replace(",", delimiter)), Choice.usual()));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertTwoRows(Read.of(write("t.csv", "\ufeff" + CSV), Choice.usual()));
  }

  @Test
  void linesOfWindowsAndALastLineWithoutAnEnd() throws IOException {
    String csv = CSV.replace("\n", "\r\n");

    assertTwoRows(Read.of(write("t.csv", csv), Choice.usual()));
    assertTwoRows(Read.of(write("u.csv", csv.substring(0, csv.length() - 2)), Choice.usual()));
  }

  @Test
  void quotedNumbersAndNames() throws IOException {
    assertTwoRows(
        Read.of(
            write("t.csv", "\"a\",\"b\",\"y\"\n\"1\",\"2.5\",\"0\"\n\"-3\",\"4e-2\",\"1\"\n"),
            Choice.usual()));
  }

  @Test
  void compressed() throws IOException {
    Path file = directory.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(CSV.getBytes(StandardCharsets.UTF_8));
    }

    assertTwoRows(Read.of(file, Choice.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.parquet", "T.PARQUET", "t.pq"})
  void parquet(String name) throws IOException {
    Path file = directory.resolve(name);
    Duck.run(
        "COPY (SELECT * FROM (VALUES (1, 2.5, 0), (-3, 0.04, 1)) AS t(a, b, y)) TO '%s'"
                .formatted(file)
            + " (FORMAT parquet)");

    assertTwoRows(Read.of(file, Choice.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.jsonl", "t.ndjson", "t.json"})
  void jsonLines(String name) throws IOException {
    assertTwoRows(
        Read.of(
            write(name, "{\"a\": 1, \"b\": 2.5, \"y\": 0}\n{\"y\": 1, \"b\": 4e-2, \"a\": -3}\n"),
            Choice.usual()));
  }

  @Test
  void aKeyThatJsonLeavesOffIsAMissingValue() throws IOException {
    Path file = write("t.jsonl", "{\"a\": 1, \"y\": 0}\n{\"y\": 1}\n{\"a\": 3, \"y\": 1}\n");

    assertThat(Read.of(file, Choice.usual().fillMissing()).feature("a")).containsExactly(1, 2, 3);
  }

  @Test
  void columnsThatAreAllTextHaveTheirHeaderRecognised() throws IOException {
    Read read = Read.of(write("t.csv", "sex,y\nm,no\nf,yes\n"), Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("sex=m");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1}, {0}});
    assertThat(read.classes()).containsExactly("no", "yes");
  }

  @Test
  void quotedCellsHoldDelimitersAndLinesAndQuotes() throws IOException {
    Read read =
        Read.of(
            write("t.csv", "town,y\n\"Ulm, Donau\",0\n\"Bad\nUrach\",1\n\"the \"\"X\"\"\",1\n"),
            Choice.usual());

    assertThat(read.schema().terms().get(0).levels())
        .containsExactly("Bad\nUrach", "Ulm, Donau", "the \"X\"");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 0}, {0, 0}, {0, 1}});
  }

  /** DuckDB looks for quotes in the first rows only. */
  @Test
  void aQuotedCellFarDownIsUnderstoodToo() throws IOException {
    StringBuilder csv = new StringBuilder("t,y\n");
    IntStream.range(0, 30_000).forEach(row -> csv.append("p,").append(row % 2).append('\n'));
    csv.append("\"q, \"\"r\"\"\",1\n");

    assertThat(Read.of(write("t.csv", csv.toString()), Choice.usual()).schema().featureNames())
        .containsExactly("t=q, \"r\"");
  }

  /** A file is read in pieces of 2 MB, each by any thread, and a line may be nearly as long. */
  @Test
  void quotedLinesAndLongOnesMayLieAcrossThePiecesThatAreReadAtOnce() throws IOException {
    int rows = 60_000;
    String cells =
        IntStream.range(0, rows).mapToObj(TableFormatsTest::line).collect(Collectors.joining());
    Path file = write("t.csv", "t,a,y\n" + cells);
    assertThat(Files.size(file)).isGreaterThan(3 * 2_097_152);

    Read read = Read.of(file, Choice.usual().exclude("t"));

    assertThat(read.feature("a")).isEqualTo(IntStream.range(0, rows).asDoubleStream().toArray());
  }

  private static String line(int row) {
    String text = row % 20_000 == 7_777 ? "z".repeat(1_990_000) : "\n,\"\"".repeat(row % 37);
    return "\"%s\",%d,%d\n".formatted(text, row, row % 2);
  }

  @Test
  void aGlobReadsItsFilesInTheOrderOfTheirPaths() throws IOException {
    write("part-2.csv", "a,y\n3,0\n");
    write("part-10.csv", "a,y\n2,1\n");
    write("part-1.csv", "a,y\n1.5,0\n");
    write("other.txt", "something else");

    Read read = Read.of(directory.resolve("part-*.csv"), Choice.usual());

    assertThat(read.feature("a")).containsExactly(1.5, 2, 3);
    assertThat(read.labels()).containsExactly(0, 1, 0);
  }

  /** A column's type is that which holds the values of every file. */
  @Test
  void aColumnMayBeWholeNumbersInOneFileAndTextsInAnother() throws IOException {
    write("1.csv", "a,b,y\n7,1,0\n7,2,1\n");
    write("2.csv", "a,b,y\nx,1.5,0\nx,2,1\nx,2,1\n");

    Read read = Read.of(directory.resolve("*.csv"), Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a=x", "b");
    assertThat(read.feature("a=x")).containsExactly(0, 0, 1, 1, 1);
    assertThat(read.feature("b")).containsExactly(1, 2, 1.5, 2, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a[1].csv", "it's.csv", "what?.csv", "100%*.csv", "a b.csv", "\u00fc.csv"})
  void aFileIsFoundWhateverItsName(String name) throws IOException {
    write("a1.csv", "a,b,y\n9,9,0\n9,9,1\n");
    write("100%2.csv", "a,b,y\n9,9,0\n9,9,1\n");

    assertTwoRows(Read.of(write(name, CSV), Choice.usual()));
  }

  @Test
  void aQueryAsksTheViewData() throws IOException {
    Path file = write("t.csv", "a,b,when,y\n1,2.5,2024-01-31,0\n-3,0.04,2024-02-01,1\n8,8,,1\n");

    assertTwoRows(
        Read.of(file, "SELECT a, b, y FROM data WHERE a < 8 ORDER BY a DESC;", Choice.usual()));
    assertTwoRows(Read.of(file, "SELECT a, b, y FROM data LIMIT 2 -- the first", Choice.usual()));
  }

  @Test
  void aQueryCanSayHowAFileIsWritten() throws IOException {
    Path file = write("t.csv", "1~2,5~0\n-3~0,04~1\n");
    String query =
        "SELECT * FROM read_csv('%s', delim='~', header=false, decimal_separator=','"
            + ", names=['a', 'b', 'y'])";

    assertTwoRows(Read.of(file, query.formatted(file), Choice.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 10:30:00"})
  void aQueryCanAskForPartsOfDatesHoweverTheyAreWritten(String time) throws IOException {
    Path file = write("t.csv", "x,d,y\n1,01.03.2021@,0\n2,31.12.2021@,1\n".replace("@", time));

    Read read = Read.of(file, "SELECT x, month(d) AS m, y FROM data", Choice.usual());

    assertThat(read.feature("m")).containsExactly(3, 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT a, b, y FROM data"})
  void decimalCommas(String query) throws IOException {
    Path file = write("t.csv", "a;b;y\n1;2,5;0\n-3;\"4e-2\";1\n");

    assertTwoRows(Read.of(file, query, Choice.usual()));
  }

  @Test
  void aQueryCanReadAFileThatCannotBeReadWithoutIt() throws IOException {
    byte[] latin = "town,y\nK\u00f6ln,0\nBonn,1\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("t.csv"), latin);
    String query = "SELECT * FROM read_csv('%s', encoding='latin-1')".formatted(file);

    assertThat(Read.of(file, query, Choice.usual()).schema().featureNames())
        .containsExactly("town=K\u00f6ln");
  }

  @Test
  void wholeNumbersThatGetDecimalsFarDownAreNotRounded() throws IOException {
    StringBuilder csv = new StringBuilder("a,y\n");
    IntStream.range(0, 25_000).forEach(row -> csv.append(row + "," + row % 2 + "\n"));
    csv.append("0.25,1\n-1e-3,0\n");
    Path file = write("t.csv", csv.toString());

    assertThat(Read.of(file, Choice.usual()).feature("a"))
        .hasSize(25_002)
        .startsWith(0, 1, 2)
        .endsWith(24_999, 0.25, -1e-3f);
    assertThat(Read.of(file, "SELECT a, y FROM data", Choice.usual()).feature("a"))
        .endsWith(24_999, 0.25, -1e-3f);
  }

  @Test
  void aColumnThatIsEmptyInItsFirstRowsIsWhatItsLaterRowsAre() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,y\n");
    IntStream.range(0, 21_000).forEach(row -> csv.append(",1,," + row % 2 + "\n"));
    csv.append("3,1,true,1\n5.5,2,false,0\n");
    Path file = write("t.csv", csv.toString());

    for (String query : new String[] {"", "SELECT * FROM data"}) {
      Read read = Read.of(file, query, Choice.usual().fillMissing());
      assertThat(read.schema().featureNames()).containsExactly("a", "b", "c");
      assertThat(read.feature("a")).startsWith(4.25, 4.25).endsWith(4.25, 3, 5.5);
      assertThat(read.feature("c")).startsWith(0.5, 0.5).endsWith(0.5, 1, 0);
    }
  }

  @Test
  void trueAndFalseAreABooleanInAnyCaseAndYesAndNoAreTexts() throws IOException {
    Read read =
        Read.of(write("t.csv", "a,b,c,y\ntrue,yes,True,0\nfalse,no,FALSE,1\n"), Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a", "b=yes", "c");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 1, 1}, {0, 0, 0}});
  }

  @Test
  void linesBeforeTheHeaderAreLeftOutWithAWarning() throws IOException {
    Path file = write("t.csv", "Report of May\n\na,b,y\n1,2.5,0\n-3,0.04,1\n");

    Read read = Read.of(file, Choice.usual());

    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 2.5}, {-3, 0.04f}});
    assertThat(read.warnings())
        .containsExactly(file + ": the first 2 lines are not part of the table");
  }

  /** In the order of the files, though each has more rows than DuckDB reads at a time. */
  @Test
  void everyFileOfAGlobIsReadAsItIsWritten() throws IOException {
    int rows = 150_000;
    Path first = write("1.csv", "exported by me\n\na,t,y\n" + rows(0, rows, ","));
    write("2.csv", "a,t,y\n" + rows(rows, 2 * rows, ","));
    write("3.csv", "a;t;y\n" + rows(2 * rows, 3 * rows, ";"));
    Path last = write("4.csv", "and me\n\na;t;y\n" + rows(3 * rows, 4 * rows, ";"));

    for (String query : List.of("", "SELECT * FROM data")) {
      Read read = Read.of(directory.resolve("*.csv"), query, Choice.usual());
      assertThat(read.schema().featureNames()).containsExactly("a", "t=q");
      assertThat(read.feature("a"))
          .isEqualTo(IntStream.range(0, 4 * rows).asDoubleStream().toArray());
      assertThat(read.warnings())
          .hasSize(3)
          .startsWith(
              first + ": the first 2 lines are not part of the table",
              last + ": the first 2 lines are not part of the table")
          .anyMatch(warning -> warning.contains("\"a\" has whole numbers that rise"));
    }
  }

  private static String rows(int from, int to, String delimiter) {
    return IntStream.range(from, to)
        .mapToObj(row -> String.join(delimiter, "" + row, row % 3 == 0 ? "q" : "p", "" + row % 2))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void filesOfDifferentFormatsAreRefused() throws IOException {
    Path csv = write("1.csv", CSV);
    Path json = write("2.json", "{\"a\": 1, \"b\": 2, \"y\": 0}\n");

    assertThatThrownBy(() -> Read.of(directory.resolve("*"), Choice.usual()))
        .hasMessage("files must be of one format, were %s, %s", csv, json);
  }

  /** Nanoseconds that all threads of this process have computed. */
  private static long computed() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Time must not grow with the square of the columns; it once took minutes. */
  @Test
  void thousandsOfTextColumns() throws IOException {
    int columns = 2000;
    StringBuilder csv = new StringBuilder("y");
    IntStream.range(0, columns).forEach(column -> csv.append(",c").append(column));
    for (int row = 0; row < 20; row++) {
      csv.append('\n').append(row % 2).append(row % 3 == 0 ? ",p" : ",q").append(",r,s");
      csv.append((row % 2 == 0 ? ",p" : ",q").repeat(columns - 3));
    }

    Path file = write("t.csv", csv.toString());
    long before = computed();
    Read read = Read.of(file, Choice.usual());

    assertThat(Duration.ofNanos(computed() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(read.schema().featureNames()).hasSize(columns - 2).startsWith("c0=q", "c3=q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT * FROM data"})
  void linesThatEndInDifferentWays(String query) throws IOException {
    assertTwoRows(Read.of(write("t.csv", "a,b,y\n1,2.5,0\r\n-3,4e-2,1\n"), query, Choice.usual()));
    assertTwoRows(
        Read.of(write("t.csv", "a,b,y\r\n1,2.5,0\n-3,4e-2,1\r\n"), query, Choice.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT * FROM data"})
  void textInUtf16(String query) throws IOException {
    byte[] bytes = "\ufefftown,y\nK\u00f6ln,0\nBonn,1\n".getBytes(StandardCharsets.UTF_16LE);
    Path file = Files.write(directory.resolve("t.csv"), bytes);

    assertThat(Read.of(file, query, Choice.usual()).schema().featureNames())
        .containsExactly("town=K\u00f6ln");
  }

  @Test
  void aCellOfSeveralMegabytes() throws IOException {
    Path file = write("t.csv", "a,t,y\n1,x,0\n2," + "z".repeat(3_000_000) + ",1\n3,x,0\n");

    assertThat(Read.of(file, Choice.usual().exclude("t")).feature("a")).containsExactly(1, 2, 3);
  }

  @Test
  void aJsonObjectOfManyKeys() throws IOException {
    String keys =
        IntStream.range(0, 300)
            .mapToObj(i -> "\"k" + i + "\": %1$d")
            .collect(Collectors.joining(","));
    String line = "{" + keys + ", \"y\": %1$d}\n";

    Read read = Read.of(write("t.jsonl", line.formatted(0) + line.formatted(1)), Choice.usual());

    assertThat(read.schema().featureNames()).hasSize(300).contains("k0", "k299");
  }

  @Test
  void jsonObjectsOfWhichEachHasItsOwnKeys() throws IOException {
    String lines =
        IntStream.range(0, 250)
            .mapToObj(i -> "{\"k%d\": %d, \"y\": %d}\n".formatted(i, i, i % 2))
            .collect(Collectors.joining());

    Read read = Read.of(write("t.jsonl", lines), Choice.usual().fillMissing());

    assertThat(read.schema().featureNames()).hasSize(250).contains("k0", "k249");
  }
}
