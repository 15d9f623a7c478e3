package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassProbabilitiesTest {

  @Test
  void twoClassesHaveTheSigmoidOfTheLogitAndOfItsNegation() {
    assertThat(ClassProbabilities.of(0.0)).containsExactly(0.5, 0.5);
    assertThat(ClassProbabilities.of(Math.log(3)))
        .containsExactly(new double[] {0.25, 0.75}, within(1e-16));
    assertThat(ClassProbabilities.of(800)).containsExactly(0, 1);
    assertThat(ClassProbabilities.of(-800)).containsExactly(1, 0);
  }

  @Test
  void logitsThatWouldOverflowHaveProbabilities() {
    assertThat(ClassProbabilities.of(1000, 1000, 0)).containsExactly(0.5, 0.5, 0);
    assertThat(ClassProbabilities.of(-1000, -1000, -1000 - Math.log(2)))
        .containsExactly(new double[] {0.4, 0.4, 0.2}, within(1e-13));
  }

  @Test
  void anInfiniteLogitOfSeveralGivesNaN() {
    assertThat(ClassProbabilities.of(Double.POSITIVE_INFINITY, 0, 0)).contains(Double.NaN);
  }

  @Test
  void softmaxInPartsHasTheSameProbabilities() {
    double[] logits = {0.3, -2, 1.7, 0.9};
    Softmax parts = Softmax.of(logits, 0, 4);

    double[] probabilities = ClassProbabilities.of(logits);

    for (int code = 0; code < 4; code++) {
      assertThat(parts.probability(logits[code])).isCloseTo(probabilities[code], within(1e-15));
      assertThat(parts.logLoss(logits[code]))
          .isCloseTo(-Math.log(probabilities[code]), within(1e-14));
    }
  }

  @Test
  void thePredictedClassIsTheFirstOfTheLargestOrReachesTheThreshold() {
    assertThat(ClassProbabilities.predicted(new double[] {9, 1, 3, 3}, 1, 3)).isEqualTo(1);
    assertThat(ClassProbabilities.predicted(0.5, 0.5)).isEqualTo(1);
    assertThat(ClassProbabilities.predicted(0.4, 0.5)).isZero();
  }
}
