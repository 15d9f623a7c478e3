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
import java.util.stream.LongStream;

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
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = data.newManager()) {
      LabelledData.Divided rows = folds.divided(data, fold, manager);
      try (WholeData heldOut = new WholeData(rows.others())) {
        return walk(rows.training(), List.of(heldOut), manager, stepEnded).get(0);
      }
    }
  }

  /** Fits the rows outside two folds, and returns the steps evaluated on the one and the other. */
  List<List<Step>> walkWithout(int one, int other, Runnable stepEnded) {
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = data.newManager()) {
      LabelledData.Divided rows = folds.divided(data, one, other, manager);
      long[] both =
          LongStream.range(0, data.rows())
              .filter(row -> folds.of((int) row) == one || folds.of((int) row) == other)
              .toArray();
      long[] first = places(both, one);
      long[] rest = places(both, other);
      try (WholeData onOne = new WholeData(rows.others().rows(first, manager));
          WholeData onOther = new WholeData(rows.others().rows(rest, manager))) {
        return walk(rows.training(), List.of(onOne, onOther), manager, stepEnded);
      }
    }
  }

  /** Where the rows of a fold are among some. */
  private long[] places(long[] rows, int fold) {
    return LongStream.range(0, rows.length)
        .filter(place -> folds.of((int) rows[(int) place]) == fold)
        .toArray();
  }

  private List<List<Step>> walk(
      LabelledData rows, List<WholeData> heldOut, NDManager manager, Runnable stepEnded) {
    List<List<Step>> steps = new ArrayList<>();
    heldOut.forEach(each -> steps.add(new ArrayList<>()));
    try (WholeData training = new WholeData(rows);
        Parameters parameters =
            Parameters.zeros(manager, rows.columns(), data.outputs(), data.type())) {
      double[] zeros = parameters.toDoubles();
      for (double value : values) {
        Penalty penalty = grid.penalty(value, settings, data);
        if (!warm) {
          parameters.set(zeros);
        }
        Stop stop =
            new Minimization(training, penalty, new Certificate(training, penalty), settings)
                .run(parameters, session);
        for (int i = 0; i < heldOut.size(); i++) {
          steps.get(i).add(new Step(heldOut.get(i).loss(parameters), stop.converged()));
        }
        stepEnded.run();
      }
    }
    return steps;
  }
}
