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

  private static void wander(StallDetection stall, int iterations) {
    for (int i = 0; i < iterations; i++) {
      stall.record(new At(1 + i % 3, 0.5 + i % 2));
    }
  }

  @Test
  void aHundredIterationsWithoutALowerValueOrGradientReachIt() {
    StallDetection stall = new StallDetection();
    wander(stall, 100);
    assertThat(stall.isReached()).isFalse();

    wander(stall, 1);
    assertThat(stall.isReached()).isTrue();
  }

  @Test
  void aLowerValueOrGradientCountsAsProgress() {
    StallDetection stall = new StallDetection();
    wander(stall, 100);
    stall.record(new At(0.9, 3));
    wander(stall, 99);
    stall.record(new At(2, 0.4));
    wander(stall, 99);

    assertThat(stall.isReached()).isFalse();
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
