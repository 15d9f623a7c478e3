package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

  private static final Scores SCORES =
      Scores.ofProbabilities(
          new double[] {0.9, 0.8, 0.7, 0.6, 0.5, 0.4},
          new boolean[] {true, false, true, true, false, false});

  private static Scores oneClass(boolean positive) {
    return Scores.ofProbabilities(new double[] {0.2, 0.8}, new boolean[] {positive, positive});
  }

  @Test
  void aNumberIsItself() {
    assertThat(Threshold.of(0.25).in(SCORES)).isEqualTo(0.25);
    assertThat(Threshold.parse("0.25").in(SCORES)).isEqualTo(0.25);
    assertThat(Threshold.parse(" 1 ").in(SCORES)).isEqualTo(1);
    assertThat(Threshold.parse("0").in(SCORES)).isEqualTo(0);
    assertThat(Threshold.parse("5e-1").in(SCORES)).isEqualTo(0.5);
  }

  @Test
  void f1TakesTheThresholdWithTheHighestF1() {
    // F1 from the top: 2/4, 2/5, 4/6, 6/7, 6/8, 6/9
    assertThat(Threshold.parse("f1").in(SCORES)).isEqualTo(0.6);
  }

  @Test
  void youdenTakesTheThresholdWithTheWidestGapBetweenTheRates() {
    // tpr - fpr in thirds from the top: 1, 0, 1, 2, 1, 0
    assertThat(Threshold.parse("youden").in(SCORES)).isEqualTo(0.6);
  }

  @Test
  void amongEquallyGoodThresholdsTheHighestIsTaken() {
    double[] probabilities = {0.9, 0.8, 0.7, 0.6};
    Scores f1 = Scores.ofProbabilities(probabilities, new boolean[] {true, false, false, true});
    Scores youden = Scores.ofProbabilities(probabilities, new boolean[] {true, false, true, false});

    assertThat(Threshold.parse("f1").in(f1)).isEqualTo(0.9); // 2/3, 2/4, 2/5, 4/6
    assertThat(Threshold.parse("youden").in(youden)).isEqualTo(0.9); // 1/2, 0, 1/2, 0
  }

  @Test
  void withoutAPositiveRowEveryF1IsZeroAndTheHighestProbabilityIsTaken() {
    assertThat(Threshold.parse("f1").in(oneClass(false))).isEqualTo(0.8);
    assertThat(Threshold.parse("f1").in(oneClass(true))).isEqualTo(0.2);
  }

  @Test
  void youdenNeedsBothClasses() {
    assertThatThrownBy(() -> Threshold.parse("youden").in(oneClass(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold youden needs rows of both classes, was only positive ones");
    assertThatThrownBy(() -> Threshold.parse("youden").in(oneClass(false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold youden needs rows of both classes, was only negative ones");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "F1", "NaN", "1.01", "-0.1", "0.5f", "0x1p-1", "1e999999"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Threshold.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "threshold must be f1, youden, cost:fn=10,fp=1, recall:0.9, precision:0.9 or a number"
                + " from 0 to 1, was \""
                + text
                + "\"");
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatThrownBy(() -> Threshold.of(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be from 0 to 1, was 1.5");
    assertThatThrownBy(() -> Threshold.of(Double.NaN))
        .hasMessage("threshold must be from 0 to 1, was NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f1", "youden", "0.5"})
  void itPrintsAsItIsRead(String text) {
    assertThat(Threshold.parse(text)).hasToString(text);
  }
}
