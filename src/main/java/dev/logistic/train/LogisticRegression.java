package dev.logistic.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Combinations;
import dev.logistic.config.Key;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.WeightKind;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Offsets;
import dev.logistic.data.SyntheticData;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.Parameters;
import dev.logistic.schema.ModelCard;
import dev.logistic.solver.ClassWeighting;
import dev.logistic.solver.RemoteData;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.RowFacts;
import dev.logistic.solver.WholeData;
import dev.logistic.table.TrainingTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains logistic regression. Works on any thread, and simultaneous trainings yield the same
 * results as sequential ones. Computes on the device and in the type of the data; uses the settings
 * under {@code train.} and the seed.
 */
public final class LogisticRegression {

  private final Settings settings;
  private final EpochListener listener;
  private final @Nullable LabelledData validation;
  private final @Nullable WarmStart warmStart;
  private final boolean resume;
  private final Interruption interruption;

  private LogisticRegression(
      Settings settings,
      EpochListener listener,
      @Nullable LabelledData validation,
      @Nullable WarmStart warmStart,
      boolean resume,
      Interruption interruption) {
    this.settings = settings;
    this.listener = listener;
    this.validation = validation;
    this.warmStart = warmStart;
    this.resume = resume;
    this.interruption = interruption;
  }

  /** A training with these settings. */
  public static LogisticRegression with(Settings settings) {
    return new LogisticRegression(
        settings, EpochListener.SILENT, null, null, false, Interruption.OF_THREAD);
  }

  /** The same training with other settings. */
  public LogisticRegression settings(Settings other) {
    return new LogisticRegression(other, listener, validation, warmStart, resume, interruption);
  }

  /** The same training, notifying the listener of every epoch. */
  public LogisticRegression listener(EpochListener observer) {
    return new LogisticRegression(settings, observer, validation, warmStart, resume, interruption);
  }

  /**
   * The same training, with the loss on other rows after each epoch.
   *
   * @param heldOut prepared like the rows to train on
   */
  public LogisticRegression validation(LabelledData heldOut) {
    return new LogisticRegression(settings, listener, heldOut, warmStart, resume, interruption);
  }

  /**
   * The same training, starting from a model's weights and bias. The data must have the model's
   * features and classes, else training throws an {@link IllegalArgumentException}; its
   * standardization may differ.
   *
   * @param model copied; may be closed before the training
   */
  public LogisticRegression startingFrom(LogisticModel model) {
    return new LogisticRegression(
        settings, listener, validation, new WarmStart(model), resume, interruption);
  }

  /**
   * The same training, resumed from the newest checkpoint in {@code train.checkpoint}, bit by bit
   * as if it had never stopped; from the beginning if there is none. The listener is notified by
   * {@link EpochListener#resumed}.
   */
  public LogisticRegression resume() {
    return new LogisticRegression(settings, listener, validation, warmStart, true, interruption);
  }

  /**
   * The same training, which ends by a {@link TrainingInterruptedException} once requested; if
   * {@code train.checkpoint} is set, it writes a checkpoint first.
   *
   * @param asked whether to end; called on the training's thread after every step, so it must be
   *     quick
   */
  public LogisticRegression interruptedWhen(BooleanSupplier asked) {
    return interrupted(interruption.when(asked));
  }

  /**
   * The same training with a limit to its time; ends as {@link #interruptedWhen} does, which is
   * checked after every step of the solver, and not while rows are standardized before. An
   * interruption of the calling thread ends every training in this way, and leaves the thread
   * interrupted.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public LogisticRegression within(Duration limit) {
    return interrupted(interruption.within(limit));
  }

  private LogisticRegression interrupted(Interruption other) {
    return new LogisticRegression(settings, listener, validation, warmStart, resume, other);
  }

  /**
   * Checks that the directory of checkpoints, if one is set, can be used, for callers that need to
   * know before reading data.
   *
   * @return whether the run in it is resumed and finished, so that nothing is left to be trained
   * @throws CheckpointException if it cannot be used
   * @throws SettingsException if this is to resume without one
   */
  public boolean requireCheckpoints() {
    try (Checkpoints checkpoints = Checkpoints.open(settings, resume).orElse(null)) {
      State state = checkpoints == null ? null : checkpoints.state();
      return state != null && StopRecord.of(state, settings, 0).isPresent();
    }
  }

  /**
   * Checks that the settings, and the model to start from if any, fit the data.
   *
   * @throws IllegalArgumentException if the model has other features or classes
   * @throws SettingsException if the rows lack what a setting needs
   */
  public void requireFit(LabelledData data) {
    RowRequirements.check(settings, data);
    if (warmStart != null) {
      warmStart.requireFit(data);
    }
  }

  /** Trains from the weights that the original program draws after its data. */
  public TrainingResult train(SyntheticData data) {
    return train(data.rows(), data.initialWeights(), settings, RowProfiles.NONE);
  }

