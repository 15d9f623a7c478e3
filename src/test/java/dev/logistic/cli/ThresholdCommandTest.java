package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train.threshold} and {@code train.prior}, from the training to predictions. */
class ThresholdCommandTest {

  private static final int ROWS = 400;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(5);
    Files.writeString(folder.resolve("t.csv"), table(random, false));
    Files.writeString(folder.resolve("v.csv"), table(random, true));
  }

  private static String table(Random random, boolean other) {
    StringBuilder text = new StringBuilder("x,w,y\n");
    for (int row = 0; row < ROWS; row++) {
      double x = other && row % 5 == 0 ? 0.25 : random.nextGaussian(); // some ties
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(2 - 1.5 * x));
      text.append(String.format(Locale.ROOT, "%.4f,%d,%s%n", x, row % 4, positive ? "yes" : "no"));
    }
    return text.append("9,1,no\n").toString(); // the highest probability
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Run train(String... more) {
    List<String> all = new ArrayList<>(List.of("train", "--data", path("t.csv"), "--label", "y"));
    all.addAll(List.of("--model", path("m"), "--overwrite"));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private JsonObject trained(String threshold, String... more) {
    String[] all =
        Stream.concat(
                Stream.of("--set", "train.threshold=" + threshold, "--json", "-"), Stream.of(more))
            .toArray(String[]::new);
    Run run = train(all);
    assertThat(run.err()).isEmpty();
    return run.json();
  }

  private Run on(String command, String data, String... more) {
    List<String> all =
        new ArrayList<>(List.of(command, "--model", path("m"), "--data", path(data)));
    all.addAll(Arrays.asList(more));
    return Run.ofFaultless(all.toArray(String[]::new));
  }

  private record Row(double probability, boolean positive, double weight, String prediction) {}

  private List<Row> predicted(String... more) {
    return on("predict", "v.csv", more)
        .out()
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                new Row(
                    Double.parseDouble(cells[3]),
                    cells[2].equals("yes"),
                    Double.parseDouble(cells[1]),
                    cells[4]))
        .toList();
  }

  /** In the order of [[tn, fp], [fn, tp]]. */
  private static double[] counts(List<Row> rows, double threshold, boolean weighted) {
    double[] counts = new double[4];
    for (Row row : rows) {
      int place = (row.positive() ? 2 : 0) + (row.probability() >= threshold ? 1 : 0);
      counts[place] += weighted ? row.weight() : 1;
    }
    return counts;
  }

  private static double[] confusion(JsonObject figures) {
    List<Double> counts = new ArrayList<>();
    for (JsonElement line : figures.getAsJsonArray("confusion_matrix")) {
      JsonArray cells = line.getAsJsonArray();
      cells.forEach(cell -> counts.add(cell.getAsDouble()));
    }
    return counts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static ToDoubleFunction<double[]> value(String rule) {
    return switch (rule) {
      case "f1" -> c -> 2 * c[3] / (2 * c[3] + c[1] + c[2]);
      case "youden" -> c -> c[3] / (c[3] + c[2]) - c[1] / (c[0] + c[1]);
      case "cost:fn=10,fp=1" -> c -> -(10 * c[2] + c[1]);
      case "recall:0.9" -> c -> c[3] / (c[3] + c[2]) >= 0.9 ? c[0] : -1;
      case "precision:0.5" -> c -> c[3] / (c[3] + c[1]) >= 0.5 ? c[3] : -1;
      default -> throw new AssertionError(rule);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f1|false", "youden|false", "cost:fn=10,fp=1|false", "recall:0.9|false",
        "precision:0.5|false", "f1|true", "youden|true", "cost:fn=10,fp=1|true",
        "recall:0.9|true", "precision:0.5|true"
      })
  void aRuleFindsTheBestCutOfTheRowsHeldOut(String rule, boolean weighted) {
    String weight = weighted ? "w" : "";
    JsonObject json =
        trained(
            rule,
            "--validation-data",
            path("v.csv"),
            "--exclude",
            weighted ? "" : "w",
            "--set",
            "data.weight=" + weight);
    double threshold = json.get("threshold").getAsDouble();
    List<Row> rows = predicted();
    double best =
        rows.stream()
            .filter(row -> !weighted || row.weight() > 0)
            .mapToDouble(
                row -> value(rule).applyAsDouble(counts(rows, row.probability(), weighted)))
            .max()
            .orElseThrow();

    double[] found = counts(rows, threshold, weighted);
    assertThat(value(rule).applyAsDouble(found)).isCloseTo(best, within(1e-12));
    assertThat(confusion(json.getAsJsonObject("validation"))).isEqualTo(found);
    assertThat(json.getAsJsonObject("validation").get("threshold").getAsDouble())
        .isEqualTo(threshold);
    for (Row row : rows) {
      assertThat(row.prediction()).isEqualTo(row.probability() >= threshold ? "yes" : "no");
      assertThat(row.probability()).isNotEqualTo(threshold); // between those of two rows
    }
    JsonObject evaluated = on("evaluate", "v.csv", "--json", "-").json();
    assertThat(evaluated.get("threshold").getAsDouble()).isEqualTo(threshold);
    assertThat(confusion(evaluated)).isEqualTo(found);
    assertThat(confusion(on("evaluate", "v.csv", "--threshold", rule, "--json", "-").json()))
        .isEqualTo(found);
  }

  @Test
  void theOptionOverridesTheModelsThreshold() {
    trained("0.2", "--exclude", "w");

    assertThat(predicted("--threshold", "0").stream().map(Row::prediction)).containsOnly("yes");
    JsonObject evaluated = on("evaluate", "v.csv", "--threshold", "0.7", "--json", "-").json();
    assertThat(evaluated.get("threshold").getAsDouble()).isEqualTo(0.7);
    assertThat(confusion(evaluated)).isEqualTo(counts(predicted(), 0.7, false));
  }

  @Test
  void theModelStoresAndShowsItsThreshold() throws IOException {
    Run run =
        train(
            "--exclude",
            "w",
            "--set",
            "data.validation=0.4",
            "--set",
            "train.threshold=recall>=0.8");
    String inspected = Run.ofFaultless("inspect", "--model", path("m")).out();
    JsonObject json = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    String threshold = json.get("threshold").getAsString();

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Threshold:   " + threshold + ", found by train.threshold=recall:0.8\n");
    assertThat(inspected)
        .contains("\nThreshold: " + threshold + ", found by train.threshold=recall:0.8\n");
    assertThat(Files.readString(folder.resolve("m/model.json")))
        .startsWith("{\n  \"format_version\": 4,")
        .contains("\"threshold\": " + threshold + ",")
        .contains("\"train.threshold\": \"recall:0.8\"");
    assertThat(
            on("evaluate", "t.csv", "--held-out", "--json", "-").json().get("recall").getAsDouble())
        .isGreaterThanOrEqualTo(0.8);
  }

  /** As it was before there were other thresholds. */
  @Test
  void aModelWithTheUsualThresholdHasNoWordOfIt() throws IOException {
    for (String[] setting : new String[][] {{}, {"--set", "train.threshold=0.50"}}) {
      Run run = train(setting);

      assertThat(run.out()).doesNotContain("Threshold");
      assertThat(Files.readString(folder.resolve("m/model.json")))
          .startsWith("{\n  \"format_version\": 2,")
          .doesNotContain("threshold");
      assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
          .doesNotContain("Threshold");
      JsonObject json = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
      assertThat(json.get("threshold").getAsDouble()).isEqualTo(0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f1", "youden", "cost:fn=10,fp=1", "recall:0.9", "precision:0.9"})
  void aRuleNeedsRowsHeldOut(String rule) {
    assertThat(train("--set", "train.threshold=" + rule))
        .isEqualTo(
            new Run(
                2,
                "",
                "error: train.threshold=%s needs rows that are not learned from: data.validation, --validation-data or --cv K; a threshold found on the rows of the training is too optimistic\n"
                    .formatted(rule)));
  }

  @Test
  void aPrecisionThatIsNotReachedIsRefusedWithTheBest() {
    Run run =
        train(
            "--exclude",
            "w",
            "--validation-data",
            path("v.csv"),
            "--set",
            "train.threshold=precision:0.99999",
            "--quiet");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: train.threshold=precision:0.99999 on the 401 rows held out: no threshold satisfies precision:0.99999: the highest precision of any is 0.");
    String reached = run.err().substring(run.err().indexOf("; set ") + 6).split(" ", 2)[0];

    JsonObject json = trained(reached, "--exclude", "w", "--validation-data", path("v.csv"));
    assertThat("precision:" + json.getAsJsonObject("validation").get("precision").getAsDouble())
        .isEqualTo(reached);
  }

  @Test
  void rowsHeldOutOfOneClassAreRefusedBeforeTheTraining() throws IOException {
    Files.writeString(folder.resolve("v.csv"), "x,w,y\n0.5,1,no\n0.7,2,no\n");

    Run run = train("--validation-data", path("v.csv"), "--set", "train.threshold=f1", "--quiet");
    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "error: train.threshold=f1 needs held-out rows of both classes, found none of \"yes\": hold out more or other rows\n"));
  }

  @Test
  void moreClassesHaveNoThreshold() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"), "x,y\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n1,b\n2,c\n3,a\n4,b\n");

    assertThat(train("--set", "train.threshold=0.3", "--quiet").err())
        .isEqualTo(
            "error: train.threshold=0.3 is for two classes, found 3, of which the most probable one is predicted: leave it out\n");
    assertThat(train("--set", "train.threshold=0.5", "--quiet").status()).isZero();
  }

  @Test
  void aPriorIsShownAndCorrectsTheProbabilities() {
    train("--exclude", "w", "--quiet");
    List<Row> before = predicted();
    Run run =
        train(
            "--exclude",
            "w",
            "--set",
            "train.class-weight=balanced",
            "--set",
            "train.l2=0",
            "--set",
            "train.prior=0.01");
    List<Row> after = predicted();

    assertThat(run.err()).isEmpty();
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .contains("\nPrior:     0.01\n");
    assertThat(after.stream().mapToDouble(Row::probability).average().orElseThrow())
        .isLessThan(0.1 * before.stream().mapToDouble(Row::probability).average().orElseThrow());
  }

  /** A threshold changes neither the bits of the model nor what may be resumed. */
  @Test
  void aFinishedRunIsResumedWithAnotherThreshold() throws IOException {
    String[] run = {
      "--exclude", "w", "--set", "data.validation=0.3", "--set", "train.checkpoint=" + path("c")
    };
    train(run);
    byte[] params = Files.readAllBytes(folder.resolve("m/logistic-0000.params"));

    JsonObject json =
        trained("f1", Stream.concat(Stream.of(run), Stream.of("--resume")).toArray(String[]::new));
    assertThat(json.get("threshold").getAsDouble()).isBetween(0.05, 0.6).isNotEqualTo(0.5);
    assertThat(Files.readAllBytes(folder.resolve("m/logistic-0000.params"))).isEqualTo(params);
  }

  @Test
  void syntheticRowsArePredictedByTheThresholdToo() {
    Run run = Run.ofFaultless("train", "--set", "train.epochs=1", "--set", "train.threshold=0.999");

    assertThat(run.out().substring(run.out().indexOf("predicted")).lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.strip().split(" +", -1)[3].equals("0"));
  }
}
