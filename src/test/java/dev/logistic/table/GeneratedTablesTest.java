package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tables of known content in many spellings are read cell by cell as written, or refused. {@code
 * -Dtables.times} multiplies how many there are, and {@code -Dtables.first} chooses them by their
 * seeds.
 */
class GeneratedTablesTest {

  private static final int TIMES = Integer.getInteger("tables.times", 1);
  private static final int FIRST = Integer.getInteger("tables.first", 0);

  /** What may be refused, since it can be read in more than one way. */
  private static final double MOST_REFUSED = 0.02;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"CSV, 1400", "JSON, 400", "PARQUET, 300"})
  void cellsAreReadAsTheyWereWritten(GeneratedTable.Format format, int usual) throws IOException {
    int tables = TIMES * usual;
    List<String> refused = new ArrayList<>();
    for (int seed = FIRST; seed < FIRST + tables; seed++) {
      GeneratedTable table = new GeneratedTable(seed, format);
      String location = table.write(Files.createDirectory(folder.resolve("s" + seed)));
      try {
        check(table, Read.of(location, "", table.choice(), DataType.FLOAT64), format + " " + seed);
      } catch (TableException e) {
        refused.add(format + " " + seed + ": " + e.getMessage());
      }
    }
    assertThat(refused).hasSizeLessThanOrEqualTo((int) (MOST_REFUSED * tables));
  }

  private static void check(GeneratedTable table, Read read, String name) {
    double[][] expected = table.features();
    double[][] rounding = table.rounding();
    assertThat(read.features().length).as(name).isEqualTo(expected.length);
    for (int row = 0; row < expected.length; row++) {
      assertThat(read.features()[row]).as("%s row %d", name, row).hasSize(expected[row].length);
      for (int i = 0; i < expected[row].length; i++) {
        assertThat(read.features()[row][i])
            .as("%s row %d column %d", name, row, i)
            .isCloseTo(expected[row][i], Offset.offset(rounding[row][i]));
      }
    }
    assertThat(read.labels()).as(name).isEqualTo(table.labels());
    assertThat(read.classes()).as(name).hasSize(table.classes().size());
  }
}
