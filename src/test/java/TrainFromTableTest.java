import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.evaluate.Figures;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainFromTableTest {

  @TempDir Path parent;

  @Test
  void theExampleSeparatesBenignFromMalignantAndSavesTheModel() throws Exception {
    Path directory = parent.resolve("m");

    Figures evaluation = TrainFromTable.trainAndSave("examples/data/breast_cancer.csv", directory);

    assertThat(evaluation.rows()).isEqualTo(113);
    assertThat(evaluation.rocAuc()).isGreaterThan(0.97);
    try (LogisticModel model = ModelDirectory.load(directory)) {
      assertThat(model.card().classes()).containsExactly("benign", "malignant");
      assertThat(model.card().features()).hasSize(30);
    }
  }
}
