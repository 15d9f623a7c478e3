package dev.logistic.inference;

import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ProfileInterval;
import dev.logistic.schema.Standardization;
import dev.logistic.solver.Centering;
import dev.logistic.solver.NewtonMethod;
import java.util.List;
import java.util.Optional;

/**
 * Confidence intervals by the profile likelihood (Venzon and Moolgavkar 1988, A method for
 * computing profile-likelihood-based confidence intervals): an end is where twice the objective,
 * minimised with the coefficient held there, exceeds its least value by the quantile {@code z^2}.
 * The root r of that excess is nearly linear in the coefficient, so that Newton's method finds
 * {@code r = z} in a few fits; the excess's derivative is the multiplier of the restriction.
 */
final class ProfileLikelihood {

  private static final int MOST_FITS = 60;

  /** An end is known to this share of the standard error. */
  private static final double PRECISION = 1e-9;

  /** An end that is further away is infinite, in standard errors. */
  private static final double FARTHEST = 1e6;

  private static final double Z = CoefficientStatistic.NORMAL_97_5;

  private final NewtonMethod newton;
  private final Optional<Standardization> scaling;
  private final int columns;
  private final int coefficients;
  private final int mostSteps;

  /**
   * @param newton at its optimum
   * @param schema of the features
   * @param mostSteps of each fit
   */
  ProfileLikelihood(NewtonMethod newton, FeatureSchema schema, int mostSteps) {
    this.newton = newton;
    this.scaling = schema.standardization();
    this.columns = schema.width();
    this.coefficients = (columns + 1) * Centering.classes(newton.centering().outputs());
    this.mostSteps = mostSteps;
  }

  /**
   * Returns the interval of a coefficient on the scale of its column; empty if a fit does not
   * converge.
   *
   * @param coefficient 0 for the bias; class by class except for the first one
   */
  Optional<ProfileInterval> interval(int coefficient, double standardError) {
    double[] combination = combination(coefficient);
    double low = new End(combination, -standardError).value();
    double high = Double.isNaN(low) ? low : new End(combination, standardError).value();
    return Double.isNaN(high) ? Optional.empty() : Optional.of(new ProfileInterval(low, high));
  }

  /** The coefficient as a combination of the bias and weights of scaled features. */
  private double[] combination(int coefficient) {
    double[] combination = new double[coefficients];
    combination[coefficient] = 1;
    if (scaling.isEmpty()) {
      return combination;
    }
    List<Double> scales = scaling.get().scales();
    int column = coefficient % (columns + 1);
    if (column > 0) {
      combination[coefficient] = 1 / scales.get(column - 1);
      return combination;
    }
    for (int i = 0; i < columns; i++) {
      combination[coefficient + i + 1] = -scaling.get().means().get(i) / scales.get(i);
    }
    return combination;
  }

  /** The search for one end, in standard errors t away from the estimate. */
  private final class End {

    private final double[] combination;
    private final double error;
    private final double estimate;
    private NewtonMethod at = newton;
    private double inside; // where the root is below the quantile
    private double outside = Double.POSITIVE_INFINITY;

    /**
     * @param error the standard error, below 0 for the lower end
     */
    End(double[] combination, double error) {
      this.combination = combination;
      this.error = error;
      this.estimate = newton.valueOf(combination);
    }

    /** Returns the end; infinite if there is none, and NaN if a fit does not converge. */
    double value() {
      double t = Z;
      for (int fit = 0; fit < MOST_FITS; fit++) {
        at = at.restricted(List.of(combination), new double[] {estimate + t * error});
        if (!at.settles(mostSteps)) {
          return Double.NaN;
        }
        double root = Math.sqrt(Math.max(0, 2 * (at.objective() - newton.objective())));
        if (root < Z) {
          inside = t;
        } else {
          outside = t;
        }
        double next = next(t, root, at.slopes()[0] * error / root);
        if (Math.abs(next - t) <= PRECISION) {
          return estimate + next * error;
        }
        if (next > FARTHEST) {
          return error * Double.POSITIVE_INFINITY;
        }
        t = next;
      }
      return Double.NaN;
    }

    /** A step of Newton's method, within what is known. */
    private double next(double t, double root, double slope) {
      double next = t + (Z - root) / slope;
      if (next > inside && next < outside) {
        return next;
      }
      return Double.isInfinite(outside) ? 2 * t : (inside + outside) / 2;
    }
  }
}
