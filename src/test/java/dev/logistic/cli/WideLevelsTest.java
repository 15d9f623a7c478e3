package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.score.Scorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text columns of more levels than {@code data.max-levels}, and collected rare levels. */
class WideLevelsTest {

  private static final String WIDE = "engine.precision=float64";
  private static final int ROWS = 2000;

  @TempDir static Path directory;

  private static String data;
  private static String sparse;

  @BeforeAll
  static void train() throws Exception {
    Random random = new Random(7);
    StringBuilder rows = new StringBuilder("a,kind,shop,y\n");
    for (int row = 0; row < ROWS; row++) {
      double a = 1e6 + random.nextGaussian();
      int shop = (int) (300 * Math.pow(random.nextDouble(), 3));
      int kind = random.nextInt(4);
      double logit = a - 1e6 + (shop % 7 - 3) * 0.5 + (kind - 1.5) * 0.5;
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      rows.append(a).append(",k").append(kind).append(",shop ").append(shop).append(',');
      rows.append(positive ? "yes" : "no").append('\n');
    }
    data = Files.writeString(directory.resolve("t.csv"), rows).toString();
    sparse = model("sparse", "data.storage=sparse");
  }

  private static String model(String name, String... settings) {
    String model = directory.resolve(name).toString();
    List<String> arguments = new ArrayList<>(List.of("train", "--data", data, "--label", "y"));
    arguments.addAll(List.of("--set", WIDE, "--model", model));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    Run.ofFaultless(arguments.toArray(String[]::new));
    return model;
  }

  private static JsonObject inspected(String model) {
    return Run.ofFaultless("inspect", "--model", model, "--json").json();
  }

  private static void requireSameWeights(String model, String other) {
    JsonArray found = inspected(model).getAsJsonArray("weights");
    JsonArray expected = inspected(other).getAsJsonArray("weights");
    assertThat(inspected(model).get("features")).isEqualTo(inspected(other).get("features"));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).getAsJsonArray().get(0).getAsDouble())
          .isCloseTo(expected.get(i).getAsJsonArray().get(0).getAsDouble(), within(1e-5));
    }
  }

  @Test
  void moreTextsThanMayBeAreRefusedWithTheWaysOut() {
    Run run = Run.of("train", "--data", data, "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("column \"shop\" has more than 100 distinct texts (data.max-levels)")
        .contains("data.storage=sparse", "data.min-level-rows");
  }

  @Test
  void theMostFrequentLevelIsTheReferenceAndLevelsAreNotScaled() throws Exception {
    try (LogisticModel model = ModelDirectory.load(Path.of(sparse))) {
      var schema = model.card().schema();
      assertThat(schema.terms().get(2).levels().get(0)).isEqualTo("shop 0");
      assertThat(schema.terms().get(1).levels().get(0)).isEqualTo("k0");
      var scaling = schema.standardization().orElseThrow();
      assertThat(scaling.scales().subList(4, scaling.scales().size())).containsOnly(1.0);
      assertThat(scaling.means().subList(4, scaling.means().size())).containsOnly(0.0);
      assertThat(scaling.means().get(0)).isCloseTo(1e6, within(1.0));
    }
  }

  @Test
  void howRowsAreKeptDoesNotChangeTheModel() {
    String dense = model("dense", "data.storage=dense", "data.min-level-rows=1");

    requireSameWeights(sparse, dense);
  }

  @Test
  void aTableOfFewLevelsIsTheSameModelSparse() {
    requireSameWeights(
        model("few-sparse", "data.storage=sparse", "data.exclude=shop"),
        model("few-dense", "data.exclude=shop"));
  }

  @Test
  void predictionsAreTheSameThroughEveryDoor() throws Exception {
    List<String> rows =
        Run.ofFaultless("predict", "--model", sparse, "--data", data).out().lines().toList();
    assertThat(rows).hasSize(ROWS + 1);
    Scorer scorer = Scorer.load(Path.of(sparse));
    try (LogisticModel model = ModelDirectory.load(Path.of(sparse))) {
      for (String row : rows.subList(1, 20)) {
        String[] cells = row.split(",", -1);
        Map<String, Object> values =
            Map.of("a", Double.parseDouble(cells[0]), "kind", cells[1], "shop", cells[2]);
        double expected = Double.parseDouble(cells[4]);
        assertThat(model.probability(values)).isCloseTo(expected, within(1e-9));
        assertThat(scorer.probability(values)).isCloseTo(expected, within(1e-9));
      }
    }
    JsonObject evaluated =
        Run.of("evaluate", "--model", sparse, "--data", data, "--json", "-").json();
    assertThat(evaluated.get("rows").getAsInt()).isEqualTo(ROWS);
  }

  @Test
  void rareLevelsAndUnseenOnesBecomeOne() throws Exception {
    String model = model("other", "data.min-level-rows=20");
    JsonArray features = inspected(model).getAsJsonArray("features");
    assertThat(features.toString()).contains("shop=(other)").doesNotContain("shop=shop 299");
    assertThat(features.size()).isBetween(10, 60);

    Path unseen =
        Files.writeString(
            directory.resolve("unseen.csv"),
            "a,kind,shop\n1000000,k1,shop 299\n1000000,k1,never\n1000000,k1,shop 0\n");
    Run run = Run.of("predict", "--model", model, "--data", unseen.toString());
    List<String> rows = run.out().lines().toList();
    double rare = probability(rows.get(1));
    assertThat(probability(rows.get(2))).isCloseTo(rare, within(1e-12));
    assertThat(Math.abs(probability(rows.get(3)) - rare)).isGreaterThan(1e-3);
    assertThat(run.err()).contains("column \"shop\": 1 text that the training did not see (");
  }

  private static double probability(String row) {
    return Double.parseDouble(row.split(",", -1)[3]);
  }

  @Test
  void heldOutRowsAreReadAsTheTrainingRows() {
    Run run =
        Run.ofFaultless(
            "train",
            "--data",
            data,
            "--label",
            "y",
            "--set",
            "data.storage=sparse",
            "--set",
            "data.validation=0.25");
    assertThat(run.out()).contains("Training:    1500 rows", "Validation:  500 rows");
  }
}
