package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RocCurveTest {

  private static final Scores SCORES =
      Scores.ofProbabilities(
          new double[] {0.9, 0.5, 0.5, 0.4, 0.1}, new boolean[] {true, true, false, false, true});

  @Test
  void itGoesFromOneCornerToTheOtherWithOnePointPerProbability() {
    RocCurve curve = RocCurve.of(SCORES);

    assertThat(curve.thresholds()).containsExactly(Double.POSITIVE_INFINITY, 0.9, 0.5, 0.4, 0.1);
    assertThat(curve.falsePositiveRates()).containsExactly(0, 0, 0.5, 1, 1);
    assertThat(curve.truePositiveRates()).containsExactly(0, 1 / 3.0, 2 / 3.0, 2 / 3.0, 1);
    assertThat(curve.area()).isEqualTo(3.5 / 6); // right pairs 0.9 twice, 0.5 once and a half
  }

  @ParameterizedTest
  @CsvSource({"2, 0.5, 10", "50, 0.5, 7", "300, 0.1, 20", "300, 0.9, 1000000", "200, 0.5, 1"})
  void theAreaIsTheShareOfPairsInTheRightOrder(int rows, double share, int levels) {
    for (long seed = 0; seed < 20; seed++) {
      Scores scores = RandomScores.of(seed, rows, share, levels);

      assertThat(RocCurve.of(scores).area()).isEqualTo(shareOfPairs(scores));
    }
  }

  /** Mann and Whitney's statistic by its definition. */
  private static double shareOfPairs(Scores scores) {
    long halves = 0;
    long pairs = 0;
    for (int one = 0; one < scores.rows(); one++) {
      for (int other = 0; other < scores.rows(); other++) {
        if (scores.positive(one) && !scores.positive(other)) {
          halves += 1 + (int) Math.signum(scores.probability(one) - scores.probability(other));
          pairs++;
        }
      }
    }
    return halves / (2.0 * pairs);
  }

  @Test
  void areaAndOneRateAreUndefinedWhereAllRowsAreOfOneClass() {
    RocCurve curve =
        RocCurve.of(Scores.ofProbabilities(new double[] {0.2, 0.8}, new boolean[] {true, true}));

    assertThat(curve.area()).isNaN();
    assertThat(curve.falsePositiveRates()).containsOnly(Double.NaN);
    assertThat(curve.truePositiveRates()).containsExactly(0, 0.5, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100, 999})
  void thinnedItKeepsBothEndsAndTheAreaAndStaysClose(int points) {
    RocCurve curve = RocCurve.of(RandomScores.of(3, 20000, 0.02, 1 << 30));
    RocCurve thinned = curve.thinnedTo(points);
    double[] falsePositiveRates = thinned.falsePositiveRates();
    double[] truePositiveRates = thinned.truePositiveRates();

    assertThat(falsePositiveRates).hasSizeBetween(2, points).hasSameSizeAs(truePositiveRates);
    assertThat(thinned.thresholds()).hasSameSizeAs(falsePositiveRates);
    assertThat(falsePositiveRates).startsWith(0).endsWith(1);
    assertThat(truePositiveRates).startsWith(0).endsWith(1);
    assertThat(thinned.area()).isEqualTo(curve.area());
    assertThat(trapezoids(falsePositiveRates, truePositiveRates))
        .isCloseTo(curve.area(), within(2.0 / (points - 1)));
  }

  private static double trapezoids(double[] x, double[] y) {
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    return area;
  }

  @Test
  void aShortCurveIsNotThinned() {
    assertThat(RocCurve.of(SCORES).thinnedTo(5).thresholds())
        .containsExactly(RocCurve.of(SCORES).thresholds());
  }

  @Test
  void thinningKeepsBothEndsOfRowsOfOneClass() {
    double[] probabilities = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    RocCurve curve = RocCurve.of(Scores.ofProbabilities(probabilities, new boolean[6]));

    assertThat(curve.thinnedTo(3).falsePositiveRates()).containsExactly(0, 0.5, 1);
    assertThat(curve.thinnedTo(2).falsePositiveRates()).containsExactly(0, 1);
  }

  @Test
  void aCurveHasTwoEnds() {
    assertThatThrownBy(() -> RocCurve.of(SCORES).thinnedTo(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points must be at least 2, was 1");
  }
}
