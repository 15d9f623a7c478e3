package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionTest {

  @Test
  void aRowOnTheThresholdIsPredictedPositive() {
    Scores scores =
        Scores.ofProbabilities(
            new double[] {0.1, 0.5, 0.4999, 0.5, 0.9},
            new boolean[] {false, false, true, true, true});

    assertThat(Confusion.at(0.5, scores)).isEqualTo(new Confusion(1, 1, 1, 2));
    assertThat(Confusion.at(0, scores)).isEqualTo(new Confusion(0, 2, 0, 3));
    assertThat(Confusion.at(1, scores)).isEqualTo(new Confusion(2, 0, 3, 0));
  }

  @Test
  void theFiguresFollowFromTheCounts() {
    Confusion confusion = new Confusion(50, 10, 5, 35);

    assertThat(confusion.total()).isEqualTo(100);
    assertThat(confusion.accuracy()).isEqualTo(0.85);
    assertThat(confusion.balancedAccuracy()).isCloseTo((35 / 40.0 + 50 / 60.0) / 2, within(1e-15));
    assertThat(confusion.precision()).isEqualTo(35 / 45.0);
    assertThat(confusion.recall()).isEqualTo(35 / 40.0);
    assertThat(confusion.f1()).isEqualTo(70 / 85.0);
    assertThat(confusion.mcc())
        .isCloseTo((35 * 50 - 10 * 5) / Math.sqrt(45.0 * 40 * 60 * 55), within(1e-15));
  }

  @Test
  void aPerfectPredictionHasOneEverywhereAndItsOppositeNone() {
    Confusion right = new Confusion(7919, 0, 0, 10007);
    Confusion wrong = new Confusion(0, 7919, 10007, 0);

    assertThat(right.f1()).isEqualTo(1);
    assertThat(right.balancedAccuracy()).isEqualTo(1);
    assertThat(right.mcc()).isEqualTo(1);
    assertThat(wrong.accuracy()).isEqualTo(0);
    assertThat(wrong.mcc()).isEqualTo(-1);
  }

  @Test
  void aShareOfNothingIsZero() {
    Confusion nothingPredicted = new Confusion(3, 0, 1, 0);
    Confusion nothingThere = new Confusion(3, 1, 0, 0);

    assertThat(nothingPredicted.precision()).isEqualTo(0);
    assertThat(nothingPredicted.f1()).isEqualTo(0);
    assertThat(nothingPredicted.mcc()).isEqualTo(0);
    assertThat(nothingThere.recall()).isEqualTo(0);
    assertThat(new Confusion(3, 0, 0, 0).f1()).isEqualTo(0);
  }

  @Test
  void balancedAccuracyIsOverTheClassesThatAreThere() {
    assertThat(new Confusion(3, 1, 0, 0).balancedAccuracy()).isEqualTo(0.75);
    assertThat(new Confusion(0, 0, 1, 3).balancedAccuracy()).isEqualTo(0.75);
  }

  @Test
  void countsOfBillionsKeepTheirDigits() {
    long many = 3_000_000_000L;
    Confusion confusion = new Confusion(many, many, many, 3 * many);

    assertThat(confusion.mcc()).isCloseTo(0.25, within(1e-15));
    assertThat(confusion.f1()).isEqualTo(0.75);
  }

  @Test
  void countsMustMakeSense() {
    assertThatThrownBy(() -> new Confusion(0, 0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("false negatives must be at least 0, was -1");
    assertThatThrownBy(() -> new Confusion(0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least one row, was 0");
    assertThatThrownBy(
            () -> Confusion.at(Double.NaN, Scores.ofLogits(new double[1], new boolean[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be a number, was NaN");
  }
}
