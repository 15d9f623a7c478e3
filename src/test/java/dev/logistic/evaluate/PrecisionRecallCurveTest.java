package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionRecallCurveTest {

  private static final double[] PROBABILITIES = {0.9, 0.5, 0.5, 0.4, 0.1};

  private static PrecisionRecallCurve curve(boolean... positive) {
    return PrecisionRecallCurve.of(Scores.ofProbabilities(PROBABILITIES.clone(), positive));
  }

  @Test
  void itGoesFromAboveAllRowsToTheShareOfPositivesWithOnePointPerProbability() {
    PrecisionRecallCurve curve = curve(true, true, false, false, true);

    assertThat(curve.thresholds()).containsExactly(Double.POSITIVE_INFINITY, 0.9, 0.5, 0.4, 0.1);
    assertThat(curve.recalls()).containsExactly(0, 1 / 3.0, 2 / 3.0, 2 / 3.0, 1);
    assertThat(curve.precisions()).containsExactly(1, 1, 2 / 3.0, 0.5, 0.6);
    assertThat(curve.averagePrecision())
        .isCloseTo((1 + 2 / 3.0 + 0.6) / 3, within(1e-15)); // one positive each
  }

  @Test
  void theFigureIsOneWhereAllRowsArePositiveAndUndefinedWhereNoneIs() {
    assertThat(curve(true, true, true, true, true).averagePrecision()).isEqualTo(1);

    PrecisionRecallCurve none = curve(false, false, false, false, false);
    assertThat(none.averagePrecision()).isNaN();
    assertThat(none.recalls()).containsOnly(Double.NaN);
    assertThat(none.precisions()).containsExactly(1, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100, 999})
  void thinnedItKeepsBothEndsAndTheFigure(int points) {
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(RandomScores.of(4, 20000, 0.02, 1 << 30));
    PrecisionRecallCurve thinned = curve.thinnedTo(points);

    assertThat(thinned.recalls()).hasSizeBetween(2, points).startsWith(0).endsWith(1);
    assertThat(thinned.precisions()).hasSameSizeAs(thinned.recalls()).startsWith(1);
    assertThat(thinned.precisions()[thinned.precisions().length - 1])
        .isEqualTo(curve.precisions()[curve.precisions().length - 1]);
    assertThat(thinned.thresholds()).hasSameSizeAs(thinned.recalls());
    assertThat(thinned.averagePrecision()).isEqualTo(curve.averagePrecision());
  }

  @Test
  void aCurveHasTwoEnds() {
    assertThatThrownBy(() -> curve(true, true, true, true, true).thinnedTo(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points must be at least 2, was 0");
  }
}
