package dev.logistic.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Missing;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.schema.RowEncoder;
import dev.logistic.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row of a table on Spark has the features of the same cells given by column name. */
class SparkRowTest {

  private static final List<String> TEXTS =
      List.of("a", "B b", "c,d", "e\"f", "ü", "x=1", "'; --", "${x}", "true", "\u4e2d");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | ''",
        "2 | ''",
        "3 | ''",
        "4 | n*t + flag:t + I(n^2)",
        "5 | poly(n, 2):t + bin(n, 3) + t:flag"
      })
  void hasTheFeaturesOfARowByColumnName(long seed, String formula) throws Exception {
    Random random = new Random(seed);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("n,flag,t,y"));
    for (int row = 0; row < 60; row++) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      cells.put("n", Math.scalb(random.nextGaussian(), random.nextInt(40) - 20));
      cells.put("flag", random.nextBoolean());
      cells.put("t", TEXTS.get(random.nextInt(TEXTS.size())));
      cells.replaceAll((name, cell) -> random.nextInt(8) == 0 ? null : cell);
      rows.add(cells);
      StringBuilder line = new StringBuilder();
      cells.values().forEach(cell -> line.append(cell == null ? "" : quoted(cell)).append(','));
      lines.add(line + (row % 3 == 0 ? "yes" : "no"));
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.write(folder.resolve("t.csv"), lines).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.TERMS, formula)
            .with(Settings.MISSING, Missing.MEAN);

    PreparedTable table = PreparedTable.read(LocalSpark.session(), settings);

    RowEncoder encoder = new RowEncoder(table.schema());
    List<Row> encoded = table.rows().collectAsList();
    assertThat(encoded).hasSameSizeAs(rows);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(((Vector) encoded.get(row).get(0)).toArray())
          .isEqualTo(encoder.encode(rows.get(row)));
    }
  }

  private static String quoted(Object cell) {
    return cell instanceof String text ? '"' + text.replace("\"", "\"\"") + '"' : cell.toString();
  }
}
