package dev.logistic.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Oracles: the formula written out, central differences, and one-sided differences at 0. */
class PenaltyTest {

  private static final Penalty PENALTY = new Penalty(0.3, 0.8, 2);
  private static final double[] AT = {0.7, -1.5, 40, -9}; // two weights and two biases

  /** Half the squared distance to (1, 2, 3, 4). */
  private static double smooth(double[] at, double[] gradient) {
    double value = 0;
    for (int i = 0; i < at.length; i++) {
      gradient[i] = at[i] - (i + 1);
      value += gradient[i] * gradient[i] / 2;
    }
    return value;
  }

  private static double sum(double[] at) {
    return smooth(at, new double[at.length]) + PENALTY.value(at);
  }

  @Test
  void theValueIsTheFormulasWithoutTheBiases() {
    assertThat(PENALTY.value(AT))
        .isCloseTo(0.8 / 2 * (0.49 + 2.25) + 0.3 * (0.7 + 1.5), within(1e-15));
    assertThat(PENALTY.value(new double[] {0, 0, 40, -9})).isZero();
  }

  @Test
  void smoothAndLassoTogetherAreTheWholeAndItsDerivative() {
    double[] gradient = new double[4];
    double value = PENALTY.smooth(PenaltyTest::smooth).evaluate(AT, gradient);
    double[] whole = PENALTY.lasso().leastSubgradient(AT, gradient);

    assertThat(value + PENALTY.lasso().value(AT)).isCloseTo(sum(AT), within(1e-12));
    double step = 1e-5;
    for (int i = 0; i < AT.length; i++) {
      double[] above = AT.clone();
      double[] below = AT.clone();
      above[i] += step;
      below[i] -= step;
      assertThat(whole[i]).isCloseTo((sum(above) - sum(below)) / (2 * step), within(1e-7));
    }
  }

  @Test
  void atAWeightOfZeroTheShortestSubgradientIsTheSlopeTowardsTheBetterSideOrNone() {
    Lasso lasso = new Lasso(0.3, 1);

    assertThat(
            lasso.leastSubgradient(
                new double[] {0, 0, 0, 0, 0}, new double[] {0.5, -0.5, 0.2, -0.3, 0.2}))
        .containsExactly(new double[] {0.2, -0.2, 0, 0, 0.2}, within(1e-15));
  }

  @Test
  void itsScalesAreTheInverseCurvaturesComparedWithThatOfABias() {
    assertThat(new Penalty(0.5, 0, 1).scales(3)).containsExactly(1, 1, 1);
    assertThat(new Penalty(0, 0.25, 2).scales(4)).containsExactly(0.5, 0.5, 1, 1);
  }
}
