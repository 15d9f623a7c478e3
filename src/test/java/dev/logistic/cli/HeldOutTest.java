package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models evaluated on the rows of their own training. */
class HeldOutTest {

  private static final Path BREAST_CANCER = Path.of("examples/data/breast_cancer.csv");

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String... more) {
    List<String> all = new ArrayList<>(List.of("train", "--data", BREAST_CANCER.toString()));
    all.addAll(List.of("--label", "diagnosis", "--model", path("m"), "--quiet"));
    all.addAll(List.of("--json", path("f")));
    all.addAll(Arrays.asList(more));
    return Run.ofFaultless(all.toArray(String[]::new));
  }

  private Run evaluate(String data, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", path("m"), "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private JsonObject validation() throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve("f")))
        .getAsJsonObject()
        .getAsJsonObject("validation");
  }

  private String changed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(BREAST_CANCER));
    lines.add(lines.remove(1));
    return Files.write(directory.resolve("changed.csv"), lines).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.seed=7", "engine.precision=float64", "train.solver=adam"})
  void theRowsHeldOutInTheTrainingAreEvaluatedAsThen(String setting) throws IOException {
    train("--set", "data.validation=0.2", "--set", setting);

    Run run = evaluate(BREAST_CANCER.toString(), "--held-out", "--json", "-");
    assertThat(run.err()).isEmpty();
    assertThat(run.json()).isEqualTo(validation());
  }

  @Test
  void theModelsQueryMayChooseRows() throws IOException {
    train("--set", "data.validation=0.2", "--query", "SELECT * FROM data WHERE mean_radius < 20");

    Run run = evaluate(BREAST_CANCER.toString(), "--held-out", "--json", "-");
    assertThat(run.err()).isEmpty();
    assertThat(run.json()).isEqualTo(validation());
  }

  @Test
  void theThresholdAndQuietHoldForThemToo() {
    train("--set", "data.validation=0.2");
    String data = BREAST_CANCER.toString();

    Run run = evaluate(data, "--held-out", "--threshold", "0.9", "--json", "-");
    assertThat(run.json().get("threshold")).hasToString("0.9");
    assertThat(evaluate(data, "--held-out", "--quiet")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void otherRowsThanThoseOfTheTrainingAreRefused() throws IOException {
    train("--set", "data.validation=0.2");
    String changed = changed();

    assertThat(evaluate(changed, "--held-out"))
        .isEqualTo(
            new Run(
                1,
                "",
                ("error: %s: with --held-out the rows must be those of the training, in their"
                        + " order; they differ from the 456 that the model learned from and those"
                        + " held out then\n")
                    .formatted(changed)));
  }

  @Test
  void aModelWhoseTrainingHeldNothingOutIsRefused() {
    train();

    assertThat(evaluate(BREAST_CANCER.toString(), "--held-out").err())
        .startsWith("error: --held-out needs a model that was trained with data.validation; ");
    assertThat(evaluate("synthetic", "--held-out").err())
        .startsWith("error: --held-out needs a table: --data SOURCE\n");
  }

  @Test
  void aNoteReportsThatTheModelWasTrainedOnTheRows() throws IOException {
    train();

    assertThat(evaluate(BREAST_CANCER.toString()).err())
        .isEqualTo(
            "note: the model was trained on these rows: the figures show how well it fits them,"
                + " and new rows may be predicted worse\n");
    assertThat(evaluate(BREAST_CANCER.toString(), "--quiet").err()).isEmpty();
    assertThat(evaluate(changed()).err()).isEmpty();
  }

  @Test
  void aNoteReportsThatTheModelWasTrainedOnSomeOfTheRows() throws IOException {
    train("--set", "data.validation=0.2");

    assertThat(evaluate(BREAST_CANCER.toString()).err())
        .isEqualTo(
            "note: the model was trained on 456 of these 569 rows; --held-out evaluates it on the"
                + " others only\n");
    assertThat(evaluate(changed()).err()).isEmpty();
  }
}
