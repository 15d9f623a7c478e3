package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.checkpoint.State;
import dev.logistic.optimizer.Minimizer;
import org.junit.jupiter.api.Test;

class StallDetectionTest {

  /** A solver that has come to a value and a gradient. */
  private record At(double value, double gradientNorm) implements Minimizer {

    @Override
    public boolean step() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] parameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(State state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restore(State state) {
      throw new UnsupportedOperationException();
    }
  }

  private static void wander(StallDetection standstill, int iterations) {
    for (int i = 0; i < iterations; i++) {
      standstill.heard(new At(1 + i % 3, 0.5 + i % 2));
    }
  }

  @Test
  void aHundredIterationsWithoutALowerValueOrGradientReachIt() {
    StallDetection standstill = new StallDetection();
    wander(standstill, 100);
    assertThat(standstill.isReached()).isFalse();

    wander(standstill, 1);
    assertThat(standstill.isReached()).isTrue();
  }

  @Test
  void aLowerValueOrGradientCountsAsProgress() {
    StallDetection standstill = new StallDetection();
    wander(standstill, 100);
    standstill.heard(new At(0.9, 3));
    wander(standstill, 99);
    standstill.heard(new At(2, 0.4));
    wander(standstill, 99);

    assertThat(standstill.isReached()).isFalse();
  }

  @Test
  void aCheckpointKeepsIt() {
    StallDetection before = new StallDetection();
    wander(before, 90);
    State state = new State();
    before.save(state);
    StallDetection after = new StallDetection();
    after.restore(state);

    wander(after, 10);
    assertThat(after.isReached()).isFalse();
    wander(after, 1);
    assertThat(after.isReached()).isTrue();
  }
}
