package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code predict --interval}; {@code bench/effects_figures.R} wrote R's figures. */
class PredictIntervalTest {

  private static final String TABLE = "src/test/resources/effects/mixed.csv";

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        Stream.concat(
                Stream.of("train", "--data", data, "--label", "y", "--model", path("m"), "--quiet"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void trainMixed(String... more) {
    train(
        TABLE,
        Stream.concat(
                Stream.of("--exclude", "w", "--set", "train.l2=0"),
                Stream.concat(Stream.of("--set", "engine.precision=float64"), Stream.of(more)))
            .toArray(String[]::new));
  }

  private String[] predict(String data, String... more) {
    return Stream.concat(
            Stream.of("predict", "--model", path("m"), "--data", data), Stream.of(more))
        .toArray(String[]::new);
  }

  private static List<String[]> cells(Run run) {
    return run.out().lines().map(line -> line.split(",", -1)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "hc3"})
  void theEndsAreThoseOfRsLogitTransformed(String covariance) throws IOException {
    trainMixed("--set", "train.covariance=" + covariance);
    String text = Files.readString(Path.of("src/test/resources/effects/figures.json"), UTF_8);
    JsonObject figures =
        JsonParser.parseString(text)
            .getAsJsonObject()
            .getAsJsonObject(covariance.equals("model") ? "predict" : "predict_hc3");
    JsonArray low = figures.getAsJsonArray("low");
    JsonArray high = figures.getAsJsonArray("high");

    List<String[]> cells = cells(Run.ofFaultless(predict(TABLE, "--interval", "0.9")));

    assertThat(cells).hasSize(241);
    assertThat(Arrays.copyOfRange(cells.get(0), 6, 10))
        .containsExactly("probability", "prediction", "probability_low", "probability_high");
    for (int i = 0; i < low.size(); i++) {
      String[] row = cells.get(i + 1);
      assertThat(Double.parseDouble(row[8]))
          .isCloseTo(low.get(i).getAsDouble(), within(1e-9 * low.get(i).getAsDouble()));
      assertThat(Double.parseDouble(row[9]))
          .isCloseTo(high.get(i).getAsDouble(), within(1e-9 * high.get(i).getAsDouble()));
    }
  }

  @Test
  void theOtherColumnsDoNotChange() {
    trainMixed();

    List<String[]> without = cells(Run.ofFaultless(predict(TABLE)));
    List<String[]> with = cells(Run.ofFaultless(predict(TABLE, "--interval", "0.95")));

    for (int i = 0; i < without.size(); i++) {
      assertThat(Arrays.copyOf(with.get(i), 8)).isEqualTo(without.get(i));
    }
  }

  @Test
  void parquetHasThemAsNumbers() {
    trainMixed();

    Run.ofFaultless(predict(TABLE, "--interval", "0.95", "--out", path("p.parquet")));
    Run read =
        Run.ofFaultless(
            predict(
                path("p.parquet"),
                "--query",
                "SELECT age, year, smoker, city, probability_low + 1 AS low FROM data LIMIT 1"));

    assertThat(Double.parseDouble(cells(read).get(1)[4])).isBetween(1.0, 2.0);
  }

  /** A sparse file is the table of its columns. */
  @Test
  void ofALibSvmFileTheyAreThoseOfTheTable() throws IOException {
    StringBuilder table = new StringBuilder("y,f1,f2\n");
    StringBuilder sparse = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      double first = (i * 7 % 11) / 4.0;
      int second = i % 3 == 0 ? 1 : 0;
      int y = i * 5 % 7 < 3 ? 1 : 0;
      table.append("%d,%s,%d%n".formatted(y, first, second));
      sparse.append(y);
      sparse.append(first == 0 ? "" : " 1:" + first);
      sparse.append(second == 0 ? "" : " 2:" + second).append('\n');
    }
    Path csv = Files.writeString(directory.resolve("t.csv"), table);
    Path svm = Files.writeString(directory.resolve("t.svm"), sparse);
    String[] exactly = {"--set", "train.l2=0", "--set", "engine.precision=float64", "--overwrite"};
    train(csv.toString(), exactly);
    List<String[]> expected = cells(Run.ofFaultless(predict(csv.toString(), "--interval", "0.95")));
    Run.ofFaultless(
        Stream.concat(
                Stream.of("train", "--data", svm.toString(), "--model", path("m"), "--quiet"),
                Stream.of(exactly))
            .toArray(String[]::new));

    List<String[]> actual = cells(Run.ofFaultless(predict(svm.toString(), "--interval", "0.95")));

    assertThat(actual).hasSize(61);
    for (int i = 1; i < 61; i++) {
      for (int end = 1; end <= 2; end++) {
        String[] row = actual.get(i);
        String[] other = expected.get(i);
        assertThat(Double.parseDouble(row[row.length - end]))
            .isCloseTo(Double.parseDouble(other[other.length - end]), within(1e-9));
      }
    }
  }

  @Test
  void aRowWithoutAPredictionHasNoInterval() throws IOException {
    trainMixed("--set", "data.missing=drop");
    Path gaps =
        Files.writeString(
            directory.resolve("gaps.csv"), "age,year,smoker,city\n40,2000,0,Bern\n,2000,0,Bern\n");

    Run run = Run.of(predict(gaps.toString(), "--interval", "0.95"));

    assertThat(run.status()).isZero();
    assertThat(run.out().lines().toList().get(2)).isEqualTo(",2000,0,Bern,,,,");
  }

  @Test
  void aPenalisedModelIsRefusedWithTheRemedy() {
    train(TABLE);

    Run run = Run.of(predict(TABLE, "--interval", "0.95", "--out", path("p.csv")));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: --interval needs the covariance of the coefficients, which this model does not"
                + " have: the fit is penalised (train.l2=0.0041")
        .contains("train with train.l2=0");
    assertThat(directory.resolve("p.csv")).doesNotExist();
  }

  @Test
  void moreThanTwoClassesAreRefused() throws IOException {
    Path csv = Files.writeString(directory.resolve("t.csv"), "x,y\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n");
    train(csv.toString());

    Run run = Run.of(predict(csv.toString(), "--interval", "0.95"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--interval is for models of two classes; this one has 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"95", "0.4", "1", "NaN"})
  void aLevelIsAShare(String level) {
    Run run = Run.of(predict(TABLE, "--interval", level));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--interval must be from 0.5 to below 1, was ");
  }

  @Test
  void aColumnOfTheSameNameIsRefused() throws IOException {
    trainMixed();
    Path taken =
        Files.writeString(
            directory.resolve("taken.csv"),
            "age,year,smoker,city,probability_low\n40,2000,0,Bern,1\n");

    assertThat(Run.of(predict(taken.toString(), "--interval", "0.95")).err())
        .contains("the rows have a column \"probability_low\" already");
    assertThat(Run.of(predict(taken.toString())).status()).isZero();
  }
}
