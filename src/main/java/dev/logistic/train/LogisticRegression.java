package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Combinations;
import dev.logistic.config.Settings;
import dev.logistic.config.Settings.GradientForm;
import dev.logistic.config.Settings.LossForm;
import dev.logistic.config.SettingsException;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatches;
import dev.logistic.data.SyntheticData;
import dev.logistic.data.table.TrainingTable;
import dev.logistic.engine.NoGradient;
import dev.logistic.inference.Inference;
import dev.logistic.inference.NoOptimum;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Likelihood;
import dev.logistic.objective.Objective;
import dev.logistic.objective.PartwiseObjective;
import dev.logistic.objective.PenalisedObjective;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.UpdateRule;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.ClassWeighting;
import dev.logistic.solver.RemoteData;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.WholeData;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains logistic regression. Works on any thread, and several trainings at once give the same
 * results as one after the other. Computes on the device and in the type of the data; of the
 * settings it reads those under {@code train.} and the seed.
 */
public final class LogisticRegression {

  private final Settings settings;
  private final EpochListener listener;
  private final @Nullable LabelledData validation;
  private final @Nullable WarmStart warmStart;
  private final boolean resume;
  private final BooleanSupplier interrupted;

  private LogisticRegression(
      Settings settings,
      EpochListener listener,
      @Nullable LabelledData validation,
      @Nullable WarmStart warmStart,
      boolean resume,
      BooleanSupplier interrupted) {
    this.settings = settings;
    this.listener = listener;
    this.validation = validation;
    this.warmStart = warmStart;
    this.resume = resume;
    this.interrupted = interrupted;
  }

  /** A training with these settings. */
  public static LogisticRegression with(Settings settings) {
    return new LogisticRegression(settings, EpochListener.SILENT, null, null, false, () -> false);
  }

  /** The same training with other settings. */
  public LogisticRegression settings(Settings other) {
    return new LogisticRegression(other, listener, validation, warmStart, resume, interrupted);
  }

  /** The same training, telling the listener of every epoch. */
  public LogisticRegression listener(EpochListener toTell) {
    return new LogisticRegression(settings, toTell, validation, warmStart, resume, interrupted);
  }

  /**
   * The same training, with the loss on other rows after each epoch.
   *
   * @param heldOut prepared like the rows to train on
   */
  public LogisticRegression validation(LabelledData heldOut) {
    return new LogisticRegression(settings, listener, heldOut, warmStart, resume, interrupted);
  }

  /**
   * The same training, from a model's weights and bias instead of other ones. The data must have
   * the model's features and classes, else training throws an {@link IllegalArgumentException}; its
   * standardization may differ.
   *
   * @param model copied; may be closed before the training
   */
  public LogisticRegression startingFrom(LogisticModel model) {
    return new LogisticRegression(
        settings, listener, validation, new WarmStart(model), resume, interrupted);
  }

  /**
   * The same training, going on from the newest checkpoint in {@code train.checkpoint}, bit by bit
   * as if it had never stopped; from the beginning, where there is none. The listener is told by
   * {@link EpochListener#resumed}.
   */
  public LogisticRegression resume() {
    return new LogisticRegression(settings, listener, validation, warmStart, true, interrupted);
  }

  /**
   * The same training, which ends by a {@link TrainingInterruptedException} once asked to; where
   * {@code train.checkpoint} is set it writes a checkpoint first.
   *
   * @param asked called on the training's thread after every step, so that it must be quick
   */
  public LogisticRegression interruptedWhen(BooleanSupplier asked) {
    return new LogisticRegression(settings, listener, validation, warmStart, resume, asked);
  }

  /**
   * Opens the directory of checkpoints, if there is to be one, and lets go of it: for who wants to
   * know before reading data whether it can be used.
   *
   * @return whether a run in it is finished and resumed, so that nothing is left to be trained
   * @throws CheckpointException if it cannot be used
   * @throws SettingsException if this is to resume without one
   */
  public boolean requireCheckpoints() {
    try (Checkpoints checkpoints = Checkpoints.open(settings, resume).orElse(null)) {
      State state = checkpoints == null ? null : checkpoints.state();
      return state != null && Ending.of(state, settings, 0).isPresent();
    }
  }

  /**
   * Checks that the model to start from, where there is one, fits the data.
   *
   * @throws IllegalArgumentException if it has other features or classes
   */
  public void requireFit(LabelledData data) {
    if (warmStart != null) {
      warmStart.requireFit(data);
    }
  }

