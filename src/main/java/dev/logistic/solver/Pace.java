package dev.logistic.solver;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;

/** How fast the gradient has decreased in the last steps, and an extrapolation of that. */
final class Pace implements Resumable {

  private static final int STEPS = 10;

  private final double[] norms = new double[STEPS + 1]; // the latest at the place of its count
  private int heard;

  /** Records the largest component of the gradient before each step. */
  void heard(double gradientNorm) {
    norms[heard++ % norms.length] = gradientNorm;
  }

  /** The number of further steps until the gradient is so small, at this pace; 0 while unknown. */
  double stepsTo(double tolerance) {
    if (heard <= STEPS) {
      return 0;
    }
    double now = norms[(heard - 1) % norms.length];
    double before = norms[heard % norms.length];
    double left = Math.log(now / tolerance);
    return left <= 0 ? 0 : left / Math.max(0, Math.log(before / now)) * STEPS;
  }

  @Override
  public void save(State state) {
    state.put("pace.norms", norms);
    state.put("pace.heard", heard);
  }

  @Override
  public void restore(State state) {
    System.arraycopy(state.array("pace.norms", norms.length), 0, norms, 0, norms.length);
    heard = (int) state.count("pace.heard", Integer.MAX_VALUE);
  }
}
