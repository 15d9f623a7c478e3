import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import dev.logistic.config.Settings;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainFromADatasetTest {

  /** Random labels: nothing can be learned, so the loss on held-out rows soon stops improving. */
  @Test
  void theExampleStopsEarlyAndHasTheAccuracyOfEveryEpoch() throws Exception {
    Random random = new Random(3);
    float[] features = new float[200];
    float[] labels = new float[100];
    for (int i = 0; i < 100; i++) {
      features[2 * i] = (float) random.nextGaussian();
      features[2 * i + 1] = (float) random.nextGaussian();
      labels[i] = random.nextInt(2);
    }
    Metrics metrics = new Metrics();
    Settings settings =
        Settings.original().with(Settings.EPOCHS, 2_000).with(Settings.LEARNING_RATE, 0.1);
    try (NDManager manager = NDManager.newBaseManager()) {
      ArrayDataset rows =
          new ArrayDataset.Builder()
              .setData(manager.create(features, new Shape(100, 2)))
              .optLabels(manager.create(labels))
              .setSampling(16, true)
              .build();

      try (TrainingResult result = TrainFromADataset.train(rows, settings, metrics)) {
        assertThat(result.stop().reason()).isEqualTo(Stop.Reason.LISTENER);
        assertThat(result.stop().iterations()).isLessThan(2_000);
        assertThat(metrics.getMetric("validate_epoch_BinaryAccuracy"))
            .hasSize(result.stop().iterations());
      }
    }
  }
}
