package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.evaluate.ScoreHistogram.Bin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreHistogramTest {

  @Test
  void bothClassesAreCountedPerBin() {
    Scores scores =
        Scores.ofProbabilities(
            new double[] {0, 0.2, 0.25, 0.5, 0.5, 1},
            new boolean[] {false, true, false, true, true, true});

    assertThat(ScoreHistogram.of(scores, 4).bins())
        .containsExactly(
            new Bin(0, 0.25, 1, 1),
            new Bin(0.25, 0.5, 0, 1),
            new Bin(0.5, 0.75, 2, 0),
            new Bin(0.75, 1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 49, 100, 1000})
  void anEdgeBelongsToTheBinAboveAndTheDoubleBelowItToTheBinBelow(int bins) {
    EqualWidthBins edges = new EqualWidthBins(bins);
    for (int bin = 1; bin < bins; bin++) {
      double edge = bin / (double) bins;
      assertThat(edges.of(edge)).isEqualTo(bin);
      assertThat(edges.of(Math.nextDown(edge))).isEqualTo(bin - 1);
    }
    assertThat(edges.of(0)).isEqualTo(0);
    assertThat(edges.of(1)).isEqualTo(bins - 1);
  }

  @Test
  void thereMustBeABin() {
    Scores scores = Scores.ofLogits(new double[1], new boolean[1]);

    assertThatThrownBy(() -> ScoreHistogram.of(scores, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bins must be at least 1, was 0");
  }
}
