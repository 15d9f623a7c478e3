package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several files, or folders named key=value, are read without changing a cell. */
class FileTypesTest {

  @TempDir private Path folder;

  private void parquet(String name, String rows) {
    Duck.run("COPY (%s) TO '%s' (FORMAT parquet)".formatted(rows, folder.resolve(name)));
  }

  private Read read(String glob) throws TableException {
    Choice choice = Choice.usual().label("y");
    return Read.of(folder.resolve(glob), choice);
  }

  @Test
  void numbersOfParquetFilesAreReadInTheirCommonType() throws IOException {
    parquet("1.parquet", "SELECT x::INT AS x, x::INT AS y FROM (VALUES (0), (1)) t(x)");
    parquet("2.parquet", "SELECT x::DOUBLE AS x, (x > .5)::INT AS y FROM (VALUES (.4), (.6)) t(x)");
    assertThat(read("*.parquet").features()).isDeepEqualTo(new double[][] {{0}, {1}, {.4f}, {.6f}});
  }

  @Test
  void parquetFilesWhoseTypesHaveNothingInCommonAreRefused() {
    parquet("1.parquet", "SELECT 1 AS x, 0 AS y");
    parquet("2.parquet", "SELECT 'a' AS x, 1 AS y");
    assertThatThrownBy(() -> read("*.parquet"))
        .hasMessageContainingAll("2.parquet", "\"x\"", "VARCHAR", "INTEGER", "1.parquet");
  }

  @Test
  void everyJsonFileCountsForTheTypes() throws IOException {
    for (int i = 0; i < 40; i++) {
      String x = i == 39 ? "0.5" : Integer.toString(i);
      Files.writeString(
          folder.resolve("%02d.jsonl".formatted(i)),
          "{\"x\": %s, \"y\": %d}\n".formatted(x, i % 2));
    }
    assertThat(read("*.jsonl").features()[39]).containsExactly(.5);
  }

  @Test
  void aFolderNamedLikeAColumnReplacesNoCell() throws IOException {
    Path named = Files.createDirectories(folder.resolve("x=9/y=1/run=3"));
    Files.writeString(named.resolve("t.csv"), "x,y\n1,0\n2,1\n");
    Read read = read("x=9/y=1/run=3/t.csv");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{1}, {2}});
    assertThat(read.labels()).containsExactly(0, 1);
  }

  private Path csv(String content) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), content);
  }

  @Test
  void aRowThatBeginsWithANumberSignIsARow() throws IOException {
    csv("x,c,y\n1,a #7,0\n#1,b,0\n3,a #7,1\n#,b,1\n");
    Read read = read("t.csv");
    assertThat(read.labels()).hasSize(4);
    assertThat(read.schema().terms().get(1).levels()).containsExactly("a #7", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"y,x,y|two columns \"y\"", "x,X,y|\"x\" and \"X\"", "\"x\", x ,y|two columns \"x\""})
  void aHeaderThatNamesAColumnTwiceIsRefused(String header, String named) throws IOException {
    csv(header + "\n1,2,0\n0,1,1\n1,3,0\n");
    assertThatThrownBy(() -> read("t.csv")).hasMessageContainingAll("t.csv", named, "rename");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0;1;2;3", "1;2;3;4", "a;b;c;d"})
  void aFirstColumnThatOnlyNamesTheRowsIsLeftOut(String names) throws IOException {
    String[] name = names.split(";", -1);
    csv("\"\",x,y\n%s,5,0\n%s,6,1\n%s,5,1\n%s,7,0\n".formatted((Object[]) name));
    for (String query : List.of("", "SELECT * FROM data")) {
      Read read = Read.of(folder.resolve("t.csv"), query, Choice.usual().label("y"));
      assertThat(read.schema().featureNames()).containsExactly("x");
    }
    assertThat(read("t.csv").warnings())
        .singleElement()
        .asString()
        .contains("t.csv", "first column has no name", "not used");
  }

  @Test
  void aFirstColumnWithoutANameThatMeasuresSomethingIsKept() throws IOException {
    csv(",x,y\n1.5,5,0\n7,6,1\n2,5,1\n3,7,0\n");
    assertThat(read("t.csv").schema().featureNames()).hasSize(2).contains("x");
  }

  private List<String> warningsOfRows(boolean sorted) throws IOException {
    StringBuilder csv = new StringBuilder("id,name,x,y\n");
    for (int row = 0; row < 40; row++) {
      int label = sorted ? row / 20 : row % 2;
      csv.append("%d,%s,%d,%d\n".formatted(row * row, "n" + row, row % 7, label));
    }
    csv(csv.toString());
    return read("t.csv").warnings();
  }

  @Test
  void aColumnThatNumbersRowsSortedByTheLabelGetsAWarning() throws IOException {
    assertThat(warningsOfRows(true))
        .hasSize(2)
        .allMatch(warning -> warning.contains("sorted by the label"))
        .anyMatch(warning -> warning.contains("\"id\""))
        .anyMatch(warning -> warning.contains("\"name\""));
    assertThat(warningsOfRows(false)).isEmpty();
  }
}
