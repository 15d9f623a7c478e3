package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of text tables that R and spreadsheets write by default. */
class CsvFormsTest {

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void aFirstLineMayNameTheDelimiter() throws IOException {
    Path file = write("t.csv", "sep=;\na;b;y\n1;2,5;0\n-3;0,04;1\n");

    Read read = Read.of(file, Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a", "b");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 2.5}, {-3, 0.04f}});
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void aFirstLineOfUtf16MayNameTheDelimiter() throws IOException {
    Path file = directory.resolve("t.csv");
    byte[] text = "\ufeffSEP=|\r\na|y\r\n1|0\r\n2|1\r\n".getBytes(StandardCharsets.UTF_16LE);
    Files.write(file, text);

    assertThat(Read.of(file, Choice.usual()).feature("a")).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", ",", ";"})
  void aHeaderMayLackTheNameOfTheRowNames(String delimiter) throws IOException {
    String table =
        "\"a\" \"t\" \"y\"\n\"r 1\" 1.5 \"p\" 0\n\"r 2\" -3 \"q r\" 1\n\"r 3\" 2 \"p\" 1\n";
    Path file = write("t.txt", table.replaceAll("(?<=[\"\\d]) (?=[\"\\d-])", delimiter));

    Read read = Read.of(file, Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a", "t=q r");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1.5, 0}, {-3, 1}, {2, 0}});
    assertThat(read.labels()).containsExactly(0, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT * FROM data", "SELECT a, y FROM data"})
  void aQuerySeesTheNamesOfAHeaderThatLacksOne(String query) throws IOException {
    Path file = write("t.txt", "a y\n1 5 0\n2 6 1\n3 7 1\n");

    assertThat(Read.of(file, query, Choice.usual()).schema().featureNames()).containsExactly("a");
  }

  @Test
  void aHeaderThatIsShortForAnotherReasonIsRefused() throws IOException {
    Path file = write("t.csv", "a,y\n7,5,0\n7,6,1\n7,7,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("must be 2 cells");
  }

  @Test
  void singleBlanksMaySeparateCells() throws IOException {
    Path file = write("t.txt", "a t y\n1 p 0\n-3 \"q r\" 1\n");

    Read read = Read.of(file, Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a", "t=q r");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1, 0}, {-3, 1}});
  }

  @Test
  void runsOfBlanksAreRefusedWithARemedy() throws IOException {
    Path file = write("t.txt", "   a     y\n 1.5     0\n-3.0     1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("runs of blanks")
        .hasMessageContaining("sed");
  }

  @Test
  void trueAndFalseInOneFileAndOneAndZeroInAnotherAreNotFourLevels() throws IOException {
    write("1.csv", "x,y\ntrue,0\nfalse,1\ntrue,1\n");
    write("2.csv", "x,y\n1,0\n0,1\n");

    assertThatThrownBy(() -> Read.of(directory.resolve("*.csv"), Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("column \"x\" mixes true and false with numbers")
        .hasMessageContaining("\"true\" in row 1")
        .hasMessageContaining("\"1\" in row 4")
        .hasMessageContaining("CAST(\"x\" AS BOOLEAN)");

    assertThat(
            Read.of(
                    directory.resolve("*.csv"),
                    "SELECT CAST(x AS BOOLEAN) AS x, y FROM data",
                    Choice.usual())
                .feature("x"))
        .containsExactly(1, 0, 1, 1, 0);
  }

  @Test
  void aLabelOfTrueAndFalseInOneFileAndOneAndZeroInAnotherIsRefused() throws IOException {
    write("1.csv", "x,y\n1,true\n2,false\n");
    write("2.csv", "x,y\n3,1\n4,0\n");

    assertThatThrownBy(() -> Read.of(directory.resolve("*.csv"), Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("the label \"y\" mixes true and false with numbers")
        .hasMessageContaining("CAST(\"y\" AS BOOLEAN)");
  }
}
