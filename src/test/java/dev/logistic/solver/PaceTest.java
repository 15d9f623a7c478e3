package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.checkpoint.State;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static Pace halvingEverySecondStep(int steps) {
    Pace pace = new Pace();
    for (int step = 0; step < steps; step++) {
      pace.heard(Math.pow(2, -step / 2.0));
    }
    return pace;
  }

  @Test
  void thePaceIsUnknownInTheFirstSteps() {
    assertThat(halvingEverySecondStep(10).stepsTo(1e-12)).isZero();
  }

  @Test
  void theStepsToComeFollowFromThoseMade() {
    Pace pace = halvingEverySecondStep(25); // the last norm is 2^-12

    assertThat(pace.stepsTo(Math.pow(2, -20))).isCloseTo(16, within(1e-9));
    assertThat(pace.stepsTo(Math.pow(2, -12))).isZero();
    assertThat(pace.stepsTo(1)).isZero();
  }

  @Test
  void aGradientThatGrowsNeverGetsThere() {
    Pace pace = new Pace();
    for (int step = 0; step < 20; step++) {
      pace.heard(1 + step);
    }

    assertThat(pace.stepsTo(1e-3)).isInfinite();
  }

  @Test
  void aResumedPaceIsTheSame() {
    Pace before = halvingEverySecondStep(13);
    State state = new State();
    before.save(state);
    Pace after = new Pace();
    after.restore(state);
    before.heard(1e-3);
    after.heard(1e-3);

    assertThat(after.stepsTo(1e-9)).isEqualTo(before.stepsTo(1e-9));
  }
}
