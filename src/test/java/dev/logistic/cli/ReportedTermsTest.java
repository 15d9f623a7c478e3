package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curves of a formula's terms on a report; the logits of the model are the oracle. */
class ReportedTermsTest {

  private static final double DRAWN = 2e-3; // of logits, which are rounded as they can be seen

  @TempDir Path directory;

  private final List<Map<String, Object>> rows = new ArrayList<>();

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String table() throws IOException {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("age,city,income,y\n");
    for (int i = 0; i < 300; i++) {
      Map<String, Object> row =
          Map.of(
              "age", 20 + random.nextInt(60),
              "city", List.of("Basel", "Bern", "Chur").get(random.nextInt(3)),
              "income", Math.exp(random.nextGaussian()));
      rows.add(row);
      text.append(
          "%s,%s,%s,%d%n"
              .formatted(row.get("age"), row.get("city"), row.get("income"), random.nextInt(2)));
    }
    return Files.writeString(directory.resolve("t.csv"), text, UTF_8).toString();
  }

  private List<JsonObject> charts(String terms, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--data", table(), "--label", "y", "--terms", terms));
    arguments.addAll(List.of("--model", path("m"), "--report", path("r.html"), "--quiet"));
    arguments.addAll(List.of("--set", "engine.precision=float64"));
    arguments.addAll(List.of(more));
    Run.ofFaultless(arguments.toArray(String[]::new));
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*)</script>")
            .matcher(Files.readString(directory.resolve("r.html")));
    assertThat(json.find()).isTrue();
    return JsonParser.parseString(json.group(1)).getAsJsonObject().asMap().values().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(chart -> chart.get("kind").getAsString().equals("terms"))
        .toList();
  }

  private static List<Double> numbers(JsonArray array) {
    return array.asList().stream()
        .map(each -> each.isJsonNull() ? Double.NaN : each.getAsDouble())
        .toList();
  }

  private static List<Double> line(JsonObject chart, int line) {
    return numbers(chart.getAsJsonArray("lines").get(line).getAsJsonObject().getAsJsonArray("y"));
  }

  private static double logit(Scorer scorer, Map<String, Object> row) {
    double p = scorer.probability(row);
    return Math.log(p / (1 - p));
  }

  private static double logit(Scorer scorer, Object age, Object city, Object income) {
    return logit(scorer, Map.of("age", age, "city", city, "income", income));
  }

  @Test
  void theyAddUpToTheLogitAboveItsMean() throws IOException {
    List<JsonObject> charts = charts("ns(age, df = 3) * city + bin(income, 4)");

    assertThat(charts).hasSize(3);
    JsonObject age = charts.get(0);
    JsonObject income = charts.get(1);
    JsonObject ageByCity = charts.get(2);
    assertThat(age.get("column").getAsString()).isEqualTo("age");
    assertThat(age.getAsJsonArray("lines")).hasSize(1);
    assertThat(income.get("column").getAsString()).isEqualTo("income");
    List<String> names =
        ageByCity.getAsJsonArray("lines").asList().stream()
            .map(each -> each.getAsJsonObject().get("name").getAsString())
            .toList();
    assertThat(names).containsExactly("Basel", "Bern", "Chur");

    Scorer scorer = Scorer.load(directory.resolve("m"));
    double mean = rows.stream().mapToDouble(row -> logit(scorer, row)).average().orElseThrow();
    List<Double> ages = numbers(ageByCity.getAsJsonArray("x"));
    List<Double> incomes = numbers(income.getAsJsonArray("x"));
    assertThat(ages.get(0)).isEqualTo(20);
    assertThat(ages.get(ages.size() - 1)).isEqualTo(79);
    for (int i = 0; i < ages.size(); i += 7) {
      for (int j = 3; j < incomes.size(); j += 29) { // not next to limits of bins
        for (int city = 0; city < 3; city++) {
          double expected = logit(scorer, ages.get(i), names.get(city), incomes.get(j)) - mean;
          assertThat(line(ageByCity, city).get(i) + line(income, 0).get(j))
              .as("%s, %s, %s", ages.get(i), names.get(city), incomes.get(j))
              .isCloseTo(expected, within(DRAWN));
        }
      }
    }
    double base = line(age, 0).get(0);
    for (int i = 0; i < ages.size(); i += 7) {
      double expected =
          logit(scorer, ages.get(i), "Basel", 1.0) - logit(scorer, ages.get(0), "Basel", 1.0);
      assertThat(line(age, 0).get(i) - base).isCloseTo(expected, within(DRAWN));
    }
  }

  @Test
  void binsHaveStepsAtTheirLimitsAndTicksMarkTheRows() throws IOException {
    JsonObject chart = charts("bin(income, breaks = c(0.5, 2)) + age").get(0);

    List<Double> x = numbers(chart.getAsJsonArray("x"));
    List<Double> y = line(chart, 0);
    assertThat(y.stream().distinct()).hasSize(3);
    for (double edge : new double[] {0.5, 2}) {
      int first = x.indexOf(edge);
      assertThat(x.get(first + 1)).isEqualTo(edge);
      assertThat(y.get(first + 1)).isNotEqualTo(y.get(first));
    }
    double[] incomes = rows.stream().mapToDouble(row -> (Double) row.get("income")).toArray();
    List<Double> rug = numbers(chart.getAsJsonArray("rug"));
    assertThat(rug).hasSize(9).isSorted();
    for (int tenth = 1; tenth < 10; tenth++) {
      double edge = rug.get(tenth - 1);
      assertThat(Arrays.stream(incomes).filter(each -> each <= edge).count())
          .isCloseTo(30L * tenth, within(1L));
    }
    assertThat(Files.readString(directory.resolve("r.html")))
        .contains(">Terms</h2>")
        .contains("What bin(income, breaks = c(0.5, 2)) adds to the logit, from ")
        .contains("divide the training rows into 10 parts");
  }

  @Test
  void linearModelsHaveNone() throws IOException {
    assertThat(charts("age + income")).isEmpty();
  }
}