  /** Trains from the weights that the original program draws after its data. */
  public TrainingResult train(SyntheticData data) {
    return train(data.rows(), data.initialWeights(), settings);
  }

  /** Trains from weights of zero, on a table's training rows and with those that it holds out. */
  public TrainingResult train(TrainingTable table) {
    LogisticRegression withValidation = table.validation().map(this::validation).orElse(this);
    LabelledData data = table.training();
    try (NDManager manager = data.newManager()) {
      return withValidation.train(data, zeros(manager, data), Tables.described(table, settings));
    }
  }

  /**
   * Trains from weights of zero on rows that are elsewhere, by {@code train.solver=lbfgs}. Where
   * the settings name a source of data, all of them are recorded with the model.
   *
   * @throws IllegalArgumentException if another solver, patience or checkpoints are set, rows are
   *     held out, or there is a model to start from or a training to go on with
   */
  public TrainingResult train(RemoteRows rows) {
    if (validation != null || warmStart != null || resume) {
      throw new IllegalArgumentException(
          "rows that are elsewhere are trained on from weights of zero and without rows held out");
    }
    return new RemoteTraining(settings, listener, interrupted).on(new RemoteData(rows));
  }

  /** Trains from weights of zero. */
  public TrainingResult train(LabelledData data) {
    try (NDManager manager = data.newManager()) {
      return train(data, zeros(manager, data));
    }
  }

  private static NDArray zeros(NDManager manager, LabelledData data) {
    return manager.zeros(new Shape(data.columns(), data.outputs()), data.features().getDataType());
  }

  /**
   * Trains from the given weights and a bias of zero.
   *
   * @param initialWeights shape (columns, 1), or (columns, classes) for more than two, of the type
   *     and on the device of the features; copied
   * @throws IllegalArgumentException if the weights are not so
   * @throws dev.logistic.config.SettingsException if settings make no sense together
   * @throws NonFiniteLossException if the loss of a step, or what it leaves, is NaN or infinite
   * @throws dev.logistic.checkpoint.CheckpointException if a checkpoint cannot be written, read or
   *     used for this training
   * @throws TrainingInterruptedException if it was asked to end
   */
  public TrainingResult train(LabelledData data, NDArray initialWeights) {
    Shape shape = new Shape(data.columns(), data.outputs());
    DataType type = data.features().getDataType();
    if (!initialWeights.getShape().equals(shape) || initialWeights.getDataType() != type) {
      throw new IllegalArgumentException(
          "initial weights must have shape %s and type %s like the features, was %s and %s"
              .formatted(shape, type, initialWeights.getShape(), initialWeights.getDataType()));
    }
    return train(data, initialWeights, null);
  }

