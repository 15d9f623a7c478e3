package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle is the spread of the contributions of all training rows. */
class InspectImportanceTest {

  private static final List<String> CITIES = List.of("Bern", "Basel", "Chur");

  @TempDir Path directory;

  private final List<Map<String, Object>> rows = new ArrayList<>();

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Two numbers, a text and a flag, the first number and the text with gaps. */
  private String table() throws IOException {
    StringBuilder text = new StringBuilder("age,city,member,u,w,y\n");
    for (int i = 0; i < 160; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("age", i % 7 == 0 ? "" : String.valueOf(20 + i * 7 % 50));
      row.put("city", i % 11 == 3 ? "" : CITIES.get(i * i % 10 % 4));
      row.put("member", i % 4 == 0);
      row.put("u", i * 37 % 100 / 10.0);
      row.put("w", 1 + i % 3);
      row.put("y", (i * 7 % 50 + i * i % 10 * 9 + i * 13 % 29) % 5 < 2);
      rows.add(row);
      text.append(
          "%s,%s,%s,%s,%s,%s%n"
              .formatted(
                  row.get("age"),
                  row.get("city"),
                  row.get("member"),
                  row.get("u"),
                  row.get("w"),
                  row.get("y")));
    }
    return Files.writeString(directory.resolve("t.csv"), text, UTF_8).toString();
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        Stream.concat(
                Stream.of(
                    "train",
                    "--data",
                    data,
                    "--label",
                    "y",
                    "--model",
                    path("m"),
                    "--quiet",
                    "--set",
                    "engine.precision=float64"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private JsonObject inspect() {
    return Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
  }

  private Map<String, Double> spreadOfContributions(boolean weighted) throws Exception {
    Map<String, double[]> sums = new LinkedHashMap<>();
    try (LogisticModel model = ModelDirectory.load(directory.resolve("m"))) {
      for (Map<String, Object> row : rows) {
        double weight = weighted ? Double.parseDouble(String.valueOf(row.get("w"))) : 1;
        Map<String, Object> cells = new HashMap<>(row);
        cells.replaceAll((name, cell) -> "".equals(cell) ? null : cell);
        cells.computeIfPresent("age", (name, cell) -> Double.valueOf(cell.toString()));
        model
            .contributions(cells)
            .forEach(
                (name, each) -> {
                  double[] of = sums.computeIfAbsent(name, added -> new double[3]);
                  of[0] += weight;
                  of[1] += weight * each;
                  of[2] += weight * each * each;
                });
      }
    }
    Map<String, Double> spread = new HashMap<>();
    sums.forEach(
        (name, of) -> spread.put(name, Math.sqrt(of[2] / of[0] - Math.pow(of[1] / of[0], 2))));
    return spread;
  }

  @ParameterizedTest
  @CsvSource({
    "data.missing=mean",
    "data.missing=median",
    "data.missing=indicator",
    "data.weight=w",
    "data.storage=sparse",
    "data.terms=age + city + member + u",
    "data.terms=log(u + 1) + city + factor(w):city + I(age^2)",
    "data.reference=city:Chur"
  })
  void theImportanceIsTheSpreadOfTheContributionsInTheTraining(String setting) throws Exception {
    boolean weighted = setting.startsWith("data.weight");
    String missing = setting.startsWith("data.missing") ? setting : "data.missing=indicator";
    boolean terms = setting.startsWith("data.terms");
    train(
        table(),
        "--set",
        terms ? "data.missing=mean" : missing,
        "--set",
        setting,
        "--exclude",
        weighted || terms ? "" : "w");

    Map<String, Double> expected = spreadOfContributions(weighted);
    JsonArray importance = inspect().getAsJsonArray("importance");

    assertThat(importance).hasSize(expected.size());
    double before = Double.POSITIVE_INFINITY;
    for (JsonElement each : importance) {
      JsonObject column = each.getAsJsonObject();
      double actual = column.get("importance").getAsDouble();
      assertThat(actual)
          .as(column.toString())
          .isCloseTo(expected.get(column.get("column").getAsString()), within(1e-9));
      assertThat(actual).isLessThanOrEqualTo(before);
      before = actual;
    }
  }

  @Test
  void theReferenceLevelHasNoEffect() throws IOException {
    List<Double> importance = new ArrayList<>();
    for (String reference : List.of("city:Bern", "city:Chur")) {
      train(
          table(),
          "--overwrite",
          "--features",
          "city,u",
          "--set",
          "data.missing=mean",
          "--set",
          "train.l2=0",
          "--set",
          "data.reference=" + reference);
      JsonObject first = inspect().getAsJsonArray("importance").get(0).getAsJsonObject();
      assertThat(first.get("column").getAsString()).isEqualTo("city");
      importance.add(first.get("importance").getAsDouble());
    }
    assertThat(importance.get(0)).isCloseTo(importance.get(1), within(1e-7));
  }

  @Test
  void theTableHasTheMostImportantColumnsFirst() throws IOException {
    train(table(), "--exclude", "w", "--set", "data.missing=mean");

    Run run = Run.ofFaultless("inspect", "--model", path("m"), "--top", "2");
    List<String> lines = run.out().lines().toList();
    List<String> table = lines.subList(lines.size() - 5, lines.size());
    assertThat(table.get(0)).isEmpty();
    assertThat(table.get(1))
        .isEqualTo("Importance of columns: the standard deviation of their part of the logit");
    assertThat(table.get(2)).matches("\\w+ +0\\.\\d{6}");
    assertThat(table.get(4)).isEqualTo("and 2 less important columns: --top N");
  }

  @Test
  void termsWhoseCovariancesTheModelLacksHaveNone() throws IOException {
    train(table(), "--terms", "poly(u, 2) + member", "--set", "data.missing=mean");

    JsonArray importance = inspect().getAsJsonArray("importance");
    assertThat(importance.get(1).getAsJsonObject().get("column").getAsString())
        .isEqualTo("poly(u, 2)");
    assertThat(importance.get(1).getAsJsonObject().get("importance").isJsonNull()).isTrue();
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .contains("\npoly(u, 2)")
        .endsWith("-: a term of several features, whose covariances the model does not have\n");
  }

  @Test
  void withoutStandardDeviationsTheReasonIsStated() throws IOException {
    train(
        table(), "--exclude", "w", "--set", "data.missing=mean", "--set", "data.standardize=false");

    JsonObject json = inspect();
    assertThat(json.has("importance")).isFalse();
    assertThat(json.get("importance_refused").getAsString())
        .isEqualTo(
            "a model of data.standardize=false does not have the standard deviations of its columns");
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .endsWith(
            "\nImportance of columns: none, as a model of data.standardize=false does not have the standard deviations of its columns\n");
  }
}
