import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.evaluator.BinaryAccuracy;
import ai.djl.training.listener.EarlyStoppingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.translate.TranslateException;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.djl.Datasets;
import dev.logistic.djl.DjlListeners;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;

/**
 * Trains on DJL's data sets, with DJL's listeners: accuracy each epoch, and an end where the loss
 * on the rows held out gets no better by a thousandth for three epochs.
 */
public final class TrainFromADataset {

  private TrainFromADataset() {}

  /**
   * Trains on four fifths of the rows and evaluates on the others.
   *
   * @param metrics get the accuracy of each epoch
   * @return what the caller closes
   */
  static TrainingResult train(RandomAccessDataset rows, Settings settings, Metrics metrics)
      throws IOException, TranslateException {
    RandomAccessDataset[] parts = rows.randomSplit(4, 1);
    try (NDManager manager = NDManager.newBaseManager();
        LabelledData training = Datasets.labelledData(parts[0], manager);
        LabelledData heldOut = Datasets.labelledData(parts[1], manager);
        DjlListeners listeners =
            DjlListeners.of(
                    DjlListeners.config(training)
                        .addEvaluator(new BinaryAccuracy())
                        .addTrainingListeners(TrainingListener.Defaults.basic())
                        .addTrainingListeners(
                            EarlyStoppingListener.builder()
                                .optEpochPatience(3)
                                .optEarlyStopPctImprovement(0.1)
                                .build()),
                    training,
                    heldOut)
                .metrics(metrics)) {
      return LogisticRegression.with(settings)
          .validation(heldOut)
          .listener(listeners)
          .train(training);
    }
  }
}
