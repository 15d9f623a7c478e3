package dev.logistic.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.objective.LossFunction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LbfgsTest {

  private static final double NOISE = 1e-15;

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int minimize(Lbfgs lbfgs, double tolerance, int most) {
    int steps = 0;
    while (lbfgs.gradientNorm() > tolerance && steps < most && lbfgs.step()) {
      steps++;
    }
    return steps;
  }

  /** (1 - x)^2 + 100 (y - x^2)^2, whose minimum at (1, 1) lies in a long bent valley. */
  private static double rosenbrock(double[] at, double[] gradient) {
    double x = at[0];
    double bend = at[1] - x * x;
    gradient[0] = -2 * (1 - x) - 400 * x * bend;
    gradient[1] = 200 * bend;
    return (1 - x) * (1 - x) + 100 * bend * bend;
  }

  @Test
  void rosenbrocksValleyIsFollowedToItsEnd() {
    Lbfgs lbfgs = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, ones(2), NOISE);

    assertThat(minimize(lbfgs, 1e-10, 100)).isLessThan(60);
    assertThat(lbfgs.parameters()[0]).isCloseTo(1, within(1e-9));
    assertThat(lbfgs.parameters()[1]).isCloseTo(1, within(1e-9));
  }

  @Test
  void aQuadraticOfManyScalesIsMinimized() {
    int size = 50;
    Random random = new Random(7);
    double[] centre = random.doubles(size, -1, 1).toArray();
    LossFunction quadratic =
        (at, gradient) -> {
          double value = 0;
          for (int i = 0; i < size; i++) {
            double scale = Math.pow(10, 4.0 * i / size);
            double distance = at[i] - centre[i];
            gradient[i] = scale * distance;
            value += scale / 2 * distance * distance;
          }
          return value;
        };
    Lbfgs lbfgs = new Lbfgs(quadratic, new double[size], ones(size), NOISE);

    minimize(lbfgs, 1e-9, 1000);

    assertThat(lbfgs.parameters()).containsExactly(centre, within(1e-9));
  }

  /** 1e12/2 x^2 - x + log(1 + exp(y)) - y/4: too steep along x for a step that suits y. */
  @Test
  void scalesThatAreKnownLevelAValley() {
    LossFunction valley =
        (at, gradient) -> {
          gradient[0] = 1e12 * at[0] - 1;
          gradient[1] = 1 / (1 + Math.exp(-at[1])) - 0.25;
          return 1e12 / 2 * at[0] * at[0] - at[0] + Math.log1p(Math.exp(at[1])) - at[1] / 4;
        };
    Lbfgs lbfgs = new Lbfgs(valley, new double[2], new double[] {0.25e-12, 1}, NOISE);

    assertThat(minimize(lbfgs, 1e-8, 100)).isLessThan(10);
    assertThat(lbfgs.parameters()[0]).isCloseTo(1e-12, within(1e-18));
    assertThat(lbfgs.parameters()[1]).isCloseTo(-Math.log(3), within(1e-7));
  }

  @Test
  void everyStepImproves() {
    Lbfgs lbfgs = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, ones(2), NOISE);
    for (int step = 0; step < 20; step++) {
      double before = lbfgs.value();
      assertThat(lbfgs.step()).isTrue();
      assertThat(lbfgs.value()).isLessThan(before);
    }
  }

  @Test
  void atAnOptimumThereIsNoStep() {
    Lbfgs lbfgs = new Lbfgs(LbfgsTest::rosenbrock, new double[] {1, 1}, ones(2), NOISE);

    assertThat(lbfgs.gradientNorm()).isZero();
    assertThat(lbfgs.step()).isFalse();
    assertThat(lbfgs.parameters()).containsExactly(1, 1);
  }

  @Test
  void whereTheFunctionIsNotFiniteTheSearchTurnsBack() {
    // -log(x) + x, infinite for x <= 0; the first trial from 0.01 goes there
    LossFunction barrier =
        (at, gradient) -> {
          gradient[0] = 1 - 1 / at[0];
          return at[0] > 0 ? at[0] - Math.log(at[0]) : Double.POSITIVE_INFINITY;
        };
    Lbfgs lbfgs = new Lbfgs(barrier, new double[] {50}, ones(1), NOISE);

    minimize(lbfgs, 1e-10, 100);

    assertThat(lbfgs.parameters()[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void theSameFunctionGivesTheSameBits() {
    Lbfgs one = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, ones(2), NOISE);
    Lbfgs other = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, ones(2), NOISE);
    for (int step = 0; step < 30; step++) {
      one.step();
      other.step();
      assertThat(one.parameters()).containsExactly(other.parameters());
    }
  }
}