  /** Trains from weights of zero, on a table's training rows and with those that it holds out. */
  public TrainingResult train(TrainingTable table) {
    LogisticRegression withValidation = table.validation().map(this::validation).orElse(this);
    LabelledData data = table.training();
    try (NDManager manager = data.newManager()) {
      return withValidation
          .train(
              data, zeros(manager, data), Tables.described(table, settings), RowProfiles.of(table))
          .withEarlier(table.warnings());
    }
  }

  /**
   * Trains from weights of zero on remote rows, by {@code train.solver=lbfgs}. If the settings name
   * a source of data, all of them are recorded with the model.
   *
   * @throws IllegalArgumentException if another solver, patience or checkpoints are set, rows are
   *     held out, or there is a model to start from or a training to resume
   */
  public TrainingResult train(RemoteRows rows) {
    requireFitForRemoteRows();
    Combinations.check(settings);
    if (settings.get(Settings.WEIGHT_KIND) != WeightKind.IMPORTANCE) {
      throw new SettingsException(
          "%s is not possible on remote rows: leave it out, or train on one machine"
              .formatted(Settings.WEIGHT_KIND));
    }
    for (Key<String> key : List.of(Settings.TRIALS, Settings.OFFSET)) {
      if (!settings.get(key).isEmpty()) {
        throw new SettingsException(
            "%s is not possible on remote rows: leave it out, or train on one machine"
                .formatted(key));
      }
    }
    if (settings.get(Settings.COVARIANCE).isClustered()) {
      throw new SettingsException(
          "train.covariance=cluster is not possible on remote rows: set hc0 to hc3, or train on one machine");
    }
    if (settings.get(Settings.FIRTH)) {
      throw new SettingsException(
          "%s=true is not possible on remote rows: leave it out, or train on one machine"
              .formatted(Settings.FIRTH));
    }
    RemoteData data = new RemoteData(rows);
    RowFacts facts = data.facts();
    RowRequirements.requireTwoClasses(settings, facts.classes());
    ThresholdSearch thresholds = ThresholdSearch.on(null, settings);
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters =
            Parameters.zeros(manager, facts.schema().width(), facts.outputs(), facts.type())) {
      Settings recorded = settings.isTable() ? settings : null;
      Training training = new Training(settings, recorded, data, Device.cpu(), parameters);
      Journal journal = training.journal(listener, null, interruption.begin(), null);
      return training.run(
          journal,
          () -> training.minimize(journal),
          data::description,
          thresholds,
          RowProfiles.NONE);
    }
  }

  private void requireFitForRemoteRows() {
    if (validation != null || warmStart != null || resume) {
      throw new IllegalArgumentException(
          "remote rows are trained on from weights of zero and without validation rows");
    }
    Solver solver = settings.get(Settings.SOLVER);
    if (!solver.worksOnRemoteRows()) {
      throw new IllegalArgumentException(
          "%s must be %s for remote rows, was %s"
              .formatted(
                  Settings.SOLVER,
                  Solver.names(Solver::worksOnRemoteRows),
                  Settings.SOLVER.print(solver)));
    }
    if (settings.get(Settings.PATIENCE).isPresent()
        || !settings.get(Settings.CHECKPOINT).isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s are not supported for remote rows"
              .formatted(Settings.PATIENCE, Settings.CHECKPOINT));
    }
  }

  /**
   * Fits rows to the optimum, with {@link Settings#defaults}: standardized features and a penalty
   * of 1/rows. {@link #train(LabelledData)} reports how it went in addition.
   *
   * @param rows and labels as for {@link LabelledData#of(double[][], int[])}
   * @return a model that accepts rows on the scale of these; the caller closes it
   * @throws IllegalArgumentException if the arrays cannot be used; the message names row and column
   * @throws UnconvergedException if the optimum was not reached
   */
  public static LogisticModel fit(double[][] rows, int[] labels) {
    return fitted(LabelledData.of(rows, labels));
  }

  /** As {@link #fit(double[][], int[])}, in float32. */
  public static LogisticModel fit(float[][] rows, int[] labels) {
    return fitted(LabelledData.of(rows, labels));
  }

  /** As {@link #fit(double[][], int[])}, with the classes {@code false} and {@code true}. */
  public static LogisticModel fit(double[][] rows, boolean[] labels) {
    return fitted(LabelledData.of(rows, labels));
  }

  /** As {@link #fit(double[][], int[])}, with the names of classes as labels. */
  public static LogisticModel fit(double[][] rows, String[] labels) {
    return fitted(LabelledData.of(rows, labels));
  }

  private static LogisticModel fitted(LabelledData rows) {
    try (LabelledData data = rows) {
      data.requireEveryClass();
      return with(Settings.defaults()).train(data).requireConverged().takeModel();
    }
  }

  /**
   * Trains from weights of zero. With {@link Settings#defaults} and {@code data.standardize},
   * features are standardized first unless they already are, and held-out ones in the same way; the
   * model accepts features on their original scale.
   *
   * @throws SettingsException if settings are inconsistent, or describe a table
   */
  public TrainingResult train(LabelledData data) {
    Combinations.checkForArrays(settings);
    LogisticRegression begun = interrupted(interruption.started());
    if (standardizes(data)) {
      try (LabelledData scaled = data.standardized();
          LabelledData heldOut = standardized(validation, scaled)) {
        LogisticRegression training = heldOut == null ? begun : begun.validation(heldOut);
        return training.trainFromZero(scaled);
      }
    }
    return begun.trainFromZero(data);
  }

  private boolean standardizes(LabelledData data) {
    return settings.standardizesArrays() && !data.isStandardized();
  }

  private static @Nullable LabelledData standardized(@Nullable LabelledData data, LabelledData as) {
    return data == null ? null : data.standardizedBy(as.schema().standardization().orElseThrow());
  }

  private TrainingResult trainFromZero(LabelledData data) {
    try (NDManager manager = data.newManager()) {
      return train(data, zeros(manager, data));
    }
  }

  private static NDArray zeros(NDManager manager, LabelledData data) {
    return manager.zeros(new Shape(data.columns(), data.outputs()), data.type());
  }

  /**
   * Trains from the given weights and a bias of zero.
   *
   * @param initialWeights shape (columns, 1), or (columns, classes) for more than two, of the type
   *     and on the device of the features; copied
   * @throws IllegalArgumentException if the weights do not conform
   * @throws dev.logistic.config.SettingsException if settings are inconsistent, or describe a table
   * @throws NonFiniteLossException if the loss of a step, or after it, is NaN or infinite
   * @throws dev.logistic.checkpoint.CheckpointException if a checkpoint cannot be written, read or
   *     used for this training
   * @throws TrainingInterruptedException if it was requested to end
   */
  public TrainingResult train(LabelledData data, NDArray initialWeights) {
    Combinations.checkForArrays(settings);
    if (standardizes(data)) {
      throw new SettingsException(
          "initial weights need features whose scale is known: train on data.standardized(), or with"
              + " data.standardize=false");
    }
    Shape shape = new Shape(data.columns(), data.outputs());
    DataType type = data.type();
    if (!initialWeights.getShape().equals(shape) || initialWeights.getDataType() != type) {
      throw new IllegalArgumentException(
          "initial weights must have shape %s and type %s like the features, was %s and %s"
              .formatted(shape, type, initialWeights.getShape(), initialWeights.getDataType()));
    }
    return train(data, initialWeights, null, RowProfiles.NONE);
  }

  private void requireSameOffset(LabelledData data) {
    Optional<String> ours = data.offsets().map(Offsets::column);
    Optional<String> others = ours;
    if (validation != null) {
      others = validation.offsets().map(Offsets::column);
    }
    if (!ours.equals(others)) {
      throw new IllegalArgumentException(
          "expected validation rows with the offset of the rows to train on, %s, found %s"
              .formatted(ours.orElse("none"), others.orElse("none")));
    }
  }

  /** The settings by which numbers of trials, unless classes weigh them, count rows. */
  private Settings ofTrials(LabelledData data) {
    return data.isGrouped() && settings.get(Settings.CLASS_WEIGHT).isNone()
        ? settings.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY)
        : settings;
  }

  /**
   * @param recorded with the model; null where the caller brought the data
   */
  private TrainingResult train(
      LabelledData data,
      NDArray initialWeights,
      @Nullable Settings recorded,
      RowProfiles profiles) {
    Combinations.check(settings);
    RowRequirements.check(settings, data);
    requireSameOffset(data);
    if (settings.get(Settings.PATIENCE).isPresent() && validation == null) {
      throw new SettingsException(Settings.PATIENCE + " needs rows held out for validation");
    }
    ThresholdSearch thresholds = ThresholdSearch.on(validation, settings);
    settings.get(Settings.THREADS).ifPresent(PyTorch::setThreads);
    Solver solver = settings.get(Settings.SOLVER);
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
      Training training = new Training(ofTrials(data), recorded, whole, data.device(), parameters);
      String fingerprint = null; // reading all data before the first step costs as much as a few
      if (checkpoints != null) {
        fingerprint = Fingerprint.of(data);
        checkpoints.identify(
            RunIdentity.of(training.record(), fingerprint, data, validation, parameters));
      }
      String known = fingerprint;
      Journal journal = training.journal(listener, heldOut, interruption.begin(), checkpoints);
      return training.run(
          journal,
          () ->
              solver.convergesToOptimum()
                  ? training.minimize(journal)
                  : training.descend(whole.data(), journal),
          () ->
              new ModelCard.TrainingData(
                  data.observations(), known == null ? Fingerprint.of(data) : known),
          thresholds,
          profiles);
    }
  }
}
