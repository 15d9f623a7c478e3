package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.selection.CrossValidation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code train.threshold} for rows in arrays. */
class ThresholdSearchTest {

  private static LabelledData rows(int count, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[count][];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      rows[row] = new double[] {100 + 3 * random.nextGaussian(), random.nextGaussian()};
      double logit = (rows[row][0] - 100) / 3 + 0.5 * rows[row][1] - 1.5;
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
    return LabelledData.of(rows, labels);
  }

  private static LogisticRegression with(String threshold) {
    return LogisticRegression.with(Settings.defaults().with(Settings.THRESHOLD, threshold));
  }

  /** Also where features are standardized, and the held-out ones with them. */
  @Test
  void aRuleIsAppliedToTheRowsHeldOut() {
    try (LabelledData data = rows(300, 1);
        LabelledData heldOut = rows(300, 2);
        TrainingResult result = with("recall:0.95").validation(heldOut).train(data)) {
      double threshold = result.model().card().threshold();
      Evaluation evaluation = (Evaluation) Evaluations.of(result.model(), heldOut);

      assertThat(evaluation.threshold()).isEqualTo(threshold).isLessThan(0.5);
      assertThat(evaluation.of(Metric.RECALL)).isGreaterThanOrEqualTo(0.95);
      assertThat(result.model().card().settings()).containsEntry("train.threshold", "recall:0.95");
      for (double[] row : new double[][] {{98, 0}, {101, 1}, {104, -1}}) {
        assertThat(result.model().classify(row))
            .isEqualTo(result.model().probability(row) >= threshold ? "1" : "0");
      }
    }
  }

  @Test
  void aRuleWithoutRowsHeldOutIsRefused() {
    try (LabelledData data = rows(50, 1)) {
      assertThatThrownBy(() -> with("f1").train(data))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "train.threshold=f1 needs rows held out for validation, since a threshold found on"
                  + " the rows of the training is too optimistic: set data.validation, or"
                  + " train.threshold to a number");
    }
  }

  @Test
  void theOtherBitsOfTheModelAreTheSame() {
    try (LabelledData data = rows(200, 1);
        TrainingResult even = with("0.5").train(data);
        TrainingResult low = with("0.1").train(data)) {
      assertThat(low.model().coefficients()).isEqualTo(even.model().coefficients());
      assertThat(low.model().card().threshold()).isEqualTo(0.1);
      assertThat(even.model().card().settings()).doesNotContainKey("train.threshold");
    }
  }

  @Test
  void crossValidationEvaluatesAtTheNumber() {
    try (LabelledData data = rows(200, 1)) {
      Settings settings = Settings.defaults().with(Settings.THRESHOLD, "0.1");
      List<Figures> figures = CrossValidation.evaluate(settings, data, 4);

      assertThat(figures)
          .hasSize(4)
          .allMatch(fold -> ((Evaluation) fold).threshold() == 0.1)
          .allMatch(fold -> fold.of(Metric.RECALL) > 0.6);
    }
  }
}
