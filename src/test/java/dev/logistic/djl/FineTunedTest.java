package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.ModelCard;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL trains a loaded model further; the result is saved in one of our directories. */
class FineTunedTest {

  @TempDir Path parent;

  private Path saved(int classes) throws Exception {
    Path directory = parent.resolve("m" + classes);
    try (LogisticModel model = SampleModels.ofNumbers(3, classes, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory);
    }
    return directory;
  }

  private static ZooModel<NDList, NDList> load(Path directory) throws Exception {
    return Criteria.builder()
        .setTypes(NDList.class, NDList.class)
        .optModelPath(directory)
        .build()
        .loadModel();
  }

  /** Rows around the columns' means, of classes that lie on a line. */
  private static ArrayDataset dataset(NDManager manager, ModelCard card) {
    int rows = 256;
    double[] means =
        card.schema().standardization().orElseThrow().means().stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    Random random = new Random(1);
    float[] features = new float[rows * means.length];
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < means.length; j++) {
        double z = random.nextGaussian();
        sum += z;
        features[i * means.length + j] = (float) (means[j] + z);
      }
      labels[i] = card.classes().size() == 2 ? (sum > 0 ? 1 : 0) : sum < -1 ? 2 : sum < 1 ? 1 : 0;
    }
    NDArray all = manager.create(labels);
    return new ArrayDataset.Builder()
        .setData(manager.create(features, new Shape(rows, means.length)))
        .optLabels(all)
        .setSampling(32, false)
        .build();
  }

  private static float trained(Model model, ArrayDataset dataset, int epochs, boolean two)
      throws Exception {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(
                two ? Loss.sigmoidBinaryCrossEntropyLoss() : Loss.softmaxCrossEntropyLoss())
            .optDevices(new Device[] {Device.cpu()})
            .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.5f)).build())
            .addTrainingListeners(TrainingListener.Defaults.basic());
    try (Trainer trainer = model.newTrainer(config)) {
      EasyTrain.fit(trainer, epochs, dataset, null);
      return trainer.getTrainingResult().getTrainLoss();
    }
  }

  @Test
  void djlTrainsOnTheScaleOfTheColumnsAndTheResultIsSavedAnew() throws Exception {
    for (int classes : new int[] {2, 3}) {
      Path from = saved(classes);
      Path to = parent.resolve("tuned" + classes);
      ModelCard card = ModelDirectory.card(from);
      try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
          ZooModel<NDList, NDList> model = load(from)) {
        ArrayDataset dataset = dataset(manager, card);
        float first = trained(model, dataset, 1, classes == 2);
        float third = trained(model, dataset, 2, classes == 2);
        assertThat(third).isLessThan(0.8f * first);

        NDArray rows = manager.create(new float[][] {{1, 2, 3}, {-100, 200, 300}});
        float[] expected;
        try (LogisticModel tuned = FineTuned.of(model, from)) {
          ModelDirectory.save(tuned, to);
          expected = tuned.logits(rows).toFloatArray();
        }
        try (LogisticModel again = ModelDirectory.load(to);
            LogisticModel before = ModelDirectory.load(from);
            ZooModel<NDList, NDList> loaded = load(to);
            var predictor = loaded.newPredictor()) {
          assertThat(again.logits(rows).toFloatArray()).isEqualTo(expected);
          assertThat(before.logits(rows).toFloatArray()).isNotEqualTo(expected);
          float[] logits = predictor.predict(new NDList(rows)).get(0).toFloatArray();
          assertThat(logits).containsExactly(expected, within(1e-4f));
          assertThat(again.card().schema()).isEqualTo(card.schema());
          assertThat(again.card().classes()).isEqualTo(card.classes());
          assertThat(again.card().settings()).isEqualTo(card.settings());
          assertThat(again.card().metrics()).isEmpty();
          assertThat(again.card().statistics().refused())
              .contains(
                  "the model was fine-tuned later: statistics and metrics describe the fit before that");
        }
      }
    }
  }

  /** Oracle: one step of gradient descent over all rows, in Java doubles. */
  @Test
  void aStepOfDjlsIsTheGradientOfStandardizedFeatures() throws Exception {
    Path from = saved(2);
    ModelCard card = ModelDirectory.card(from);
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        LogisticModel before = ModelDirectory.load(from);
        ZooModel<NDList, NDList> model = load(from)) {
      ArrayDataset rows = dataset(manager, card);
      double[] w =
          before.coefficients().weights().stream().mapToDouble(Double::doubleValue).toArray();
      double bias = before.coefficients().bias();
      float[] x = rows.getByRange(manager, 0, 256).getData().get(0).toFloatArray();
      float[] y = rows.getByRange(manager, 0, 256).getLabels().get(0).toFloatArray();
      double[] gradient = new double[4];
      for (int i = 0; i < 256; i++) {
        double[] z = new double[3];
        double logit = bias;
        for (int j = 0; j < 3; j++) {
          double mean = card.schema().standardization().orElseThrow().means().get(j);
          z[j] =
              (x[3 * i + j] - mean) / card.schema().standardization().orElseThrow().scales().get(j);
          logit += w[j] * z[j];
        }
        double residual = (1 / (1 + Math.exp(-logit)) - y[i]) / 256;
        for (int j = 0; j < 3; j++) {
          gradient[j] += residual * z[j];
        }
        gradient[3] += residual;
      }
      ArrayDataset whole =
          new ArrayDataset.Builder()
              .setData(manager.create(x, new Shape(256, 3)))
              .optLabels(manager.create(y))
              .setSampling(256, false)
              .build();
      trained(model, whole, 1, true);
      try (LogisticModel tuned = FineTuned.of(model, from)) {
        for (int j = 0; j < 3; j++) {
          assertThat(tuned.coefficients().weights().get(j))
              .isCloseTo(w[j] - 0.5 * gradient[j], within(1e-5));
        }
        assertThat(tuned.coefficients().bias()).isCloseTo(bias - 0.5 * gradient[3], within(1e-5));
      }
    }
  }

  @Test
  void anotherBlockOrAnotherDirectoryIsRefused() throws Exception {
    Path two = saved(2);
    Path three = saved(3);
    try (Model other = Model.newInstance("x", Device.cpu(), "PyTorch");
        ZooModel<NDList, NDList> model = load(two)) {
      other.setBlock(Blocks.identityBlock());
      assertThatThrownBy(() -> FineTuned.of(other, two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the model's block must be a LogisticBlock, was ");
      assertThatThrownBy(() -> FineTuned.of(model, three))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weight must have shape (3, 3) as model.json says, was (3, 1)");
    }
  }

  @Test
  void whatDjlsOwnSaveAddsToADirectoryIsNotTakenForItsModel() throws Exception {
    Path directory = saved(2);
    try (ZooModel<NDList, NDList> model = load(directory)) {
      model.setProperty("Epoch", "1");
      model.save(directory, "logistic");
    }
    assertThat(directory.resolve("logistic-0001.params")).exists();
    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            directory.toAbsolutePath().resolve("logistic-0001.params")
                + " holds parameters that model.json does not know; fine-tuned models are saved by"
                + " FineTuned and ModelDirectory");
    assertThat(Arrays.asList(directory.toFile().list())).contains("model.json");
  }
}
