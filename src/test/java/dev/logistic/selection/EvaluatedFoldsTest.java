package dev.logistic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures on each fold are those of a model that never saw the fold, scaling included. */
class EvaluatedFoldsTest {

  private static final int FOLDS = 4;

  private static final double[][] ROWS = new double[60][2];
  private static final int[] LABELS = new int[60];

  static {
    Random random = new Random(3);
    for (int row = 0; row < LABELS.length; row++) {
      ROWS[row][0] = 100 + 20 * random.nextGaussian();
      ROWS[row][1] = random.nextGaussian() / 1000;
      LABELS[row] = (ROWS[row][0] - 100) / 20 + random.nextGaussian() > 0 ? 1 : 0;
    }
    ROWS[7][0] = 5_000; // a scale that is learned with this row differs much
  }

  private static double[][] rows(long[] places) {
    return Arrays.stream(places).mapToObj(row -> ROWS[(int) row]).toArray(double[][]::new);
  }

  private static int[] labels(long[] places) {
    return Arrays.stream(places).mapToInt(row -> LABELS[(int) row]).toArray();
  }

  @Test
  void everyFoldIsEvaluatedByAModelOfTheOtherRows() {
    try (LabelledData data = LabelledData.of(ROWS, LABELS);
        LabelledData scaled = data.standardized()) {
      Folds dealt = Folds.stratified(data, FOLDS, Settings.defaults().get(Settings.SEED));

      List<Figures> figures = CrossValidation.evaluate(Settings.defaults(), data, FOLDS);
      List<Figures> ofScaled = CrossValidation.evaluate(Settings.defaults(), scaled, FOLDS);

      assertThat(figures).hasSize(FOLDS);
      for (int fold = 0; fold < FOLDS; fold++) {
        long[] training = dealt.training(fold);
        long[] heldOut = dealt.heldOut(fold);
        try (LogisticModel model = LogisticRegression.fit(rows(training), labels(training));
            LabelledData test = LabelledData.of(rows(heldOut), labels(heldOut))) {
          Figures expected = Evaluations.of(model, test);
          for (Metric metric : expected.metrics().keySet()) {
            assertThat(figures.get(fold).of(metric))
                .as("%s of fold %d", metric, fold)
                .isCloseTo(expected.of(metric), within(1e-9));
            assertThat(ofScaled.get(fold).of(metric))
                .as("%s of fold %d, scaled before", metric, fold)
                .isCloseTo(expected.of(metric), within(1e-7));
          }
        }
      }
    }
  }

  @Test
  void tooManyFoldsAreRefused() {
    try (LabelledData data = LabelledData.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 1, 1})) {
      assertThatThrownBy(() -> CrossValidation.evaluate(Settings.defaults(), data, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("class \"0\" has 1");
      assertThatThrownBy(() -> CrossValidation.evaluate(Settings.defaults(), data, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("folds must be from 2 to 100, was 1");
    }
  }
}
