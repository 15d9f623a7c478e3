package dev.logistic.selection;

import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.NoGradient;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.WholeData;
import dev.logistic.train.Minimization;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the rows outside one fold along the path of the penalty, and evaluates each fit on the fold.
 */
final class FoldPath {

  private final Settings settings;
  private final LabelledData data;
  private final Folds folds;
  private final PenaltyGrid grid;
  private final List<Double> values;
  private final boolean warm;
  private final TrainingSession session;

  /**
   * One fit.
   *
   * @param logLoss mean over the rows held out
   * @param converged whether the fit reached its optimum
   */
  record Step(double logLoss, boolean converged) {}

  /**
   * @param values of the grid, in the order of the path
   * @param warm whether a fit starts where the previous one has ended rather than from zero
   * @param session of every fit
   */
  FoldPath(
      Settings settings,
      LabelledData data,
      Folds folds,
      PenaltyGrid grid,
      List<Double> values,
      boolean warm,
      TrainingSession session) {
    this.settings = settings;
    this.data = data;
    this.folds = folds;
    this.grid = grid;
    this.values = values;
    this.warm = warm;
    this.session = session;
  }

  /** Fits the path of a fold (from 0), notifying of each step. */
  List<Step> walk(int fold, Runnable stepEnded) {
    List<Step> steps = new ArrayList<>();
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = data.newManager()) {
      LabelledData.Divided rows = folds.divided(data, fold, manager);
      try (WholeData training = new WholeData(rows.training());
          WholeData heldOut = new WholeData(rows.others());
          Parameters parameters =
              Parameters.zeros(manager, rows.training().columns(), data.outputs(), data.type())) {
        double[] zeros = parameters.toDoubles();
        for (double value : values) {
          Penalty penalty = grid.penalty(value, settings, data);
          if (!warm) {
            parameters.set(zeros);
          }
          Stop stop =
              new Minimization(training, penalty, new Certificate(training, penalty), settings)
                  .run(parameters, session);
          steps.add(new Step(heldOut.loss(parameters), stop.converged()));
          stepEnded.run();
        }
      }
    }
    return steps;
  }
}
