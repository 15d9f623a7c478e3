package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution of contributions on a report; the weights and the table are the oracle. */
class ReportedContributionsTest {

  private static final double DRAWN = 1e-4;

  @TempDir Path directory;

  private final List<double[]> rows = new ArrayList<>(); // x, u, n

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String table(int count) throws IOException {
    Random random = new Random(31);
    StringBuilder text = new StringBuilder("x,u,n,y\n");
    for (int i = 0; i < count; i++) {
      double[] row = {random.nextGaussian(), random.nextInt(5), 1 + i % 3};
      rows.add(row);
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-row[0] - row[1] / 4));
      text.append("%s,%s,%d,%d%n".formatted(row[0], row[1], (int) row[2], positive ? 1 : 0));
    }
    return Files.writeString(directory.resolve("t.csv"), text, UTF_8).toString();
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        Stream.concat(
                Stream.of("train", "--data", data, "--label", "y", "--model", path("m"), "--quiet"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String evaluated(String data, String... more) throws IOException {
    Run.ofFaultless(
        Stream.concat(
                Stream.of("evaluate", "--model", path("m"), "--data", data, "--quiet"),
                Stream.concat(Stream.of("--report", path("e.html")), Stream.of(more)))
            .toArray(String[]::new));
    return Files.readString(directory.resolve("e.html"));
  }

  private static Optional<JsonObject> chart(String page) {
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*)</script>")
            .matcher(page);
    assertThat(json.find()).isTrue();
    return JsonParser.parseString(json.group(1)).getAsJsonObject().asMap().values().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(chart -> chart.get("kind").getAsString().equals("spread"))
        .findFirst();
  }

  /** Checks the quantiles of a column over some rows, which count by their n or once. */
  private void assertQuantiles(JsonObject chart, int column, List<double[]> of, boolean weighted) {
    List<String> names =
        chart.getAsJsonArray("names").asList().stream().map(JsonElement::getAsString).toList();
    int place = names.indexOf(column == 0 ? "x" : "u");
    JsonObject model = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    JsonArray weights = model.getAsJsonArray("raw_weights");
    double weight = weights.get(column).getAsJsonArray().get(0).getAsDouble();
    double[] each =
        of.stream()
            .flatMapToDouble(
                row ->
                    IntStream.range(0, weighted ? (int) row[2] : 1).mapToDouble(i -> row[column]))
            .toArray();
    double mean = Arrays.stream(each).average().orElseThrow();
    double[] sorted = Arrays.stream(each).map(x -> weight * (x - mean)).sorted().toArray();
    String[] fields = {"low", "lower", "median", "upper", "high"};
    double[] shares = {0.05, 0.25, 0.5, 0.75, 0.95};
    for (int i = 0; i < fields.length; i++) {
      double expected = sorted[(int) Math.ceil(shares[i] * sorted.length - 1e-9) - 1];
      assertThat(chart.getAsJsonArray(fields[i]).get(place).getAsDouble())
          .as("%s of %s", fields[i], names.get(place))
          .isCloseTo(expected, within(DRAWN));
    }
  }

  @Test
  void theyAreThoseOfTheEvaluatedRows() throws IOException {
    String data = table(300);
    train(data, "--exclude", "n", "--report", path("t.html"));

    String page = evaluated(data);
    for (int column = 0; column < 2; column++) {
      assertQuantiles(chart(page).orElseThrow(), column, rows, false);
      String ofTraining = Files.readString(directory.resolve("t.html"));
      assertQuantiles(chart(ofTraining).orElseThrow(), column, rows, false);
    }
    assertThat(page)
        .contains(">Contributions</h2>")
        .contains("Evaluated rows: 300 rows.")
        .contains("<summary>Contributions of 2 columns</summary>")
        .contains("<tr><th>x<td>");
  }

  @Test
  void rowsCountByTheirWeights() throws IOException {
    String data = table(300);
    train(data, "--set", "data.weight=n");

    assertQuantiles(chart(evaluated(data)).orElseThrow(), 0, rows, true);
    assertQuantiles(chart(evaluated(data, "--compare", path("m"))).orElseThrow(), 1, rows, true);
  }

  @Test
  void anOffsetCountsFromZero() throws IOException {
    String data = table(300);
    train(data, "--set", "data.offset=n", "--report", path("t.html"));

    for (String page : List.of(evaluated(data), Files.readString(directory.resolve("t.html")))) {
      JsonObject chart = chart(page).orElseThrow();
      assertQuantiles(chart, 0, rows, false);
      assertThat(chart.getAsJsonArray("names").get(0).getAsString()).isEqualTo("n");
      assertThat(chart.getAsJsonArray("median").get(0).getAsDouble()).isEqualTo(2);
    }
  }

  @Test
  void aRowWithTrialsCountsAsThese() throws IOException {
    String data = table(300);
    train(data, "--set", "data.trials=n", "--report", path("t.html"));

    assertQuantiles(chart(evaluated(data)).orElseThrow(), 0, rows, true);
    String ofTraining = Files.readString(directory.resolve("t.html"));
    assertQuantiles(chart(ofTraining).orElseThrow(), 0, rows, true);
    assertThat(ofTraining).contains("Training rows: 300 rows.");
  }

  @Test
  void ofManyRowsASampleIsShown() throws IOException {
    String data = table(30_000);
    train(data, "--exclude", "n");

    String page = evaluated(data);
    assertThat(page)
        .containsPattern("Evaluated rows: \\d,\\d{3} of 30,000 rows, drawn at random\\.");
    JsonObject chart = chart(page).orElseThrow();
    int x = chart.getAsJsonArray("names").get(0).getAsString().equals("x") ? 0 : 1;
    JsonObject model = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    double deviation = model.getAsJsonArray("weights").get(0).getAsJsonArray().get(0).getAsDouble();
    assertThat(chart.getAsJsonArray("high").get(x).getAsDouble())
        .isCloseTo(1.645 * deviation, within(0.05 * deviation)); // x is normal
    assertThat(page).isEqualTo(evaluated(data));
  }

  @Test
  void theRowsHeldOutAreShownWhereThereAreAny() throws IOException {
    String data = table(300);
    train(data, "--exclude", "n", "--set", "data.validation=0.2", "--report", path("t.html"));

    assertThat(Files.readString(directory.resolve("t.html"))).contains("Validation rows: 60 rows.");
    assertThat(evaluated(data, "--held-out")).contains("Held-out rows: 60 rows.");
  }

  @Test
  void modelsWithoutMeansHaveNoSuchPart() throws IOException {
    String data = table(300);
    train(data, "--set", "data.standardize=false");

    assertThat(chart(evaluated(data))).isEmpty();
  }
}
