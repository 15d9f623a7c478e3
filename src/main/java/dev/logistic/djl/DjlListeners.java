package dev.logistic.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.EarlyStoppingListener.EarlyStoppedException;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticBlock;
import dev.logistic.model.Parameters;
import dev.logistic.train.EpochListener;
import dev.logistic.train.TrainingStoppedException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notifies DJL's {@link TrainingListener}s of a training: those that log, evaluate, save and stop
 * early. They get a {@link Trainer} of a DJL model that has the parameters of the epoch just ended
 * and never steps. In DJL's order, they are notified of the beginning when this is created; after
 * each epoch of one training batch, which is all training rows, then of one validation batch, where
 * rows are held out, then of the epoch; and of the end when this is closed.
 *
 * <p>This costs a forward pass over all rows in each epoch, plus the work of the listeners. Rows
 * count alike, even where the training weights them. Where a listener throws an {@link
 * EarlyStoppedException}, as DJL's early stopping does, the training ends with its current result
 * and the reason {@code LISTENER}. Any other exception ends it without a result.
 *
 * <p>For one training, on its thread. Does not own the data, which must stay open longer.
 */
public final class DjlListeners implements EpochListener, AutoCloseable {

  private static final String NAME = "logistic";

  private final Model model;
  private final Trainer trainer;
  private final LogisticBlock block;
  private final LabelledData training;
  private final @Nullable LabelledData validation;

  private DjlListeners(
      Model model,
      Trainer trainer,
      LogisticBlock block,
      LabelledData training,
      @Nullable LabelledData validation) {
    this.model = model;
    this.trainer = trainer;
    this.block = block;
    this.training = training;
    this.validation = validation;
  }

  /**
   * A configuration with the loss that belongs to the data, {@code SigmoidBinaryCrossEntropyLoss}
   * of logits for two classes and {@code SoftmaxCrossEntropyLoss} for more. Add listeners and
   * evaluators to it.
   */
  public static DefaultTrainingConfig config(LabelledData data) {
    return new DefaultTrainingConfig(
            data.outputs() == 1
                ? Loss.sigmoidBinaryCrossEntropyLoss()
                : Loss.softmaxCrossEntropyLoss())
        .optDevices(new Device[] {data.device()});
  }

  /** As {@link #of(DefaultTrainingConfig, LabelledData, LabelledData)}, without held-out rows. */
  public static DjlListeners of(DefaultTrainingConfig config, LabelledData training) {
    return of(config, training, Optional.empty());
  }

  /**
   * Notifies the listeners of the configuration that a training begins.
   *
   * @param config as from {@link #config}; its optimizer and initializers are not used
   * @param training the rows that are trained on
   * @param validation rows held out, prepared like those
   * @throws IllegalArgumentException if it evaluates {@code Accuracy} of two classes, or the rows
   *     have an offset
   */
  public static DjlListeners of(
      DefaultTrainingConfig config, LabelledData training, LabelledData validation) {
    return of(config, training, Optional.of(validation));
  }

  private static DjlListeners of(
      DefaultTrainingConfig config, LabelledData training, Optional<LabelledData> validation) {
    if (training.outputs() == 1
        && config.getEvaluators().stream().anyMatch(each -> each instanceof Accuracy)) {
      throw new IllegalArgumentException(
          "Accuracy compares outputs of classes, and two classes have one output: use BinaryAccuracy");
    }
    if (training.offsets().isPresent()) {
      throw new IllegalArgumentException(
          "DJL's listeners see predictions of features alone: train rows with an offset without them");
    }
    Device device = training.device();
    config.optDevices(new Device[] {device});
    Model model = Model.newInstance(NAME, device, "PyTorch");
    try {
      LogisticBlock block =
          LogisticBlock.zeros(
              model.getNDManager(), training.columns(), training.outputs(), training.type());
      model.setBlock(block);
      model.setDataType(training.type());
      Trainer trainer = model.newTrainer(config);
      return new DjlListeners(model, trainer, block, training, validation.orElse(null));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The same, with metrics that listeners write to, as {@code Trainer.setMetrics}. */
  public DjlListeners metrics(Metrics metrics) {
    trainer.setMetrics(metrics);
    return this;
  }

  /** The trainer passed to the listeners; closed by this. */
  public Trainer trainer() {
    return trainer;
  }

  /** Always throws: the listeners need the parameters. */
  @Override
  public void epochEnded(Epoch epoch) {
    throw new IllegalStateException("DJL's listeners need the parameters of the epoch");
  }

  @Override
  public void epochEnded(Epoch epoch, Parameters parameters) {
    block.setTo(parameters);
    try {
      notifyOfBatch(training, TrainingListener::onTrainingBatch);
      if (validation != null) {
        notifyOfBatch(validation, TrainingListener::onValidationBatch);
      }
      trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    } catch (EarlyStoppedException e) {
      throw new TrainingStoppedException(String.valueOf(e.getMessage()));
    }
  }

  /** How a listener is notified of a batch. */
  @FunctionalInterface
  private interface BatchEvent {
    void fire(TrainingListener listener, Trainer trainer, BatchData batchData);
  }

  private void notifyOfBatch(LabelledData data, BatchEvent event) {
    try (NDManager manager = data.newManager();
        Batch batch = batch(data, manager)) {
      Device device = manager.getDevice();
      NDArray logits = trainer.evaluate(batch.getData()).singletonOrThrow();
      NDList predictions = new NDList(logits.toType(DataType.FLOAT32, false));
      BatchData batchData =
          new BatchData(
              batch,
              new ConcurrentHashMap<>(Map.of(device, batch.getLabels())),
              new ConcurrentHashMap<>(Map.of(device, predictions)));
      trainer.notifyListeners(listener -> event.fire(listener, trainer, batchData));
    }
  }

  /** All rows; closing it ends other handles of the arrays, and not the arrays. */
  private static Batch batch(LabelledData data, NDManager manager) {
    NDArray features = data.features().stopGradient();
    NDArray labels = data.labels().stopGradient();
    labels.attach(manager);
    NDArray narrow =
        labels.toType(DataType.FLOAT32, false); // DJL's evaluators do not accept float64
    NDArray shaped = data.outputs() == 1 ? narrow : narrow.flatten(); // as DJL's losses want them
    return new Batch(
        manager.newSubManager(),
        new NDList(features),
        new NDList(shaped),
        Math.toIntExact(data.rows()),
        Batchifier.STACK,
        Batchifier.STACK,
        0,
        1);
  }

  /** Notifies the listeners that the training has ended. */
  @Override
  public void close() {
    try (model) {
      trainer.close();
    }
  }
}
