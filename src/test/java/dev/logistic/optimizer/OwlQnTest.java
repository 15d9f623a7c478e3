package dev.logistic.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.objective.Lasso;
import dev.logistic.objective.LossFunction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwlQnTest {

  private static final double NOISE = 1e-15;

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int minimize(Minimizer minimizer, double tolerance, int most) {
    int steps = 0;
    while (minimizer.gradientNorm() > tolerance && steps < most && minimizer.step()) {
      steps++;
    }
    return steps;
  }

  /** {@code sum(scale_i / 2 * (x_i - centre_i)^2)}, of scales from 1 to 10,000. */
  private static LossFunction quadratic(double[] centre) {
    return (at, gradient) -> {
      double value = 0;
      for (int i = 0; i < at.length; i++) {
        double distance = at[i] - centre[i];
        gradient[i] = scale(i, at.length) * distance;
        value += gradient[i] * distance / 2;
      }
      return value;
    };
  }

  private static double scale(int i, int size) {
    return Math.pow(10, 4.0 * i / size);
  }

  /** Oracle: where columns do not mix, each weight's optimum is its centre, shrunk towards 0. */
  @Test
  void separateWeightsAreShrunkTowardsZeroOrOntoIt() {
    int size = 50;
    double l1 = 3;
    double[] centre = new Random(7).doubles(size, -1, 1).toArray();
    OwlQn owlQn =
        new OwlQn(quadratic(centre), new Lasso(l1, 1), new double[size], ones(size), NOISE);

    minimize(owlQn, 1e-9, 1000);

    double[] reached = owlQn.parameters();
    int zeros = 0;
    for (int i = 0; i < size - 1; i++) {
      double shrunk = Math.max(0, Math.abs(centre[i]) - l1 / scale(i, size));
      assertThat(reached[i]).isCloseTo(Math.copySign(shrunk, centre[i]), within(1e-9));
      if (shrunk == 0) {
        assertThat(reached[i]).isZero();
        zeros++;
      }
    }
    assertThat(zeros).isBetween(5, 45);
    assertThat(reached[size - 1]).isCloseTo(centre[size - 1], within(1e-9)); // the bias
  }

  /** f = (x - y - 1)^2 / 2 + (x + y - 1)^2 / 200: the valley's floor crosses the axis y = 0. */
  @Test
  void mixedWeightsMeetTheConditionsOfAnOptimum() {
    LossFunction valley =
        (at, gradient) -> {
          double across = at[0] - at[1] - 1;
          double along = at[0] + at[1] - 1;
          gradient[0] = across + along / 100;
          gradient[1] = -across + along / 100;
          return across * across / 2 + along * along / 200;
        };
    OwlQn owlQn = new OwlQn(valley, new Lasso(0.004, 0), new double[] {-3, 5}, ones(2), NOISE);

    assertThat(minimize(owlQn, 1e-12, 100)).isLessThan(30);
    // With y = 0 the slope in x is 1.01 (x - 1) + 0.004.
    assertThat(owlQn.parameters()[0]).isCloseTo(1 - 0.004 / 1.01, within(1e-11));
    assertThat(owlQn.parameters()[1]).isZero();
  }

  @Test
  void everyStepImproves() {
    double[] centre = new Random(3).doubles(20, -1, 1).toArray();
    OwlQn owlQn = new OwlQn(quadratic(centre), new Lasso(0.5, 0), new double[20], ones(20), NOISE);
    for (int step = 0; step < 10; step++) {
      double before = owlQn.value();
      assertThat(owlQn.step()).isTrue();
      assertThat(owlQn.value()).isLessThan(before);
    }
  }

  @Test
  void withSoStrongAPenaltyThatAllWeightsAreZeroThereIsNoStepFromZero() {
    OwlQn owlQn =
        new OwlQn(quadratic(new double[] {1, 1}), new Lasso(1e6, 0), new double[2], ones(2), NOISE);

    assertThat(owlQn.gradientNorm()).isZero();
    assertThat(owlQn.step()).isFalse();
    assertThat(owlQn.parameters()).containsExactly(0, 0);
  }

  @Test
  void whereTheFunctionIsNotFiniteTheSearchTurnsBack() {
    // -log(x) + x / 2 for x > 0, and |x| / 2
    LossFunction barrier =
        (at, gradient) -> {
          gradient[0] = 0.5 - 1 / at[0];
          return at[0] > 0 ? at[0] / 2 - Math.log(at[0]) : Double.POSITIVE_INFINITY;
        };
    OwlQn owlQn = new OwlQn(barrier, new Lasso(0.5, 0), new double[] {50}, ones(1), NOISE);

    minimize(owlQn, 1e-10, 100);

    assertThat(owlQn.parameters()[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void withoutAPenaltyTheOptimumIsLbfgss() {
    double[] centre = new Random(5).doubles(10, -1, 1).toArray();
    OwlQn owlQn = new OwlQn(quadratic(centre), new Lasso(0, 0), new double[10], ones(10), NOISE);

    minimize(owlQn, 1e-9, 500);

    assertThat(owlQn.parameters()).containsExactly(centre, within(1e-8));
  }
}
