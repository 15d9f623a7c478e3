import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreWithoutNativeCodeTest {

  @TempDir Path parent;

  @Test
  void theExampleGivesWhatTheModelGives() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(
            List.of(new NumberTerm("age"), new LevelsTerm("city", List.of("Basel", "Bern"), null)),
            Optional.empty());
    Path directory = parent.resolve("m");
    double expected;
    try (LogisticModel model = SampleModels.of(schema, 2, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory);
      expected = model.probability(41, 1);
    }

    Map<String, Double> probabilities = ScoreWithoutNativeCode.probabilities(directory);

    assertThat(probabilities.get("one")).isCloseTo(expected, within(1e-6));
  }
}
