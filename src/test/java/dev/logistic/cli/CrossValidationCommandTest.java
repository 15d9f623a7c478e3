package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --cv}, as a user does it. */
class CrossValidationCommandTest {

  @TempDir Path directory;

  private static Run train(String... more) {
    return run("examples/data/breast_cancer.csv", "diagnosis", more);
  }

  private static Run run(String data, String label, String... more) {
    Stream<String> first = Stream.of("train", "--data", data, "--label", label);
    return Run.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  private static void assertRefused(Run run, int status, String message) {
    assertThat(run.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
  }

  /** In float64, whose digits do not depend on the processor. */
  @Test
  void theTableShowsThePathAndMarksTheChosenValue() {
    String precise = "engine.precision=float64";
    Run run = train("--cv", "3", "--l2-grid", "0.001,0.1,0.01", "--set", precise);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.subList(0, 7))
        .containsExactly(
            "Cross-validation, 3 folds:",
            "l2           log-loss  standard error",
            "1.00000e-01    0.1442          0.0176",
            "1.00000e-02    0.0938          0.0240  chosen",
            "1.00000e-03    0.1261          0.0348",
            "Log-loss to expect, corrected for the choice of l2: 0.0938",
            "");
    assertThat(lines.get(7)).startsWith("Iteration: 000, Loss: ");
    assertThat(lines).anyMatch(line -> line.startsWith("Training:    569 rows"));
  }

  @Test
  void l1IsChosenFromAGridOfItsOwn() {
    Run run = train("--cv=3", "--l1-grid=auto", "--set=train.l2=0.001", "--json=-");

    assertThat(run.err()).isEmpty();
    JsonObject path = run.json().getAsJsonObject("cross_validation");
    assertThat(path.keySet())
        .containsExactly(
            "folds", "rule", "best_l1", "chosen_l1", "expected_log_loss", "seconds", "path");
    assertThat(path.getAsJsonArray("path")).hasSize(25);
    assertThat(path.getAsJsonArray("path").get(3).getAsJsonObject().has("l1")).isTrue();
  }

  @Test
  void whatWouldChooseL1TwiceIsRefused() {
    assertThat(train("--l1-grid=0.1").err()).isEqualTo("error: --l1-grid needs --cv K\n");
    assertThat(train("--cv=2", "--l1-grid=0.1", "--l2-grid=0.1").err())
        .startsWith("error: --l1-grid and --l2-grid cannot be combined");
    assertThat(train("--cv=2", "--l1-grid=0.1", "--set=train.l1=0.2").err())
        .isEqualTo("error: --cv chooses train.l1, which must not be given too, was 0.2\n");
    assertThat(train("--cv=2", "--l1-grid=0.1,-1").err())
        .startsWith("error: --l1-grid must be auto or comma-separated finite numbers");
  }

  @Test
  void theNestedEstimateIsPrintedAndReported() throws IOException {
    String[] options = {"--cv=3", "--nested", "--cv-rule=1se", "--l2-grid=0.1,0.01"};
    Path report = directory.resolve("r.html");

    Run run =
        train(
            Stream.concat(Arrays.stream(options), Stream.of("--report", report.toString()))
                .toArray(String[]::new));
    JsonObject path =
        train(Stream.concat(Arrays.stream(options), Stream.of("--json=-")).toArray(String[]::new))
            .json()
            .getAsJsonObject("cross_validation");

    assertThat(path.keySet())
        .contains("expected_log_loss", "nested_log_loss", "nested_standard_error");
    assertThat(run.out())
        .contains(
            "Log-loss to expect by nested cross-validation: %.4f (standard error %.4f)"
                .formatted(
                    path.get("nested_log_loss").getAsDouble(),
                    path.get("nested_standard_error").getAsDouble()));
    assertThat(Files.readString(report)).contains("by nested cross-validation is");
    assertRefused(train("--nested"), 2, "--nested needs --cv K");
    assertRefused(train("--cv=2", "--nested"), 2, "--nested needs --cv of at least 3 folds, was 2");
  }

  /** With one value there is nothing to choose, and each fold has the formula of its own rows. */
  @Test
  void theNestedEstimateOfOneValueIsThatOfTheFolds() {
    JsonObject path =
        run(
                "examples/data/births.csv",
                "low",
                "--terms=age + ns(weight, 3) + region",
                "--cv=3",
                "--nested",
                "--l2-grid=0.01",
                "--json=-")
            .json()
            .getAsJsonObject("cross_validation");

    JsonObject point = path.getAsJsonArray("path").get(0).getAsJsonObject();
    assertThat(path.get("nested_log_loss")).isEqualTo(point.get("log_loss"));
    assertThat(path.get("nested_standard_error")).isEqualTo(point.get("standard_error"));
  }

  /** In the printed path: 0.0994 is within 0.0265 of 0.0929, and 0.1442 is not. */
  @Test
  void theLargestL2WithinOneStandardErrorIsMarkedAndUsed() {
    String model = directory.resolve("m").toString();
    String[] options = {
      "--cv=3", "--cv-rule=1se", "--l2-grid=0.1,0.0178,0.00562", "--set=engine.precision=float64"
    };

    Run run =
        train(
            Stream.concat(Arrays.stream(options), Stream.of("--model", model))
                .toArray(String[]::new));

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().limit(5))
        .containsExactly(
            "Cross-validation, 3 folds; the largest l2 within one standard error of the best is"
                + " chosen:",
            "l2           log-loss  standard error",
            "1.00000e-01    0.1442          0.0176",
            "1.78000e-02    0.0994          0.0218  chosen",
            "5.62000e-03    0.0929          0.0265  best");
    assertThat(Run.ofFaultless("inspect", "--model", model, "--json").json())
        .extracting(json -> json.getAsJsonObject("settings").get("train.l2").getAsString())
        .isEqualTo("0.0178");
    JsonObject path =
        train(
                Stream.concat(Arrays.stream(options), Stream.of("--json", "-"))
                    .toArray(String[]::new))
            .json()
            .getAsJsonObject("cross_validation");
    assertThat(path.get("rule").getAsString()).isEqualTo("1se");
    assertThat(path.get("chosen_l2").getAsDouble()).isEqualTo(0.0178);
    assertThat(path.get("best_l2").getAsDouble()).isEqualTo(0.00562);
  }

