package dev.logistic.optimizer;

import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a step along a direction that satisfies the strong Wolfe conditions: enough decrease, and a
 * slope that has flattened (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.5
 * and 3.6, with cubic interpolation).
 */
final class LineSearch {

  private static final double DECREASE = 1e-4;
  private static final double FLATTENING = 0.9;
  private static final int MOST_EVALUATIONS = 30;

  private final LossFunction function;
  private final double noise;

  /**
   * @param noise relative error of a value of the function: a step that decreases it by less than
   *     that can be detected by its slope alone
   */
  LineSearch(LossFunction function, double noise) {
    this.function = function;
    this.noise = noise;
  }

  /** A point on the line. */
  private final class Trial {
    private final double step;
    private final double[] point;
    private final double[] gradient;
    private final double value;
    private final double slope;

    Trial(Point start, double[] direction, double step) {
      this.step = step;
      this.point = start.parameters().clone();
      Vectors.add(step, direction, point);
      this.gradient = new double[point.length];
      this.value = function.evaluate(point, gradient);
      this.slope = Vectors.dot(gradient, direction);
    }

    Trial(Point start, double slope) {
      this.step = 0;
      this.point = start.parameters();
      this.gradient = start.gradient();
      this.value = start.value();
      this.slope = slope;
    }

    Point asPoint() {
      return new Point(point, value, gradient);
    }
  }

  /**
   * Searches from a point along a direction of descent.
   *
   * @param first step to try, above 0
   * @return a better point, or null if none was found
   */
  @Nullable Point search(Point start, double[] direction, double first) {
    Trial origin = new Trial(start, Vectors.dot(start.gradient(), direction));
    if (!(origin.slope < 0)) {
      return null;
    }
    Trial low = origin;
    Trial high = null;
    double step = first;
    for (int evaluation = 0; evaluation < MOST_EVALUATIONS; evaluation++) {
      Trial trial = new Trial(start, direction, step);
      if (!Double.isFinite(trial.value)
          || !decreases(origin, trial)
          || trial.value > low.value + slack(low)) {
        high = trial;
      } else if (Math.abs(trial.slope) <= -FLATTENING * origin.slope) {
        return trial.asPoint();
      } else if (high == null ? trial.slope > 0 : trial.slope * (high.step - low.step) >= 0) {
        high = low;
        low = trial;
      } else {
        low = trial;
      }
      step = high == null ? 2 * step + low.step : between(low, high);
      if (high != null && Math.abs(high.step - low.step) <= 1e-16 * Math.abs(low.step)) {
        break;
      }
    }
    return low == origin ? null : low.asPoint();
  }

  private boolean decreases(Trial origin, Trial trial) {
    return trial.value <= origin.value + DECREASE * trial.step * origin.slope + slack(origin);
  }

  private double slack(Trial trial) {
    return noise * Math.abs(trial.value);
  }

  /** The minimum of the cubic through both ends, kept away from them. */
  private static double between(Trial low, Trial high) {
    double width = high.step - low.step;
    double middle = low.step + width / 2;
    if (!Double.isFinite(high.value) || !Double.isFinite(high.slope)) {
      return low.step + width / 10;
    }
    double d1 = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step);
    double radicand = d1 * d1 - low.slope * high.slope;
    if (!(radicand >= 0)) {
      return middle;
    }
    double d2 = Math.signum(width) * Math.sqrt(radicand);
    double step = high.step - width * (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
    double margin = 0.1 * Math.abs(width);
    boolean inside =
        step >= Math.min(low.step, high.step) + margin
            && step <= Math.max(low.step, high.step) - margin;
    return Double.isFinite(step) && inside ? step : middle;
  }
}
