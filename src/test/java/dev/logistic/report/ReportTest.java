package dev.logistic.report;

import static dev.logistic.report.SampleReports.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static DecisionPlane plane(double[] x, double[] y, boolean[] positive) {
    return new DecisionPlane("x0", "x1", x, y, positive, 1, 1, 0, CLASSES);
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    Scores scores = SampleReports.scores(10, 1);
    Evaluation evaluation = Evaluation.of(scores, Threshold.of(0.5));

    assertThatThrownBy(
            () ->
                new Report(
                    " ", Map.of(), Map.of(), List.of(), List.of(), List.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("title must not be blank, was ' '");
    assertThatThrownBy(() -> new Epoch(-1, 0.5, OptionalDouble.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number must be at least 0, was -1");
    assertThatThrownBy(() -> new BinaryRowsEvaluation("", scores, evaluation, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must not be blank, was ''");
    assertThatThrownBy(
            () -> new BinaryRowsEvaluation("Test rows", scores, evaluation, List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be two classes, was [a]");
    assertThatThrownBy(
            () ->
                new BinaryRowsEvaluation(
                    "Test rows", SampleReports.scores(9, 1), evaluation, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the evaluation must be of the 9 rows of the scores, was of 10");
    assertThatThrownBy(() -> plane(new double[2], new double[1], new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x, y and positive must have the same length, was 2, 1 and 2");
  }

  @Test
  void aPlaneKeepsItsOwnArrays() {
    double[] x = {1};
    double[] y = {2};
    boolean[] positive = {true};
    DecisionPlane plane = plane(x, y, positive);

    x[0] = plane.x()[0] = 9;
    y[0] = plane.y()[0] = 9;
    positive[0] = plane.positive()[0] = false;

    assertThat(plane.x()).containsExactly(1);
    assertThat(plane.y()).containsExactly(2);
    assertThat(plane.positive()).containsExactly(true);
  }

  @Test
  void aReportKeepsItsOwnLists() {
    List<Epoch> epochs = new ArrayList<>(SampleReports.epochs(2));
    Map<String, String> facts = SampleReports.facts();
    Report report =
        new Report("Run", facts, Map.of(), epochs, List.of(), List.of(), Optional.empty());

    epochs.clear();
    facts.clear();

    assertThat(report.epochs()).hasSize(2);
    assertThat(report.facts().keySet()).startsWith("Data", "Rows", "Features");
  }
}
