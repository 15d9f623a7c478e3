import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictInAPipelineTest {

  @TempDir Path parent;

  @Test
  void theExampleReadsALine() throws Exception {
    Path directory = parent.resolve("m");
    try (LogisticModel model = SampleModels.ofNumbers(2, 2, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory);
      double expected = model.probability(1.5, -20);

      Classifications actual =
          PredictInAPipeline.predicted(directory, "x1=-20, x0=1.5, note=anything");

      assertThat(actual.get("one").getProbability()).isCloseTo(expected, within(1e-6));
    }
  }
}