  /**
   * @param recorded with the model; null where the caller brought the data
   */
  private TrainingResult train(
      LabelledData data, NDArray initialWeights, @Nullable Settings recorded) {
    Combinations.check(settings);
    if (settings.get(Settings.PATIENCE).isPresent() && validation == null) {
      throw new SettingsException(Settings.PATIENCE + " needs rows held out for validation");
    }
    double learningRate = settings.get(Settings.LEARNING_RATE);
    LossMeter lossMeter = new LossMeter(settings.get(Settings.EPOCH_LOSS), learningRate);
    try (NoGradient off = NoGradient.onThisThread();
        Checkpoints checkpoints = Checkpoints.open(settings, resume).orElse(null);
        ClassWeighting classes = ClassWeighting.of(settings.get(Settings.CLASS_WEIGHT), data);
        Parameters parameters = Parameters.startingAt(initialWeights);
        WholeData whole = new WholeData(classes.weighted(data));
        WholeData heldOut =
            validation == null ? null : new WholeData(classes.weighted(validation))) {
      ClassWeighting.requireEveryClass(whole.data());
      if (warmStart != null) {
        parameters.set(warmStart.parametersFor(data));
      }
      double l2 = settings.get(Settings.L2).orElse(1 / whole.data().weightSum());
      Penalty penalty = new Penalty(settings.get(Settings.L1), l2, data.outputs());
      Map<String, String> record =
          recorded == null
              ? settingsFor(data, l2)
              : recorded.with(Settings.L2, OptionalDouble.of(l2)).toMap();
      Certificate certificate = new Certificate(whole, penalty);
      String fingerprint = null; // reading all data before the first step costs as much as a few
      if (checkpoints != null) {
        fingerprint = Fingerprint.of(data);
        checkpoints.identify(RunIdentity.of(record, fingerprint, data, validation, parameters));
      }
      Journal journal =
          new Journal(settings, listener, parameters, lossMeter, heldOut, interrupted, checkpoints);
      Stop ended =
          journal
              .finished(tolerance(whole))
              .map(stop -> explained(stop, whole, parameters))
              .orElseGet(
                  () ->
                      switch (settings.get(Settings.SOLVER)) {
                        case SGD, ADAM, ADAMW ->
                            descend(whole, parameters, penalty, lossMeter, journal);
                        case LBFGS ->
                            new Minimization(whole, penalty, certificate, settings)
                                .run(parameters, journal);
                      });
      Stop kept = journal.restored(ended);
      double seconds = journal.seconds();
      Inference.Finding finding =
          Inference.at(
              Refusals.ofStatistics(data.outputs(), whole.data().weights().isPresent()),
              Refusals.ofOptimum(settings, penalty, kept),
              whole,
              parameters);
      Stop stop = finding.noOptimum().map(kept::withoutOptimum).orElse(kept);
      boolean certified = settings.get(Settings.SOLVER) == Settings.Solver.LBFGS;
      Fit fit =
          certified
              ? Fit.certified(whole, parameters, penalty, certificate)
              : Fit.of(whole, parameters, penalty);
      // The last step's outcome has not been seen by a loss yet.
      lossMeter.requireFinite(parameters.areFinite() ? fit.loss() : Double.NaN);
      LogisticModel model =
          new LogisticModel(
              parameters,
              Cards.card(
                  settings,
                  data.schema(),
                  data.classes(),
                  record,
                  data.features().getDevice(),
                  new ModelCard.TrainingData(
                      data.rows(), fingerprint == null ? Fingerprint.of(data) : fingerprint),
                  fit,
                  tolerance(whole),
                  finding.statistics()));
      return new TrainingResult(model, stop, fit, seconds);
    }
  }

  /** Explains a stop that a checkpoint has kept without an explanation. */
  private static Stop explained(Stop stop, AllRows rows, Parameters parameters) {
    return stop.reason() == Stop.Reason.SEPARABLE && stop.noOptimum().isEmpty()
        ? stop.withoutOptimum(NoOptimum.along(rows, parameters.toDoubles()))
        : stop;
  }

  private Stop descend(
      WholeData whole,
      Parameters parameters,
      Penalty penalty,
      LossMeter lossMeter,
      Journal journal) {
    LabelledData data = whole.data();
    int epochs = settings.get(Settings.EPOCHS);
    try (UpdateRule updateRule = UpdateRules.rule(settings, parameters);
        PenalisedObjective objective =
            new PenalisedObjective(
                new PartwiseObjective(objective(data.outputs())), parameters, penalty);
        Minibatches minibatches =
            new Minibatches(data, settings.get(Settings.BATCH_SIZE), shuffleSeed())) {
      int made =
          new GradientDescent(
                  objective, updateRule, UpdateRules.schedule(settings), lossMeter, journal)
              .run(parameters, minibatches, epochs);
      Stop.Reason reason = journal.isCutShort() ? Stop.Reason.PATIENCE : Stop.Reason.EPOCHS;
      return journal.ended(new Stop(reason, made, tolerance(whole)));
    }
  }

  private double tolerance(AllRows whole) {
    return settings.get(Settings.TOLERANCE).orElse(whole.attainableGradient());
  }

  /** What is recorded where the caller brought the data: nothing about a source, and what it is. */
  private Map<String, String> settingsFor(LabelledData data, double l2) {
    Settings effective = settings.with(Settings.L2, OptionalDouble.of(l2));
    return Cards.settings(effective, data.features().getDataType(), data.features().getDevice());
  }

  private Objective objective(int outputs) {
    Likelihood likelihood = Likelihood.of(outputs);
    return settings.get(Settings.GRADIENT) == GradientForm.CLOSED_FORM
        ? likelihood.closedForm()
        : likelihood.autograd(settings.get(Settings.LOSS) == LossForm.LOGITS);
  }

  private OptionalLong shuffleSeed() {
    return settings.get(Settings.SHUFFLE)
        ? OptionalLong.of(settings.get(Settings.SEED))
        : OptionalLong.empty();
  }
}
