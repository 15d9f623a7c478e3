package dev.logistic.train;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.inference.DependentColumns;
import dev.logistic.model.Parameters;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.NewtonMethod;

/**
 * Maximises the likelihood with Jeffreys' prior, {@code train.firth=true}: it has an optimum
 * whatever the rows, if their columns are independent (Heinze and Schemper 2002, A solution to the
 * problem of separation in logistic regression).
 */
final class FirthFit {

  private final AllRows rows;
  private final double tolerance;
  private final int iterations;

  FirthFit(AllRows rows, Settings settings) {
    this.rows = rows;
    this.tolerance = settings.get(Settings.TOLERANCE).orElse(rows.attainableGradient());
    this.iterations = settings.get(Settings.EPOCHS);
  }

  /**
   * Sets the parameters to the best point found.
   *
   * @throws SettingsException if columns depend on others
   */
  Stop run(Parameters parameters, TrainingSession session) {
    session.begin();
    return session.end(run(start(parameters.toDoubles()), parameters, session));
  }

  /** The prior is 0 where the information is singular, as with probabilities of 0 and 1. */
  private NewtonMethod start(double[] parameters) {
    NewtonMethod given = NewtonMethod.withJeffreysPrior(rows, parameters);
    if (Double.isFinite(given.objective())) {
      return given;
    }
    NewtonMethod zero = NewtonMethod.withJeffreysPrior(rows, new double[parameters.length]);
    zero.dependent()
        .ifPresent(
            squares -> {
              throw new SettingsException(
                  "%s=true needs independent columns: %s"
                      .formatted(
                          Settings.FIRTH,
                          DependentColumns.message(rows.facts().schema(), squares)));
            });
    return zero;
  }

  private Stop run(NewtonMethod newton, Parameters parameters, TrainingSession session) {
    for (int made = 0; made < iterations; made++) {
      if (!newton.step()) {
        boolean converged = newton.isSettled() && newton.gradientNorm() <= tolerance;
        return new Stop(
            converged ? Stop.Reason.TOLERANCE : Stop.Reason.NO_PROGRESS, made, tolerance);
      }
      parameters.set(newton.parameters());
      if (!session.epochEnded(made, newton.loss())) {
        return new Stop(Stop.Reason.PATIENCE, made + 1, tolerance);
      }
    }
    return new Stop(Stop.Reason.EPOCHS, iterations, tolerance);
  }
}
