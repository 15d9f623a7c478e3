package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.optimizer.Minimizer;

/**
 * Detects that rounding error hides further progress: neither the least value nor the least
 * gradient has decreased for a while.
 */
final class StallDetection implements Resumable {

  private static final int MOST_ITERATIONS = 100;

  private double leastValue = Double.POSITIVE_INFINITY;
  private double leastGradient = Double.POSITIVE_INFINITY;
  private int iterations;

  /** Records an iteration. */
  void record(Minimizer minimizer) {
    double value = minimizer.value();
    double gradient = minimizer.gradientNorm();
    boolean better = value < leastValue || gradient < leastGradient;
    iterations = better ? 0 : iterations + 1;
    leastValue = Math.min(leastValue, value);
    leastGradient = Math.min(leastGradient, gradient);
  }

  boolean isReached() {
    return iterations >= MOST_ITERATIONS;
  }

  @Override
  public void save(State state) {
    state.put("standstill.iterations", iterations);
    state.put("standstill.value", leastValue);
    state.put("standstill.gradient", leastGradient);
  }

  @Override
  public void restore(State state) {
    iterations = (int) state.count("standstill.iterations", MOST_ITERATIONS);
    leastValue = state.number("standstill.value");
    leastGradient = state.number("standstill.gradient");
  }
}
