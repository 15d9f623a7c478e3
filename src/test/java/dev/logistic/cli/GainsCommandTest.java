package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gains tables, as a user requests them. */
class GainsCommandTest {

  private static final String BREAST_CANCER = "examples/data/breast_cancer.csv";

  @TempDir static Path models;
  @TempDir Path directory;

  @BeforeAll
  static void train() {
    Run.ofFaultless(
        "train",
        "--data",
        BREAST_CANCER,
        "--label",
        "diagnosis",
        "--set",
        "data.validation=0.5",
        "--model",
        cancer(),
        "--quiet");
  }

  private static String cancer() {
    return models.resolve("cancer").toString();
  }

  private static Run evaluate(String model, String data, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", model, "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void theJsonHasABandForEachDecile() {
    Run run = evaluate(cancer(), BREAST_CANCER, "--held-out", "--gains", "10", "--json", "-");

    JsonArray bands = run.json().getAsJsonArray("gains");
    assertThat(bands).hasSize(10);
    JsonObject first = bands.get(0).getAsJsonObject();
    assertThat(first.keySet())
        .containsExactly(
            "band",
            "from",
            "to",
            "rows",
            "positives",
            "rate",
            "cumulative_gain",
            "lift",
            "cumulative_lift");
    double rows = run.json().get("rows").getAsDouble();
    JsonArray actual = run.json().getAsJsonArray("confusion_matrix").get(1).getAsJsonArray();
    double positives = actual.get(0).getAsDouble() + actual.get(1).getAsDouble();
    assertThat(first.get("rate").getAsDouble()).isEqualTo(1);
    assertThat(first.get("lift").getAsDouble()).isCloseTo(rows / positives, within(1e-14));
    assertThat(bands.get(9).getAsJsonObject().get("cumulative_lift").getAsDouble()).isEqualTo(1);
  }

  @Test
  void theTableFollowsTheConfusionMatrix() throws IOException {
    String data = directory.resolve("t.csv").toString();
    String model = directory.resolve("m").toString();
    Files.writeString(Path.of(data), "x,label\n1,no\n2,no\n4,yes\n5,yes\n");
    Run.ofFaultless("train", "--data", data, "--label", "label", "--model", model, "--quiet");

    List<String> lines = evaluate(model, data, "--gains", "2").out().lines().toList();
    List<String> table = lines.subList(lines.size() - 4, lines.size());
    assertThat(table.get(0)).isEmpty();
    assertThat(table.get(1))
        .matches("Band +from +to +rows +positives +rate +cumulative gain +lift +cumulative lift");
    assertThat(table.get(2))
        .matches("1 +0\\.\\d{6} +0\\.\\d{6} +2 +2 +1\\.000000 +1\\.000000 +2\\.000000 +2\\.000000");
    assertThat(table.get(3))
        .matches("2 +0\\.\\d{6} +0\\.\\d{6} +2 +0 +0\\.000000 +1\\.000000 +0\\.000000 +1\\.000000");
    assertThat(evaluate(model, data).out()).doesNotContain("Band");
  }

  @Test
  void theHighestRowsHaveTheirPrecision() {
    Run run =
        evaluate(cancer(), BREAST_CANCER, "--held-out", "--precision-at", "10,100", "--json", "-");
    JsonArray highest = run.json().getAsJsonArray("precision_at");
    assertThat(highest).hasSize(2);
    JsonObject first = highest.get(0).getAsJsonObject();
    assertThat(first.keySet()).containsExactly("k", "precision", "recall", "lift");
    assertThat(first.get("k")).hasToString("10");
    assertThat(first.get("precision").getAsDouble()).isEqualTo(1);

    String out = evaluate(cancer(), BREAST_CANCER, "--held-out", "--precision-at", "10").out();
    assertThat(out)
        .containsPattern(
            "\\nHighest rows +precision +recall +lift\\n10 +1\\.000000 +0\\.\\d{6} +\\d\\.\\d{6}\\n$");
  }

  @Test
  void aNumberOfRowsThatMakesNoSenseIsRefused() {
    Run run = evaluate(cancer(), BREAST_CANCER, "--precision-at", "5,0");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: --precision-at must be numbers of rows from 1, was 0");
    assertThat(evaluate(cancer(), BREAST_CANCER, "--quiet", "--precision-at", "570"))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: --precision-at must be at most the number of the rows, 569, was 570\n"));
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    for (String bands : List.of("0", "-1", "1001")) {
      Run run = evaluate(cancer(), BREAST_CANCER, "--gains", bands);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("error: --gains must be a number of bands from 1 to 1000, was " + bands);
    }

    String data = directory.resolve("three.csv").toString();
    String model = directory.resolve("three").toString();
    Files.writeString(Path.of(data), "x,label\n1,a\n2,b\n3,c\n2,a\n3,b\n1,c\n");
    Run.ofFaultless("train", "--data", data, "--label", "label", "--model", model, "--quiet");
    assertThat(evaluate(model, data, "--gains", "10"))
        .isEqualTo(new Run(1, "", "error: --gains is for models of two classes; this one has 3\n"));
  }
}
