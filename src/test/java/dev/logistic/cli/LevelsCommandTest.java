package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels that are numbers, and which of them the others are compared with. */
class LevelsCommandTest {

  private static final double LOG2 = Math.log(2);

  @TempDir Path directory;

  private String table = "";

  /** Of 6 rows in each of three zips, 2, 3 and 4 are positive: odds of 1/2, 1 and 2. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("zip,y\n");
    List<String> zips = List.of("0100", "3000", "12000");
    for (int i = 0; i < 18; i++) {
      int zip = i / 6;
      rows.append(zips.get(zip)).append(i % 6 < 2 + zip ? ",yes\n" : ",no\n");
    }
    table = Files.writeString(directory.resolve("t.csv"), rows.toString()).toString();
  }

  private Run train(String model, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                table,
                "--label",
                "y",
                "--model",
                path(model),
                "--quiet",
                "--set",
                "train.l2=0",
                "--set",
                "engine.precision=float64",
                "--set",
                "data.categorical=zip"));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void assertModel(String model, String features, double bias, double... weights)
      throws IOException {
    JsonObject shown = Run.ofFaultless("inspect", "--model", path(model), "--json").json();
    assertThat(shown.get("features").toString()).isEqualTo(features);
    assertThat(shown.getAsJsonArray("raw_bias").get(0).getAsDouble()).isCloseTo(bias, within(1e-6));
    for (int i = 0; i < weights.length; i++) {
      double weight =
          shown.getAsJsonArray("raw_weights").get(i).getAsJsonArray().get(0).getAsDouble();
      assertThat(weight).isCloseTo(weights[i], within(1e-6));
    }
  }

  @Test
  void coefficientsAreLogOddsRatiosToTheReference() throws IOException {
    assertThat(train("first")).isEqualTo(new Run(0, "", ""));
    assertModel("first", "[\"zip=3000\",\"zip=12000\"]", -LOG2, LOG2, 2 * LOG2);

    assertThat(train("other", "--set", "data.reference=zip:3000")).isEqualTo(new Run(0, "", ""));
    assertModel("other", "[\"zip=0100\",\"zip=12000\"]", 0, -LOG2, LOG2);
  }

  @Test
  void predictionsMatchCellsAsTheyStand() throws IOException {
    train("m", "--set", "data.reference=zip:12000");
    String rows = path("rows.csv");
    Files.writeString(Path.of(rows), "zip\n0100\n3000\n12000\n100\n");

    Run run = Run.of("predict", "--model", path("m"), "--data", rows);

    assertThat(run.err())
        .isEqualTo(
            "warning: column \"zip\": 1 text that the training did not see (\"100\"), taken as \"12000\"\n");
    List<String> lines = run.out().lines().skip(1).toList();
    double[] expected = {1 / 3.0, 0.5, 2 / 3.0, 2 / 3.0};
    for (int row = 0; row < expected.length; row++) {
      String[] cells = lines.get(row).split(",", -1);
      assertThat(Double.parseDouble(cells[1])).isCloseTo(expected[row], within(1e-6));
    }
    assertThat(lines.get(0)).startsWith("0100,");
  }

  @Test
  void settingsOfTablesNeedATable() {
    assertThat(Run.of("train", "--set", "data.categorical=zip").err())
        .startsWith("error: data.categorical=zip needs a table: --data SOURCE");
    assertThat(Run.of("train", "--set", "data.reference=zip:1").err())
        .startsWith("error: data.reference=zip:1 needs a table: --data SOURCE");
  }
}
