package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {

  private static Scores logits(double... logits) {
    return Scores.ofLogits(logits, new boolean[logits.length]);
  }

  private static Scores probabilities(double... probabilities) {
    return Scores.ofProbabilities(probabilities, new boolean[probabilities.length]);
  }

  @Test
  void aRowHasALogitAProbabilityAndAClass() {
    Scores scores = Scores.ofLogits(new double[] {0, Math.log(3)}, new boolean[] {false, true});

    assertThat(scores.rows()).isEqualTo(2);
    assertThat(scores.logit(0)).isEqualTo(0);
    assertThat(scores.probability(0)).isEqualTo(0.5);
    assertThat(scores.logit(1)).isEqualTo(Math.log(3));
    assertThat(scores.probability(1)).isCloseTo(0.75, within(1e-16));
    assertThat(scores.positive(0)).isFalse();
    assertThat(scores.positive(1)).isTrue();
    assertThat(scores.positives()).isEqualTo(1);
  }

  @Test
  void largeLogitsGiveProbabilitiesOfZeroAndOneAndNeverNaN() {
    Scores scores = logits(-1e308, -750, 40, 1e308, Double.NEGATIVE_INFINITY, 1 / 0.0);

    assertThat(scores.probability(0)).isEqualTo(0);
    assertThat(scores.probability(1)).isEqualTo(0);
    assertThat(scores.probability(2)).isEqualTo(1);
    assertThat(scores.probability(3)).isEqualTo(1);
    assertThat(scores.probability(4)).isEqualTo(0);
    assertThat(scores.probability(5)).isEqualTo(1);
    assertThat(logits(-700).probability(0)).isEqualTo(Math.exp(-700));
  }

  @Test
  void givenProbabilitiesAreKeptToTheLastBitAndHaveLogits() {
    Scores scores = probabilities(0.3, 0.75, 1e-300, 0, 1);

    assertThat(scores.probability(0)).isEqualTo(0.3);
    assertThat(scores.probability(2)).isEqualTo(1e-300);
    assertThat(scores.logit(1)).isCloseTo(Math.log(3), within(1e-15));
    assertThat(scores.logit(2)).isCloseTo(-300 * Math.log(10), within(1e-12));
    assertThat(scores.logit(3)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(scores.logit(4)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void rowsOfEqualProbabilityAreOnePointOfTheRanking() {
    boolean[] positive = {true, false, true, false, true, false};
    Ranking ranking =
        Scores.ofProbabilities(new double[] {0.2, 0.9, 0.9, -0.0, 0.9, 0.0}, positive).ranking();

    assertThat(ranking.thresholds()).containsExactly(Double.POSITIVE_INFINITY, 0.9, 0.2, 0);
    assertThat(ranking.truePositives(1)).isEqualTo(2);
    assertThat(ranking.falsePositives(1)).isEqualTo(1);
    assertThat(ranking.positives()).isEqualTo(3);
    assertThat(ranking.negatives()).isEqualTo(3);
  }

  @Test
  void logitsWhoseProbabilitiesAreEqualAreTies() {
    assertThat(logits(50, 60, 1 / 0.0).ranking().points()).isEqualTo(2);
    assertThat(logits(-50, -60, Double.NEGATIVE_INFINITY).ranking().points()).isEqualTo(4);
  }

  @Test
  void thereMustBeARow() {
    assertThatThrownBy(() -> logits()).hasMessage("there must be at least one row, was 0");
    assertThatThrownBy(() -> probabilities()).hasMessage("there must be at least one row, was 0");
  }

  @Test
  void thereMustBeOneClassPerRow() {
    assertThatThrownBy(() -> Scores.ofLogits(new double[3], new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be one class for each of 3 logits, was 2");
    assertThatThrownBy(() -> Scores.ofProbabilities(new double[0], new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be one class for each of 0 probabilities, was 2");
  }

  @Test
  void scoresMustBeNumbersInTheirRange() {
    assertThatThrownBy(() -> logits(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits must be numbers, was NaN in row 1");
    assertThatThrownBy(() -> probabilities(0, 1, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probabilities must be from 0 to 1, was 1.5 in row 2");
    assertThatThrownBy(() -> probabilities(-1e-9))
        .hasMessage("probabilities must be from 0 to 1, was -1.0E-9 in row 0");
    assertThatThrownBy(() -> probabilities(Double.NaN))
        .hasMessage("probabilities must be from 0 to 1, was NaN in row 0");
  }
}
