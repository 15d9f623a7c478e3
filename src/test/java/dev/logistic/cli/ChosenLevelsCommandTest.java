package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonObject;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model in which levels are merged into the reference. Oracle: the model of the table in which
 * SQL has replaced these levels by the reference.
 */
class ChosenLevelsCommandTest {

  private static final String REPLACED =
      "SELECT * REPLACE (CASE WHEN plan IN ('no, thanks', 'no plan') THEN 'basic' ELSE plan END AS"
          + " plan) FROM data";
  private static final List<String> PLANS =
      List.of("basic", "no, thanks", "no plan", "plus", "pro");

  @TempDir Path directory;

  private String table = "";

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("age,plan,y\n");
    for (int i = 0; i < 200; i++) {
      int age = 20 + random.nextInt(50);
      int plan = random.nextInt(PLANS.size());
      boolean yes = age - 45 + 10 * (plan - 2) + 20 * random.nextGaussian() > 0;
      rows.append("%d,\"%s\",%s%n".formatted(age, PLANS.get(plan), yes ? "yes" : "no"));
    }
    table = Files.writeString(directory.resolve("t.csv"), rows).toString();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run run(String model, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("train", "--data", table, "--label", "y", "--model", path(model), "--quiet"));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private void train(String model, String... more) {
    assertThat(run(model, more)).isEqualTo(new Run(0, "", ""));
  }

  /** Both models, with the same settings except for how the levels are merged. */
  private void trainBoth(String... more) {
    List<String> merged = new ArrayList<>(List.of("--exclude", "plan=no\\, thanks,plan=no plan"));
    List<String> replaced = new ArrayList<>(List.of("--query", REPLACED));
    merged.addAll(Arrays.asList(more));
    replaced.addAll(Arrays.asList(more));
    train("merged", merged.toArray(String[]::new));
    train("replaced", replaced.toArray(String[]::new));
  }

  private JsonObject inspect(String model) {
    return Run.ofFaultless("inspect", "--model", path(model), "--json").json();
  }

  private void assertSameCoefficients() {
    JsonObject merged = inspect("merged");
    JsonObject replaced = inspect("replaced");
    for (String each :
        List.of("features", "weights", "bias", "raw_weights", "raw_bias", "data_fingerprint")) {
      assertThat(merged.get(each)).isEqualTo(replaced.get(each));
    }
    assertThat(merged.get("features").toString()).isEqualTo("[\"age\",\"plan=plus\",\"plan=pro\"]");
  }

  private List<String> predictions(String model) {
    Run run = Run.of("predict", "--model", path(model), "--data", table);
    assertThat(run.err()).isEmpty(); // merged levels are known
    return run.out().lines().map(line -> line.replaceAll("^.*?,(?=(yes|no|y),)", "")).toList();
  }

  @Test
  void coefficientsPredictionsAndFiguresAreThoseOfReplacedLevels() {
    trainBoth("--set", "data.validation=0.2");

    assertSameCoefficients();
    assertThat(predictions("merged")).isEqualTo(predictions("replaced"));
    JsonObject figures =
        Run.of("evaluate", "--model", path("merged"), "--data", table, "--json", "-").json();
    JsonObject expected =
        Run.of("evaluate", "--model", path("replaced"), "--data", table, "--json", "-").json();
    for (String each : List.of("rows", "log_loss", "accuracy", "roc_auc", "confusion_matrix")) {
      assertThat(figures.get(each)).isEqualTo(expected.get(each)).isNotNull();
    }
  }

  @Test
  void penaltiesAreChosenAsOfReplacedLevels() {
    trainBoth("--cv", "3", "--l2-grid", "0.001,0.01,0.1");

    assertSameCoefficients();
  }

  @Test
  void onlyTheLevelsOfFeaturesHaveIndicators() {
    train("m", "--features", "age,plan=pro");
    train(
        "replaced",
        "--query",
        "SELECT age, CASE WHEN plan = 'pro' THEN 'pro' ELSE 'basic' END AS plan, y FROM data");

    assertThat(inspect("m").get("weights")).isEqualTo(inspect("replaced").get("weights"));
    assertThat(inspect("m").get("features").toString()).isEqualTo("[\"age\",\"plan=pro\"]");
  }

