package dev.logistic.optimizer;

import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * An approximation of a function's curvature from its last steps: pairs of a step {@code s} and the
 * change of the gradient {@code y} along it. Multiplies by the approximate inverse Hessian, by the
 * two-loop recursion (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.4).
 */
final class Curvature {

  private static final double LEAST_CURVATURE = 1e-16;

  private final int most;
  private final double[] scales;
  private final Deque<Pair> pairs = new ArrayDeque<>(); // newest first

  private record Pair(Vector step, Vector change, double inverseProduct) {}

  /** Lets a record hold an array. */
  private static final class Vector {
    private final double[] values;

    Vector(double[] values) {
      this.values = values;
    }
  }

  /**
   * @param most pairs that are kept, at least 1
   * @param scales a prior estimate of the diagonal of the inverse Hessian, up to a factor; shared
   */
  Curvature(int most, double[] scales) {
    this.most = most;
    this.scales = scales;
  }

  /** Adds a pair, unless the curvature along the step is not safely above 0. */
  void add(double[] step, double[] change) {
    double product = Vectors.dot(step, change);
    if (!(product > LEAST_CURVATURE * Vectors.dot(step, step))) {
      return;
    }
    if (pairs.size() == most) {
      pairs.removeLast();
    }
    pairs.addFirst(new Pair(new Vector(step), new Vector(change), 1 / product));
  }

  /** Returns the same steps restricted to some of the components. */
  Curvature within(boolean[] components) {
    Curvature part = new Curvature(most, scales);
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      part.add(
          Vectors.only(components, pair.step().values),
          Vectors.only(components, pair.change().values));
    }
    return part;
  }

  /** Forgets everything. */
  void clear() {
    pairs.clear();
  }

  /** Saves the pairs into a state, the oldest first. */
  void save(State state) {
    int size = pairs.isEmpty() ? 0 : pairs.getFirst().step().values.length;
    double[] steps = new double[pairs.size() * size];
    double[] changes = new double[steps.length];
    int at = 0;
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); at += size) {
      Pair pair = oldest.next();
      System.arraycopy(pair.step().values, 0, steps, at, size);
      System.arraycopy(pair.change().values, 0, changes, at, size);
    }
    state.put("curvature.steps", steps);
    state.put("curvature.changes", changes);
  }

  /**
   * Restores the pairs from a state.
   *
   * @param size components of each
   */
  void restore(State state, int size) {
    double[] steps = state.array("curvature.steps");
    double[] changes = state.array("curvature.changes", steps.length);
    if (steps.length % size != 0 || steps.length / size > most) {
      throw new CheckpointException(
          "the checkpoint's curvature.steps must be up to %d vectors of %d, was %d values"
              .formatted(most, size, steps.length));
    }
    clear();
    for (int at = 0; at < steps.length; at += size) {
      add(Arrays.copyOfRange(steps, at, at + size), Arrays.copyOfRange(changes, at, at + size));
    }
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** The direction {@code -H g} for a gradient g. */
  double[] direction(double[] gradient) {
    double[] direction = new double[gradient.length];
    Vectors.add(-1, gradient, direction);
    double[] factors = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      factors[i] = pair.inverseProduct() * Vectors.dot(pair.step().values, direction);
      Vectors.add(-factors[i], pair.change().values, direction);
      i++;
    }
    double factor = factor();
    for (int j = 0; j < direction.length; j++) {
      direction[j] *= factor * scales[j];
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      i--;
      double back = pair.inverseProduct() * Vectors.dot(pair.change().values, direction);
      Vectors.add(factors[i] - back, pair.step().values, direction);
    }
    return direction;
  }

  /** The factor of the scales that fits the newest pair. */
  private double factor() {
    if (pairs.isEmpty()) {
      return 1;
    }
    Pair newest = pairs.getFirst();
    double squared = 0;
    for (int j = 0; j < scales.length; j++) {
      double change = newest.change().values[j];
      squared += change * change * scales[j];
    }
    return 1 / (newest.inverseProduct() * squared);
  }
}