  @Test
  void anUnknownRuleOrOneWithoutFoldsIsRefused() {
    assertRefused(
        train("--cv", "5", "--cv-rule", "min"), 2, "--cv-rule must be best or 1se, was \"min\"");
    assertRefused(train("--cv-rule", "1se"), 2, "--cv-rule needs --cv K");
  }

  @Test
  void figuresModelAndLaterTrainingsAgreeOnTheL2() {
    String model = directory.resolve("m").toString();
    Run run = train("--cv", "3", "--l2-grid", "0.1,0.01", "--model", model, "--json", "-");

    JsonObject figures = run.json();
    JsonObject path = figures.getAsJsonObject("cross_validation");
    assertThat(path.keySet())
        .containsExactly(
            "folds", "rule", "best_l2", "chosen_l2", "expected_log_loss", "seconds", "path");
    assertThat(path.get("folds").getAsInt()).isEqualTo(3);
    assertThat(path.get("rule").getAsString()).isEqualTo("best");
    assertThat(path.get("best_l2")).isEqualTo(path.get("chosen_l2"));
    assertThat(path.get("chosen_l2").getAsDouble()).isEqualTo(0.01);
    JsonArray points = path.getAsJsonArray("path");
    assertThat(l2(points)).containsExactly(0.1, 0.01);
    assertThat(points.get(0).getAsJsonObject().keySet())
        .containsExactly("l2", "log_loss", "standard_error", "unconverged");
    JsonObject settings =
        Run.ofFaultless("inspect", "--model", model, "--json").json().getAsJsonObject("settings");
    assertThat(settings.get("train.l2").getAsString()).isEqualTo("0.01");
    JsonObject plain = train("--set", "train.l2=0.01", "--json", "-").json();
    assertThat(plain.get("objective")).isEqualTo(figures.get("objective"));
    assertThat(plain.has("cross_validation")).isFalse();
  }

