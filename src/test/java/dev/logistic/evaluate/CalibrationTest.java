package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.evaluate.Calibration.Bin;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void rowsFallIntoTenBinsThatHoldTheirLowerEdge() {
    Calibration calibration =
        Calibration.of(
            Scores.ofProbabilities(
                new double[] {0, 0.05, 0.1, 0.3, Math.nextDown(0.3), 0.9, 1},
                new boolean[] {false, true, true, true, false, true, true}));

    assertThat(calibration.bins()).hasSize(10);
    assertThat(calibration.bins().get(0)).isEqualTo(new Bin(0, 0.1, 2, 0.025, 0.5));
    assertThat(calibration.bins().get(1)).isEqualTo(new Bin(0.1, 0.2, 1, 0.1, 1));
    assertThat(calibration.bins().get(2)).isEqualTo(new Bin(0.2, 0.3, 1, Math.nextDown(0.3), 0));
    assertThat(calibration.bins().get(3)).isEqualTo(new Bin(0.3, 0.4, 1, 0.3, 1));
    assertThat(calibration.bins().get(4)).isEqualTo(new Bin(0.4, 0.5, 0, Double.NaN, Double.NaN));
    assertThat(calibration.bins().get(9)).isEqualTo(new Bin(0.9, 1, 2, 0.95, 1));
  }

  @Test
  void theExpectedErrorWeighsEachBinsGapByItsRows() {
    Calibration calibration =
        Calibration.of(
            Scores.ofProbabilities(
                new double[] {0.2, 0.2, 0.2, 0.8}, new boolean[] {true, false, false, true}));

    assertThat(calibration.expectedError())
        .isCloseTo(0.75 * (1 / 3.0 - 0.2) + 0.25 * (1 - 0.8), within(1e-15));
  }

  @Test
  void probabilitiesThatKeepTheirWordHaveNoError() {
    assertThat(
            Calibration.of(
                    Scores.ofProbabilities(
                        new double[] {0.25, 0.25, 0.25, 0.25},
                        new boolean[] {true, false, false, false}))
                .expectedError())
        .isEqualTo(0);
  }
}
