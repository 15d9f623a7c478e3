package dev.logistic.train;

import static java.util.Locale.ROOT;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.Settings;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatches;
import dev.logistic.data.SyntheticData;
import dev.logistic.data.table.TrainingTable;
import dev.logistic.engine.Devices;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import dev.logistic.model.Parameters;
import dev.logistic.model.Statistics;
import dev.logistic.objective.AutogradObjective;
import dev.logistic.objective.ClosedFormObjective;
import dev.logistic.objective.LogLikelihood;
import dev.logistic.objective.Objective;
import dev.logistic.objective.PartwiseObjective;
import dev.logistic.objective.RidgeObjective;
import dev.logistic.optimizer.Sgd;
import dev.logistic.optimizer.UpdateRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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

  private LogisticRegression(
      Settings settings, EpochListener listener, @Nullable LabelledData validation) {
    this.settings = settings;
    this.listener = listener;
    this.validation = validation;
  }

  /** A training with these settings. */
  public static LogisticRegression with(Settings settings) {
    return new LogisticRegression(settings, EpochListener.SILENT, null);
  }

  /** The same training, telling the listener of every epoch. */
  public LogisticRegression listener(EpochListener toTell) {
    return new LogisticRegression(settings, toTell, validation);
  }

  /**
   * The same training, with the loss on other rows after each epoch.
   *
   * @param heldOut prepared like the rows to train on
   */
  public LogisticRegression validation(LabelledData heldOut) {
    return new LogisticRegression(settings, listener, heldOut);
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
      return withValidation.train(data, zeros(manager, data), settings);
    }
  }

  /** Trains from weights of zero. */
  public TrainingResult train(LabelledData data) {
    try (NDManager manager = data.newManager()) {
      return train(data, zeros(manager, data));
    }
  }

  private static NDArray zeros(NDManager manager, LabelledData data) {
    return manager.zeros(new Shape(data.columns(), 1), data.features().getDataType());
  }

  /**
   * Trains from the given weights and a bias of zero.
   *
   * @param initialWeights shape (columns, 1), of the type and on the device of the features; copied
   * @throws IllegalArgumentException if the weights are not so
   * @throws NonFiniteLossException if the loss of a step, or what it leaves, is NaN or infinite
   */
  public TrainingResult train(LabelledData data, NDArray initialWeights) {
    Shape shape = new Shape(data.columns(), 1);
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
    double l2 = settings.get(Settings.L2).orElse(1.0 / data.rows());
    double learningRate = settings.get(Settings.LEARNING_RATE);
    LossMeter lossMeter = new LossMeter(settings.get(Settings.EPOCH_LOSS), learningRate);
    try (NoGradient off = NoGradient.onThisThread();
        Parameters parameters = Parameters.startingAt(initialWeights);
        WholeData whole = new WholeData(data);
        WholeData heldOut = validation == null ? null : new WholeData(validation)) {
      EpochEnd epochEnd = (epoch, loss) -> tell(epoch, loss, heldOut, parameters);
      long start = System.nanoTime();
      Stop stop =
          switch (settings.get(Settings.SOLVER)) {
            case SGD -> descend(data, parameters, l2, lossMeter, epochEnd);
            case LBFGS -> minimize(whole, parameters, l2, epochEnd);
          };
      double seconds = (System.nanoTime() - start) / 1e9;
      Statistics statistics =
          Inference.at(Refusals.beforehand(settings, l2, stop), data, parameters);
      Fit fit = Fit.of(whole, parameters, l2);
      // The last step's outcome has not been seen by a loss yet.
      lossMeter.requireFinite(parameters.areFinite() ? fit.loss() : Double.NaN);
      Map<String, String> record =
          recorded == null
              ? settingsFor(data, l2)
              : recorded.with(Settings.L2, OptionalDouble.of(l2)).toMap();
      LogisticModel model = new LogisticModel(parameters, card(data, fit, statistics, record));
      return new TrainingResult(model, stop, fit, seconds);
    }
  }

  private Stop descend(
      LabelledData data, Parameters parameters, double l2, LossMeter lossMeter, EpochEnd epochEnd) {
    double learningRate = settings.get(Settings.LEARNING_RATE);
    int epochs = settings.get(Settings.EPOCHS);
    try (UpdateRule updateRule = new Sgd(learningRate, parameters);
        RidgeObjective objective =
            new RidgeObjective(new PartwiseObjective(objective()), parameters, l2);
        Minibatches minibatches =
            new Minibatches(data, settings.get(Settings.BATCH_SIZE), shuffleSeed())) {
      new GradientDescent(objective, updateRule, lossMeter, epochEnd)
          .run(parameters, minibatches, epochs);
    }
    return new Stop(Stop.Reason.EPOCHS, epochs, 0);
  }

  private Stop minimize(WholeData whole, Parameters parameters, double l2, EpochEnd epochEnd) {
    double tolerance = settings.get(Settings.TOLERANCE).orElse(whole.attainableGradient());
    return new Minimization(whole, l2, tolerance, settings.get(Settings.EPOCHS))
        .run(parameters, epochEnd);
  }

  private void tell(int epoch, double loss, @Nullable WholeData heldOut, Parameters parameters) {
    OptionalDouble validationLoss =
        heldOut == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(Fit.of(heldOut, parameters, 0).loss());
    listener.epochEnded(new EpochListener.Epoch(epoch, loss, validationLoss));
  }

  private ModelCard card(
      LabelledData data, Fit fit, Statistics statistics, Map<String, String> recorded) {
    return new ModelCard(
        data.schema(),
        data.classes(),
        recorded,
        settings.get(Settings.SEED),
        PyTorch.djlVersion(),
        PyTorch.version(),
        new ModelCard.TrainingData(data.rows(), Fingerprint.of(data)),
        Map.of(
            "loss", fit.loss(), "objective", fit.objective(), "gradient_norm", fit.gradientNorm()),
        statistics);
  }

  /** What is recorded where the caller brought the data: nothing about a source, and what it is. */
  private Map<String, String> settingsFor(LabelledData data, double l2) {
    Map<String, String> recorded =
        new LinkedHashMap<>(settings.with(Settings.L2, OptionalDouble.of(l2)).toMap());
    recorded.keySet().removeIf(name -> name.startsWith("data."));
    recorded.put(Settings.PRECISION.name(), data.features().getDataType().name().toLowerCase(ROOT));
    recorded.put(Settings.DEVICE.name(), Devices.name(data.features().getDevice()));
    return recorded;
  }

  private Objective objective() {
    return switch (settings.get(Settings.GRADIENT)) {
      case CLOSED_FORM -> new ClosedFormObjective();
      case AUTOGRAD ->
          new AutogradObjective(
              switch (settings.get(Settings.LOSS)) {
                case PROBABILITY -> LogLikelihood.OF_PROBABILITY;
                case LOGITS -> LogLikelihood.OF_LOGITS;
              });
    };
  }

  private OptionalLong shuffleSeed() {
    return settings.get(Settings.SHUFFLE)
        ? OptionalLong.of(settings.get(Settings.SEED))
        : OptionalLong.empty();
  }
}