  private static List<Double> l2(JsonArray points) {
    List<Double> values = new ArrayList<>();
    points.forEach(point -> values.add(point.getAsJsonObject().get("l2").getAsDouble()));
    return values;
  }

  @Test
  void theReportShowsThePath() throws IOException {
    Path report = directory.resolve("r.html");

    Run run = train("--cv", "2", "--l2-grid", "0.1,0.01", "--report", report.toString(), "--quiet");

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(report))
        .contains(">Cross-validation</h2>", "Mean over 2 folds", "(chosen)");
  }

  @Test
  void withoutAGridItIsAutomaticAndTheSourceMayBeSynthetic() {
    Run run =
        Run.of(
            "train",
            "--cv",
            "2",
            "--set",
            "train.solver=lbfgs",
            "--set",
            "data.samples=100",
            "--json",
            "-");

    assertThat(run.status()).isZero();
    JsonArray points = run.json().getAsJsonObject("cross_validation").getAsJsonArray("path");
    assertThat(l2(points)).hasSize(13).startsWith(100.0).contains(0.01);
  }

  @Test
  void fitsThatHaveNotConvergedAreNamed() {
    Run run = train("--cv", "3", "--l2-grid", "1,0.1", "--set", "train.epochs=1", "--quiet");

    assertThat(run.status()).isZero();
    assertThat(run.err().lines().toList().get(0))
        .isEqualTo(
            "warning: 6 of the 6 fits of the cross-validation have not converged, at l2 of"
                + " 1.00000e+00 and below; raise train.epochs, try engine.precision=float64, or"
                + " leave such values out by --l2-grid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "-5", "101", "5.0", "many", ""})
  void foldsAreFromTwoToAHundred(String folds) {
    assertRefused(
        train("--cv=" + folds),
        2,
        "--cv must be a whole number from 2 to 100, was \"" + folds + "\"");
  }

  @Test
  void anInvalidGridIsRefused() {
    assertRefused(
        train("--cv", "5", "--l2-grid", "0.1,-1"),
        2,
        "--l2-grid must be auto or comma-separated finite numbers of at least 0, none twice,"
            + " was \"0.1,-1\"");
  }

  @Test
  void aGridAloneIsRefused() {
    assertRefused(train("--l2-grid", "auto"), 2, "--l2-grid needs --cv K");
  }

  @Test
  void anL2InAdditionIsRefused() {
    assertRefused(
        train("--cv", "5", "--set", "train.l2=0.5"),
        2,
        "--cv chooses train.l2, which must not be given too, was 0.5");
  }

  /** Which leaves no penalty to choose. */
  @Test
  void jeffreysPriorIsRefused() {
    assertRefused(
        train("--cv", "5", "--set", "train.firth=true", "--set", "train.l2=0"),
        2,
        "--cv chooses train.l2, which must not be given too, was 0.0");
    Run run = train("--cv", "5", "--set", "train.firth=true");
    assertThat(run.err()).contains("train.firth=true needs a fit without a penalty");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void aDescentIsRefused() {
    assertRefused(
        train("--cv", "5", "--set", "train.solver=sgd"),
        2,
        "cross-validation needs train.solver=lbfgs, was sgd");
    assertRefused(
        Run.of("train", "--cv", "5"), 2, "cross-validation needs train.solver=lbfgs, was sgd");
  }

  @Test
  void aClassWithTooFewRowsIsNamed() throws IOException {
    Path file = directory.resolve("few.csv");
    Files.writeString(file, "x,y\n1,no\n2,yes\n3,no\n4,no\n5,yes\n");

    assertRefused(
        run(file.toString(), "y", "--cv", "3"),
        1,
        "cross-validation with 3 folds needs at least 3 rows of each class, class \"yes\" has 2");
  }
}
