import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingResult;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import dev.logistic.djl.FineTuned;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a saved model of two classes further by DJL's own means, and saves what comes out. */
public final class FineTuneWithEasyTrain {

  private FineTuneWithEasyTrain() {}

  /**
   * @param from directory of the model
   * @param to where the new model goes
   * @param rows features on the scale of the model's columns, labels 0 and 1
   */
  static TrainingResult tune(Path from, Path to, Dataset rows, int epochs)
      throws IOException, ModelNotFoundException, MalformedModelException, TranslateException {
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(from).build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      TrainingResult result = fit(model, rows, epochs);
      try (LogisticModel tuned = FineTuned.of(model, from)) {
        ModelDirectory.save(tuned, to);
      }
      return result;
    }
  }

  private static TrainingResult fit(Model model, Dataset rows, int epochs)
      throws IOException, TranslateException {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss())
            .optOptimizer(Adam.builder().optLearningRateTracker(Tracker.fixed(0.01f)).build())
            .addTrainingListeners(TrainingListener.Defaults.basic());
    try (Trainer trainer = model.newTrainer(config)) {
      EasyTrain.fit(trainer, epochs, rows, null);
      return trainer.getTrainingResult();
    }
  }
}
