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
import dev.logistic.engine.Devices;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import dev.logistic.model.Parameters;
import dev.logistic.objective.AutogradObjective;
import dev.logistic.objective.ClosedFormObjective;
import dev.logistic.objective.LogLikelihood;
import dev.logistic.objective.Objective;
import dev.logistic.objective.PartwiseObjective;
import dev.logistic.optimizer.Sgd;
import dev.logistic.optimizer.UpdateRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Trains logistic regression. Works on any thread, and several trainings at once give the same
 * results as one after the other. Computes on the device and in the type of the data; of the
 * settings it reads those under {@code train.} and the seed.
 */
public final class LogisticRegression {

  private static final List<String> CLASSES = List.of("0", "1");

  private final Settings settings;
  private final EpochListener listener;

  private LogisticRegression(Settings settings, EpochListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** A training with these settings. */
  public static LogisticRegression with(Settings settings) {
    return new LogisticRegression(settings, EpochListener.SILENT);
  }

  /** The same training, telling the listener of every epoch. */
  public LogisticRegression listener(EpochListener toTell) {
    return new LogisticRegression(settings, toTell);
  }

  /** Trains from the weights that the original program draws after its data. */
  public TrainingResult train(SyntheticData data) {
    return train(data.rows(), data.initialWeights(), settings.toMap());
  }

  /** Trains from weights of zero. */
  public TrainingResult train(LabelledData data) {
    try (NDManager manager = data.newManager()) {
      Shape shape = new Shape(data.columns(), 1);
      return train(data, manager.zeros(shape, data.features().getDataType()));
    }
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
    return train(data, initialWeights, settingsFor(data));
  }

  private TrainingResult train(
      LabelledData data, NDArray initialWeights, Map<String, String> recorded) {
    Objective objective = new PartwiseObjective(objective());
    double learningRate = settings.get(Settings.LEARNING_RATE);
    LossMeter lossMeter = new LossMeter(settings.get(Settings.EPOCH_LOSS), learningRate);
    try (NoGradient off = NoGradient.onThisThread();
        Parameters parameters = Parameters.startingAt(initialWeights);
        UpdateRule updateRule = new Sgd(learningRate, parameters);
        Minibatches minibatches =
            new Minibatches(data, settings.get(Settings.BATCH_SIZE), shuffleSeed())) {
      int epochs = settings.get(Settings.EPOCHS);
      long start = System.nanoTime();
      new GradientDescent(objective, updateRule, lossMeter, listener)
          .run(parameters, minibatches, epochs);
      double seconds = (System.nanoTime() - start) / 1e9;
      Optimality optimality = Optimality.of(data, parameters);
      // The last step's outcome has not been seen by a loss yet.
      lossMeter.requireFinite(parameters.areFinite() ? optimality.loss() : Double.NaN);
      LogisticModel model = new LogisticModel(parameters, card(data, optimality, recorded));
      return new TrainingResult(
          model, epochs, optimality.loss(), optimality.gradientNorm(), seconds);
    }
  }

  private ModelCard card(LabelledData data, Optimality optimality, Map<String, String> recorded) {
    Map<String, Double> metrics =
        Map.of("loss", optimality.loss(), "gradient_norm", optimality.gradientNorm());
    return new ModelCard(
        data.featureNames(),
        CLASSES,
        recorded,
        settings.get(Settings.SEED),
        PyTorch.djlVersion(),
        PyTorch.version(),
        new ModelCard.TrainingData(data.rows(), Fingerprint.of(data)),
        new TreeMap<>(metrics));
  }

  /** What is recorded where the caller brought the data: nothing about a source, and what it is. */
  private Map<String, String> settingsFor(LabelledData data) {
    Map<String, String> recorded = new LinkedHashMap<>(settings.toMap());
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
