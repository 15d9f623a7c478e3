package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Threshold HALF = Threshold.of(0.5);

  private static Evaluation ofLogits(double[] logits, boolean... positive) {
    return Evaluation.of(Scores.ofLogits(logits, positive), HALF);
  }

  @Test
  void theFiguresOfFourRows() {
    Evaluation evaluation =
        Evaluation.of(
            Scores.ofProbabilities(
                new double[] {0.75, 0.25, 0.75, 0.25}, new boolean[] {true, false, false, false}),
            HALF);

    assertThat(evaluation.rows()).isEqualTo(4);
    assertThat(evaluation.logLoss())
        .isCloseTo(-(3 * Math.log(0.75) + Math.log(0.25)) / 4, within(1e-15));
    assertThat(evaluation.brier()).isEqualTo((3 * 0.0625 + 0.5625) / 4);
    assertThat(evaluation.confusion()).isEqualTo(new Confusion(2, 1, 0, 1));
    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.precision()).isEqualTo(0.5);
    assertThat(evaluation.recall()).isEqualTo(1);
    assertThat(evaluation.rocAuc()).isEqualTo(2.5 / 3);
    assertThat(evaluation.averagePrecision()).isEqualTo(0.5);
    assertThat(evaluation.expectedCalibrationError()).isEqualTo(0.25);
    assertThat(evaluation.threshold()).isEqualTo(0.5);
  }

  @Test
  void theLogLossOfLargeLogitsIsExactAndNotClipped() {
    assertThat(ofLogits(new double[] {1000}, false).logLoss()).isEqualTo(1000);
    assertThat(ofLogits(new double[] {-1e300}, true).logLoss()).isEqualTo(1e300);
    assertThat(ofLogits(new double[] {50}, true).logLoss()).isEqualTo(Math.exp(-50));
    assertThat(ofLogits(new double[] {-700}, false).logLoss()).isEqualTo(Math.exp(-700));
  }

  @Test
  void aCertaintyThatIsWrongCostsInfinitelyMuchAndOneThatIsRightNothing() {
    double[] certain = {0, 1};

    assertThat(
            Evaluation.of(Scores.ofProbabilities(certain, new boolean[] {false, true}), HALF)
                .logLoss())
        .isEqualTo(0);
    Evaluation wrong =
        Evaluation.of(Scores.ofProbabilities(certain, new boolean[] {true, true}), HALF);
    assertThat(wrong.logLoss()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(wrong.toMap()).containsEntry("log_loss", null);
  }

  @Test
  void predictionsFollowTheThresholdThatIsFound() {
    Scores scores =
        Scores.ofProbabilities(
            new double[] {0.4, 0.3, 0.2, 0.1}, new boolean[] {true, true, false, false});
    Evaluation evaluation = Evaluation.of(scores, Threshold.parse("f1"));

    assertThat(evaluation.threshold()).isEqualTo(0.3);
    assertThat(evaluation.confusion()).isEqualTo(new Confusion(2, 0, 0, 2));
    assertThat(evaluation.f1()).isEqualTo(1);
  }

  @Test
  void theMapHasTheNamesAndTheOrderOfTheJson() {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      metrics.put(metric, metrics.size() / 16.0);
    }
    Evaluation evaluation =
        new Evaluation(
            10,
            OptionalDouble.empty(),
            metrics,
            new AreaInterval(0.25, Double.NaN),
            0.13,
            new Confusion(1, 2, 3, 4));

    assertThat(evaluation.toMap())
        .containsExactly(
            entry("rows", 10L),
            entry("log_loss", 0 / 16.0),
            entry("accuracy", 1 / 16.0),
            entry("balanced_accuracy", 2 / 16.0),
            entry("precision", 3 / 16.0),
            entry("recall", 4 / 16.0),
            entry("f1", 5 / 16.0),
            entry("mcc", 6 / 16.0),
            entry("roc_auc", 7 / 16.0),
            entry("ks", 8 / 16.0),
            entry("average_precision", 9 / 16.0),
            entry("brier", 10 / 16.0),
            entry("expected_calibration_error", 11 / 16.0),
            entry("roc_auc_low", 0.25),
            entry("roc_auc_high", null),
            entry("threshold", 0.13),
            entry("confusion_matrix", List.of(List.of(1L, 2L), List.of(3L, 4L))));
  }

  @Test
  void whatOneClassLeavesUndefinedIsNaNAndNullInTheMap() {
    Evaluation negatives = ofLogits(new double[] {-1, 1}, false, false);
    Evaluation positives = ofLogits(new double[] {-1, 1}, true, true);

    assertThat(negatives.rocAuc()).isNaN();
    assertThat(negatives.averagePrecision()).isNaN();
    assertThat(negatives.toMap())
        .containsEntry("roc_auc", null)
        .containsEntry("average_precision", null);
    assertThat(positives.rocAuc()).isNaN();
    assertThat(positives.averagePrecision()).isEqualTo(1);
    assertThat(positives.toMap())
        .containsEntry("roc_auc", null)
        .containsEntry("average_precision", 1.0);
  }

  @Test
  void youdenOfOneClassIsAnError() {
    assertThatThrownBy(
            () ->
                Evaluation.of(
                    Scores.ofLogits(new double[] {1}, new boolean[] {true}),
                    Threshold.parse("youden")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold youden needs rows of both classes, was only positive ones");
  }
}
