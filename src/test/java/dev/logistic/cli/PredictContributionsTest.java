package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.NumberTerm;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code predict --contributions}. The mean of the logits of the training rows is the oracle. */
class PredictContributionsTest {

  private static final double PRECISION = 1e-9;

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String table() throws IOException {
    StringBuilder rows = new StringBuilder("age,city,member,y\n");
    List<String> cities = List.of("Bern", "Basel", "Chur");
    for (int i = 0; i < 120; i++) {
      String age = i % 17 == 0 ? "" : String.valueOf(20 + i * 7 % 50);
      boolean positive = (i * 7 % 50 + i % 3 * 9 + i * 13 % 29) % 5 < 2;
      rows.append("%s,%s,%s,%s%n".formatted(age, cities.get(i % 3), i % 4 == 0, positive));
    }
    return Files.writeString(directory.resolve("t.csv"), rows, UTF_8).toString();
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        Stream.concat(
                Stream.of("train", "--data", data, "--label", "y", "--model", path("m"), "--quiet"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Run predict(String data, String... more) {
    return Run.of(
        Stream.concat(Stream.of("predict", "--model", path("m"), "--data", data), Stream.of(more))
            .toArray(String[]::new));
  }

  private static List<Map<String, String>> rows(Run run) {
    List<String> lines = run.out().lines().toList();
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = new HashMap<>();
      String[] cells = line.split(",", -1);
      for (int i = 0; i < cells.length; i++) {
        row.put(names.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static double logit(Map<String, String> row) {
    double probability = Double.parseDouble(row.get("probability"));
    return Math.log(probability / (1 - probability));
  }

  @ParameterizedTest
  @CsvSource({
    "data.terms=",
    "data.terms=age * city",
    "data.terms=scale(age) + I(age^2) + city:member",
    "data.storage=sparse"
  })
  void contributionsAddUpToTheLogitLessTheMeanOfTheTrainingRows(String setting) throws IOException {
    String data = table();
    train(
        data,
        "--set",
        setting,
        "--set",
        "data.missing=indicator",
        "--set",
        "engine.precision=float64",
        "--set",
        "data.validation=0");

    List<Map<String, String>> rows = rows(predict(data, "--contributions", "5"));

    double mean =
        rows.stream().mapToDouble(PredictContributionsTest::logit).average().orElseThrow();
    for (Map<String, String> row : rows) {
      double sum = 0;
      double before = Double.POSITIVE_INFINITY;
      for (int i = 1; i <= 5 && !"".equals(row.get("contribution_" + i)); i++) {
        double each = Double.parseDouble(row.get("contribution_" + i));
        assertThat(Math.abs(each)).isLessThanOrEqualTo(before);
        before = Math.abs(each);
        sum += each;
      }
      assertThat(sum).isCloseTo(logit(row) - mean, within(PRECISION));
    }
  }

  @Test
  void theContributionsOfOneColumnDifferAsTheLogitsOfRowsThatDifferInItAlone() throws IOException {
    train(table(), "--set", "engine.precision=float64", "--set", "data.missing=mean");
    Path two =
        Files.writeString(
            directory.resolve("two.csv"), "age,city,member\n30,Bern,true\n60,Bern,true\n", UTF_8);

    List<Map<String, String>> rows = rows(predict(two.toString(), "--contributions", "3"));

    double[] ofAge = rows.stream().mapToDouble(row -> contribution(row, "age")).toArray();
    assertThat(ofAge[1] - ofAge[0])
        .isCloseTo(logit(rows.get(1)) - logit(rows.get(0)), within(PRECISION));
    assertThat(contribution(rows.get(0), "city")).isEqualTo(contribution(rows.get(1), "city"));
  }

  /** A row of the table, apart from the label. */
  private record Person(Integer age, String city, boolean member) {}

  @Test
  void aModelExplainsMapsAndRecordsAsPredictDoes() throws Exception {
    train(table(), "--set", "engine.precision=float64", "--set", "data.missing=mean");
    Path one =
        Files.writeString(directory.resolve("one.csv"), "age,city,member\n30,Bern,true\n", UTF_8);
    Map<String, String> row = rows(predict(one.toString(), "--contributions", "3")).get(0);

    try (LogisticModel model = ModelDirectory.load(directory.resolve("m"))) {
      Map<String, Double> each =
          model.contributions(Map.of("age", 30, "city", "Bern", "member", true));

      assertThat(each).containsOnlyKeys("age", "city", "member");
      each.forEach((column, value) -> assertThat(value).isEqualTo(contribution(row, column)));
      assertThat(model.contributions(new Person(30, "Bern", true))).isEqualTo(each);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "data.terms=",
    "data.terms=age * city + I(age^2)",
    "data.storage=sparse",
    "engine.precision=float64"
  })
  void theScorerExplainsARowAsTheModelDoes(String setting) throws Exception {
    train(table(), "--set", setting, "--set", "data.missing=indicator");
    Path weights = directory.resolve("m.safetensors");
    ExportFormat.SAFETENSORS.write(directory.resolve("m"), weights);
    Map<String, @Nullable Object> known = Map.of("age", 30, "city", "Chur", "member", true);
    Map<String, @Nullable Object> hostile = new HashMap<>();
    hostile.put("age", null);
    hostile.put("city", "Atlantis");
    hostile.put("member", false);
    Scorer scorer = Scorer.load(directory.resolve("m"));
    Scorer exported = Scorer.load(directory.resolve("m"), weights);

    try (LogisticModel model = ModelDirectory.load(directory.resolve("m"))) {
      for (Map<String, @Nullable Object> row : List.of(known, hostile)) {
        Map<String, Double> expected = model.contributions(row);
        assertThat(scorer.contributions(row)).containsExactlyEntriesOf(expected);
        assertThat(exported.contributions(row)).containsExactlyEntriesOf(expected);
      }
      assertThat(scorer.contributions(new Person(30, "Chur", true)))
          .isEqualTo(model.contributions(known));
    }
  }

  @Test
  void aScorerWithoutMeansRefuses() throws Exception {
    train(table(), "--set", "data.standardize=false", "--set", "data.missing=mean");
    Scorer scorer = Scorer.load(directory.resolve("m"));
    assertThatThrownBy(
            () -> scorer.contributions(Map.of("age", 30, "city", "Chur", "member", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("means of the training rows", "data.standardize=true");
  }

  @Test
  void aScorerOfThreeClassesRefuses() {
    FeatureSchema schema = new FeatureSchema(List.of(new NumberTerm("a")), Optional.empty());
    Scorer scorer =
        Scorer.of(schema, List.of("a", "b", "c"), new double[] {1, 2, 3}, new double[3]);
    assertThatThrownBy(() -> scorer.contributions(Map.of("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("contributions are those of the logit of two classes; this model has 3");
  }

  private static double contribution(Map<String, String> row, String column) {
    for (int i = 1; i <= 3; i++) {
      if (column.equals(row.get("reason_" + i))) {
        return Double.parseDouble(row.get("contribution_" + i));
      }
    }
    throw new AssertionError(column + " is none of the reasons of " + row);
  }

  @Test
  void moreThanTheModelHasColumnsAreEmpty() throws IOException {
    String data = table();
    train(data, "--features", "city", "--set", "train.l2=0");

    List<Map<String, String>> rows =
        rows(predict(data, "--contributions", "2", "--interval", "0.9"));

    assertThat(rows.get(0))
        .containsEntry("reason_1", "city")
        .containsEntry("reason_2", "")
        .containsEntry("contribution_2", "")
        .containsKeys("probability_low", "probability_high");
  }

  @Test
  void modelsWithoutTheMeansOfTheirRowsAreRefused() throws IOException {
    String data = table();
    train(data, "--features", "city", "--set", "data.standardize=false");

    Run run = predict(data, "--contributions", "2");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("means of the training rows", "data.standardize=true");
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    String data = table();
    Run.ofFaultless(
        "train",
        "--data",
        data,
        "--label",
        "city",
        "--features",
        "member",
        "--model",
        path("m"),
        "--quiet");

    assertThat(predict(data, "--contributions", "2").err()).contains("two classes", "has 3");
    assertThat(predict(data, "--contributions", "0").err()).contains("--contributions", "was 0");
  }
}
