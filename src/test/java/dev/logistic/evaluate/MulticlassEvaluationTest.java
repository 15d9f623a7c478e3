package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MulticlassEvaluationTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final List<String> NAMES = List.of("a", "b", "c");

  private static MulticlassEvaluation of(double[] logits, int... actual) {
    return MulticlassEvaluation.of(MulticlassScores.ofLogits(logits, actual, 3), NAMES);
  }

  @Test
  void theLossIsExactWhereItIsSmallAndWhereItIsLarge() {
    assertThat(of(new double[] {50, 0, 0}, 0).logLoss())
        .isCloseTo(2 * Math.exp(-50), within(1e-36));
    assertThat(of(new double[] {50, 0, 0}, 1).logLoss()).isEqualTo(50);
    assertThat(of(new double[] {1e6, 0, -1e6}, 2).logLoss()).isEqualTo(2e6);
    assertThat(of(new double[] {1e300, 1e300, 0}, 0).logLoss()).isEqualTo(Math.log(2));
  }

  @Test
  void infiniteLogitsAreProbabilitiesOfOneAndZero() {
    MulticlassScores scores =
        MulticlassScores.ofLogits(
            new double[] {INFINITE, 0, 1, INFINITE, INFINITE, 0, 0, -INFINITE, 0},
            new int[] {0, 2, 1},
            3);

    assertThat(scores.probability(0, 0)).isEqualTo(1);
    assertThat(scores.probability(0, 1)).isEqualTo(0);
    assertThat(scores.probability(1, 0)).isEqualTo(0.5);
    assertThat(scores.probability(2, 1)).isEqualTo(0);
    assertThat(scores.logLoss(0)).isEqualTo(0);
    assertThat(scores.logLoss(1)).isEqualTo(INFINITE);
    assertThat(scores.logLoss(2)).isEqualTo(INFINITE);
    assertThat(MulticlassEvaluation.of(scores, NAMES).toMap()).containsEntry("log_loss", null);
  }

  @Test
  void theFirstOfTheLargestIsPredictedAlsoWhereProbabilitiesAreTheSame() {
    MulticlassScores scores =
        MulticlassScores.ofLogits(new double[] {1, 2, 2, 0, 900, 901, 3, 3, 3}, new int[3], 3);

    assertThat(scores.predicted(0)).isEqualTo(1);
    assertThat(scores.predicted(1)).isEqualTo(2);
    assertThat(scores.predicted(2)).isEqualTo(0);
  }

  @Test
  void theNamesAreThoseOfTheContract() {
    double[] logits = {2, 0, 0, 0, 3, 0, 0, 1, 0, 1, 0, 0};

    var map = of(logits, 0, 1, 1, 2).toMap();

    assertThat(map.keySet())
        .containsExactly(
            "rows",
            "log_loss",
            "accuracy",
            "balanced_accuracy",
            "precision",
            "recall",
            "f1",
            "mcc",
            "roc_auc",
            "ks",
            "average_precision",
            "brier",
            "expected_calibration_error",
            "roc_auc_low",
            "roc_auc_high",
            "threshold",
            "confusion_matrix",
            "per_class");
    assertThat(map)
        .containsEntry("rows", 4L)
        .containsEntry("accuracy", 0.75)
        .containsEntry("roc_auc_low", null)
        .containsEntry("roc_auc_high", null)
        .containsEntry("threshold", null)
        .containsEntry(
            "confusion_matrix",
            List.of(List.of(1L, 0L, 0L), List.of(0L, 2L, 0L), List.of(1L, 0L, 0L)));
    assertThat((List<?>) map.get("per_class"))
        .map(each -> ((Map<?, ?>) each).keySet().toString())
        .containsOnly("[class, rows, precision, recall, f1, roc_auc, ks, average_precision]");
  }

  @Test
  void whatIsUndefinedIsNull() {
    var map = of(new double[] {2, 0, 0, 0, 3, 0}, 0, 0).toMap();

    assertThat(map).containsEntry("roc_auc", null).containsEntry("average_precision", 1.0);
    assertThat(map).containsEntry("accuracy", 0.5).containsEntry("mcc", 0.0);
  }

  @Test
  void aNameIsNeededForEachClass() {
    MulticlassScores scores = MulticlassScores.ofLogits(new double[3], new int[1], 3);

    assertThatThrownBy(() -> MulticlassEvaluation.of(scores, List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be a name for each of 3 classes, was [a, b]");
  }

  @Test
  void wrongScoresAreNamed() {
    assertThatThrownBy(() -> MulticlassScores.ofLogits(new double[3], new int[3], 1))
        .hasMessage("classes must be at least 2, was 1");
    assertThatThrownBy(() -> MulticlassScores.ofLogits(new double[5], new int[2], 3))
        .hasMessage("there must be 3 logits for each of 2 rows, was 5");
    assertThatThrownBy(() -> MulticlassScores.ofLogits(new double[0], new int[0], 3))
        .hasMessage("there must be at least one row, was 0");
    assertThatThrownBy(() -> MulticlassScores.ofLogits(new double[6], new int[] {0, 3}, 3))
        .hasMessage("classes must be from 0 to 2, was 3 in row 1");
    assertThatThrownBy(
            () ->
                MulticlassScores.ofLogits(new double[] {0, 0, 0, 0, Double.NaN, 0}, new int[2], 3))
        .hasMessage("logits must be numbers, was NaN in row 1, class 1");
    assertThatThrownBy(
            () -> MulticlassScores.ofProbabilities(new double[] {0.5, 0.6, -0.1}, new int[1], 3))
        .hasMessage("probabilities must be from 0 to 1, was -0.1 in row 0, class 2");
    assertThatThrownBy(
            () -> MulticlassScores.ofProbabilities(new double[] {0.5, 0.25, 0.125}, new int[1], 3))
        .hasMessage("the probabilities of a row must add up to 1, was 0.875 in row 0");
  }

  @Test
  void rowsOfMillionsKeepTheirDigits() {
    double[] logits = new double[3 * 300_000];
    Arrays.setAll(logits, i -> i % 3 == 0 ? 1 : 0);

    assertThat(of(logits, new int[300_000]).logLoss())
        .isCloseTo(Math.log(Math.E + 2) - 1, within(1e-15));
  }
}
