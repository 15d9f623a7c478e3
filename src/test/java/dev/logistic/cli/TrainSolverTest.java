package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.train.GapText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties, reasons to stop and warm starts, as a user meets them. */
class TrainSolverTest {

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String... more) {
    String[] all = {
      "train", "--data", "examples/data/breast_cancer.csv", "--label", "diagnosis", "--json"
    };
    return Run.of(
        Stream.of(Arrays.stream(all), Stream.of(path("f")), Arrays.stream(more))
            .flatMap(parts -> parts)
            .toArray(String[]::new));
  }

  private JsonObject figures() throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve("f"))).getAsJsonObject();
  }

  @Test
  void separableClassesAreNamedWithTheRemedyAndTheModelIsKept() throws IOException {
    Run run = train("--set", "train.l2=0", "--model", path("m"));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: the classes are separable: a combination of the columns, mainly"
                + " \"mean_radius\", \"mean_area\", classifies every row correctly;"
                + " there is no finite optimum: add a penalty with --set train.l2=0.00176"
                + " or Jeffreys' prior with --set train.firth=true\n");
    assertThat(figures().get("converged").getAsBoolean()).isFalse();
    assertThat(figures().get("stopped_because").getAsString()).isEqualTo("separable");
    assertThat(Files.exists(directory.resolve("m/model.json"))).isTrue();
  }

  @Test
  void oneClassAloneIsNamedToo() {
    Run run =
        Run.of(
            "train",
            "--set",
            "data.samples=1",
            "--set",
            "train.solver=lbfgs",
            "--set",
            "train.l2=0.1");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: every row has the same class: there is no finite optimum, as the bias would"
                + " grow without end; add rows of the other class\n");
  }

  @Test
  void theLassoHasZerosAndItsCertificateIsReported() throws IOException {
    Run run =
        train(
            "--set",
            "train.l1=0.01",
            "--set",
            "train.l2=0",
            "--set",
            "engine.precision=float64",
            "--model",
            path("m"));

    assertThat(run.err()).isEmpty();
    assertThat(figures().get("stopped_because").getAsString()).isEqualTo("tolerance");
    assertThat(figures().get("tolerance").getAsDouble()).isEqualTo(1e-8);
    assertThat(figures().get("gradient_norm").getAsDouble()).isLessThanOrEqualTo(1e-8);
    JsonObject model = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    assertThat(
            StreamSupport.stream(model.getAsJsonArray("weights").spliterator(), false)
                .filter(weight -> weight.getAsJsonArray().get(0).getAsDouble() == 0))
        .hasSize(21);
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .containsPattern("Gradient:  \\S+ \\(largest component; at most 1.0E-8 at an optimum\\)\n")
        .containsPattern("\nOptimality gap: at most \\S+ \\(of the null loss\\)\n");
    assertThat(gap(model.getAsJsonObject("metrics"))).isBetween(0.0, 1e-6);
  }

  private static double gap(JsonObject figures) {
    return figures.get("optimality_gap").getAsDouble();
  }

  @ParameterizedTest
  @CsvSource({"float32,1e-6", "float64,1e-10"})
  void theOptimalityGapIsReportedByEveryCommandAndBelowTheLimit(String precision, double limit)
      throws IOException {
    train("--set", "engine.precision=" + precision, "--model", path("m"), "--report", path("r"));

    assertThat(figures().get("converged").getAsBoolean()).isTrue();
    assertThat(gap(figures())).isBetween(0.0, limit);
    JsonObject model = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    assertThat(gap(model.getAsJsonObject("metrics"))).isEqualTo(gap(figures()));
    String told = GapText.of(gap(figures()));
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .containsPattern("Gradient:  \\S+ \\(largest component\\)\n")
        .contains("\nOptimality gap: at most " + told + " (of the null loss)\n");
    assertThat(directory.resolve("r")).content().contains("at most " + told + " of the null loss");
  }

  @Test
  void aSolverOfStepsHasNoOptimalityGap() throws IOException {
    train("--set", "train.solver=sgd", "--set", "train.epochs=1", "--model", path("m"));

    assertThat(figures().get("optimality_gap").isJsonNull()).isTrue();
    JsonObject model = Run.ofFaultless("inspect", "--model", path("m"), "--json").json();
    assertThat(model.getAsJsonObject("metrics").has("optimality_gap")).isFalse();
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .doesNotContain("Optimality gap");
  }

  @Test
  void anUnconvergedLassoIsReported() {
    Run run = train("--set", "train.l1=0.001", "--set", "train.epochs=3");

    assertThat(run.err())
        .startsWith("warning: not converged after 3 iterations: the optimality gap is at most ")
        .endsWith(" and must be at most 1.0e-6 of the null loss; raise train.epochs\n");
  }

  @Test
  void patienceEndsATrainingAndNeedsRowsHeldOut() throws IOException {
    Run refused = train("--set", "train.patience=2");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "error: train.patience needs rows for validation: data.validation or"
                + " --validation-data\n");

    Run run =
        train(
            "--set",
            "train.patience=2",
            "--set",
            "data.validation=0.3",
            "--set",
            "train.l2=0.00001");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(figures().get("stopped_because").getAsString()).isEqualTo("patience");
  }

  @Test
  void aTrainingStartsFromAModel() throws IOException {
    train("--model", path("m"));
    int cold = figures().get("iterations").getAsInt();
    train("--init-from", path("m"));
    assertThat(cold).isGreaterThan(5);
    assertThat(figures().get("iterations").getAsInt()).isLessThanOrEqualTo(1);

    Run other = train("--init-from", path("m"), "--exclude", "mean_area");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err())
        .startsWith("error: the model to start from must have the features of the data, [mean_rad");
    assertThat(train("--init-from", path("none")).status()).isEqualTo(1);
  }
}
