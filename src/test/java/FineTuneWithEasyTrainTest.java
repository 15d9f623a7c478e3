import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.ArrayDataset;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuneWithEasyTrainTest {

  @TempDir Path parent;

  @Test
  void theExampleFitsTheModelToOtherRows() throws Exception {
    Path from = parent.resolve("from");
    Path to = parent.resolve("to");
    float[][] rows = {{1}, {2}, {3}, {4}};
    try (LogisticModel model = SampleModels.ofNumbers(1, 2, false, DataType.FLOAT32)) {
      ModelDirectory.save(model, from);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      ArrayDataset dataset =
          new ArrayDataset.Builder()
              .setData(manager.create(rows))
              .optLabels(manager.create(new float[] {1, 1, 0, 0}))
              .setSampling(2, false)
              .build();
      FineTuneWithEasyTrain.tune(from, to, dataset, 500);
    }
    try (LogisticModel tuned = ModelDirectory.load(to)) {
      double[] probabilities = tuned.probabilities(rows);
      assertThat(probabilities[0]).isGreaterThan(0.6);
      assertThat(probabilities[3]).isLessThan(0.4);
    }
  }
}