  @Test
  void theScorerAndDjlReadMergedLevelsAsTheReference() throws Exception {
    trainBoth();
    for (String model : List.of("merged", "replaced")) {
      Run.ofFaultless(
          "export",
          "--model",
          path(model),
          "--format",
          "safetensors",
          "--out",
          path(model + ".safetensors"));
    }
    Scorer scorer = scorer("merged");
    Scorer expected = scorer("replaced");
    assertThat(scorer.features()).containsExactly("age", "plan=plus", "plan=pro");
    for (String plan : PLANS) {
      String replaced = plan.startsWith("no") ? "basic" : plan;
      Map<String, ?> row = Map.of("age", 41, "plan", plan);
      Map<String, ?> other = Map.of("age", 41, "plan", replaced);
      assertThat(scorer.classProbabilities(row)).isEqualTo(expected.classProbabilities(other));
      assertThat(served("merged", row)).isEqualTo(served("replaced", other));
    }
  }

  private Scorer scorer(String model) throws IOException {
    return Scorer.load(directory.resolve(model), directory.resolve(model + ".safetensors"));
  }

  @SuppressWarnings("rawtypes")
  private List<Double> served(String model, Map<String, ?> row) throws Exception {
    try (ZooModel<Map, Classifications> loaded =
            Criteria.builder()
                .setTypes(Map.class, Classifications.class)
                .optModelPath(directory.resolve(model))
                .optTranslatorFactory(new LogisticTranslatorFactory())
                .build()
                .loadModel();
        Predictor<Map, Classifications> predictor = loaded.newPredictor()) {
      return predictor.predict(row).getProbabilities();
    }
  }

  @Test
  void inspectShowsWhatReadsAsTheReference() {
    trainBoth();

    assertThat(Run.ofFaultless("inspect", "--model", path("merged")).out())
        .contains("\nReference: plan=basic (and \"no plan\", \"no, thanks\")\n");
    assertThat(inspect("merged").get("merged_levels").toString())
        .isEqualTo("{\"plan\":[\"no plan\",\"no, thanks\"]}");
    assertThat(Run.ofFaultless("inspect", "--model", path("replaced")).out())
        .doesNotContain("Reference");
    assertThat(inspect("replaced").has("merged_levels")).isFalse();
  }

  @Test
  void aModelWithOtherMergedLevelsIsNoStart() {
    trainBoth();

    train("again", "--exclude", "plan=no\\, thanks,plan=no plan", "--init-from", path("merged"));
    Run refused = run("m", "--query", REPLACED, "--init-from", path("merged"));
    assertThat(refused.status()).isOne();
    assertThat(refused.err())
        .contains(
            "the model to start from must have the features of the data, [age, plan[basic, plus,"
                + " pro]], but has [age, plan[basic, plus, pro] with merged levels [no plan, no,"
                + " thanks]]");
  }

  /** The features of the rows are the same, but a level that is merged has another name. */
  @Test
  void aTrainingWithOtherMergedLevelsIsNotResumed() throws IOException {
    String[] settings = {
      "--features", "age,plan=pro", "--overwrite", "--set", "train.checkpoint=" + path("ck")
    };
    train("m", settings);
    List<String> resumed = new ArrayList<>(Arrays.asList(settings));
    resumed.add("--resume");
    train("m", resumed.toArray(String[]::new));

    Files.writeString(
        Path.of(table), Files.readString(Path.of(table)).replace("no plan", "nothing"));
    Run refused = run("m", resumed.toArray(String[]::new));
    assertThat(refused.status()).isOne();
    assertThat(refused.err())
        .contains(
            "merged levels of plan: was [no plan, no, thanks, plus], is [no, thanks, nothing, plus]");
  }
}
