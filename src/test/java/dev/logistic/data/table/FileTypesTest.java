package dev.logistic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files, or folders with telling names, are read without changing a cell. */
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
}
