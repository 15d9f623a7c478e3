package dev.logistic.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Combinations;
import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Solver;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.inference.Inference;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.RemoteData;
import dev.logistic.solver.RowFacts;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** Trains on rows that are elsewhere: as on rows that are here, with passes for evaluations. */
final class RemoteTraining {

  private final Settings settings;
  private final EpochListener listener;
  private final BooleanSupplier interrupted;

  /**
   * @param interrupted asked after every iteration whether to end there
   * @throws IllegalArgumentException if the solver is not lbfgs, or settings need what is not there
   */
  RemoteTraining(Settings settings, EpochListener listener, BooleanSupplier interrupted) {
    this.settings = settings;
    this.listener = listener;
    this.interrupted = interrupted;
    Solver solver = settings.get(Settings.SOLVER);
    if (solver != Solver.LBFGS) {
      throw new IllegalArgumentException(
          "%s must be lbfgs for rows that are elsewhere, was %s"
              .formatted(Settings.SOLVER, Settings.SOLVER.print(solver)));
    }
    if (settings.get(Settings.PATIENCE).isPresent()
        || !settings.get(Settings.CHECKPOINT).isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s are for rows that are here".formatted(Settings.PATIENCE, Settings.CHECKPOINT));
    }
  }

  TrainingResult on(RemoteData data) {
    Combinations.check(settings);
    RowFacts facts = data.facts();
    double l2 = settings.get(Settings.L2).orElse(1 / facts.weightSum());
    Penalty penalty = new Penalty(settings.get(Settings.L1), l2, facts.outputs());
    Certificate certificate = new Certificate(data, penalty);
    double tolerance = settings.get(Settings.TOLERANCE).orElse(data.attainableGradient());
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters =
            Parameters.zeros(manager, facts.schema().width(), facts.outputs(), facts.type())) {
      LossMeter none =
          new LossMeter(settings.get(Settings.EPOCH_LOSS), settings.get(Settings.LEARNING_RATE));
      Journal journal = new Journal(settings, listener, parameters, none, null, interrupted, null);
      Stop ended = new Minimization(data, penalty, certificate, settings).run(parameters, journal);
      double seconds = journal.seconds();
      Inference.Finding finding =
          Inference.at(
              Refusals.ofStatistics(facts.outputs(), facts.weighted()),
              Refusals.ofOptimum(settings, penalty, ended),
              data,
              parameters);
      Stop stop = finding.noOptimum().map(ended::withoutOptimum).orElse(ended);
      Fit fit = Fit.certified(data, parameters, penalty, certificate);
      LogisticModel model =
          new LogisticModel(
              parameters,
              Cards.card(
                  settings,
                  facts.schema(),
                  facts.classes(),
                  recorded(l2, facts),
                  Device.cpu(),
                  data.description(),
                  fit,
                  tolerance,
                  finding.statistics()));
      return new TrainingResult(model, stop, fit, seconds);
    }
  }

  private Map<String, String> recorded(double l2, RowFacts facts) {
    Settings effective = settings.with(Settings.L2, OptionalDouble.of(l2));
    return settings.isTable()
        ? effective.toMap()
        : Cards.settings(effective, facts.type(), Device.cpu());
  }
}
