package dev.logistic.train.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle on problems whose optimum is known. */
class NewtonOracleTest {

  private static final double[][] TWO_GROUPS = {{0}, {0}, {1}, {1}};

  @Test
  void twoGroupsHaveTheirOddsAndStandardErrors() {
    Problem problem = Problem.of(TWO_GROUPS, 0, 1, 0, 1).withWeights(30, 10, 20, 40);

    NewtonOracle.Optimum optimum = NewtonOracle.minimize(problem);

    assertThat(optimum.settled()).isTrue();
    assertThat(optimum.solution().biases()[0]).isCloseTo(Math.log(1 / 3.0), within(1e-13));
    assertThat(optimum.solution().weights()[0][0]).isCloseTo(Math.log(6), within(1e-13));
    assertThat(optimum.spread()[0] / 10)
        .isCloseTo(Math.sqrt(1 / 30.0 + 1 / 10.0 + 1 / 20.0 + 1 / 40.0), within(1e-12));
  }

  @Test
  void threeClassesHaveTheLogarithmsOfTheirShares() {
    double[][] x = {{0}, {0}, {0}, {1}, {1}, {1}};
    Problem problem = Problem.of(x, 0, 1, 2, 0, 1, 2).withWeights(1, 2, 4, 9, 3, 1);

    Solution solution = NewtonOracle.minimize(problem).solution();

    assertThat(solution.biases()[2] - solution.biases()[0]).isCloseTo(Math.log(4), within(1e-12));
    assertThat(solution.weights()[1][0] - solution.weights()[0][0])
        .isCloseTo(Math.log(3 / 9.0) - Math.log(2), within(1e-12));
  }

  /** At an optimum small moves along any parameter, and back, are no better. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void noStepAlongAParameterIsBetter(int seed) {
    Problem problem = RandomProblem.of(seed).withPenalty(.005, seed % 2 * .01);

    NewtonOracle.Optimum optimum = NewtonOracle.minimize(problem);

    assertThat(optimum.settled()).isTrue();
    assertThat(problem.objective(optimum.solution())).isCloseTo(optimum.objective(), within(1e-13));
    double[] at = optimum.solution().packed();
    for (int i = 0; i < at.length; i++) {
      for (double step : new double[] {1e-3, -1e-3, 1e-6, -1e-6, -at[i]}) {
        double[] moved = at.clone();
        moved[i] += step;
        assertThat(problem.objective(Solution.of(moved, problem.outputs())))
            .isGreaterThanOrEqualTo(optimum.objective() - 1e-15);
      }
    }
  }

  @Test
  void parametersThatGrowWithoutEndDoNotSettle() {
    double[][] onOneSide = {{0}, {0}, {1}, {2}};
    assertThat(NewtonOracle.minimize(Problem.of(TWO_GROUPS, 0, 0, 1, 1)).settled()).isFalse();
    assertThat(NewtonOracle.minimize(Problem.of(onOneSide, 0, 1, 1, 1)).settled()).isFalse();
  }

  @Test
  void separationIsExact() {
    assertThat(Separability.isSeparable(Problem.of(TWO_GROUPS, 0, 0, 1, 1))).isTrue();
    assertThat(Separability.isSeparable(Problem.of(TWO_GROUPS, 0, 1, 1, 1))).isTrue();
    assertThat(Separability.isSeparable(Problem.of(TWO_GROUPS, 0, 1, 0, 1))).isFalse();

    double[][] plane = {{.1, -.1}, {.1, -.1}, {-.3, .3}, {-.3, .3}, {.5, 0}, {-.5, 0}};
    int[] labels = {0, 1, 0, 1, 1, 0};
    assertThat(Separability.isSeparable(Problem.of(plane, labels))).isTrue();
    plane[0][1] = Math.nextUp(-.1);
    assertThat(Separability.isSeparable(Problem.of(plane, labels))).isFalse();
  }

  @Test
  void rowsOfWeightZeroDoNotKeepClassesTogether() {
    Problem problem = Problem.of(TWO_GROUPS, 0, 1, 0, 1);

    assertThat(Separability.isSeparable(problem.withWeights(1, 0, 0, 1))).isTrue();
    assertThat(Separability.isSeparable(problem.withWeights(1, 0, 1, 1))).isTrue();
  }
}
