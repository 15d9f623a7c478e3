import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyThreadsTest {

  @TempDir Path parent;

  @Test
  void theExampleAnswersAsOneThreadWould() throws Exception {
    Path directory = parent.resolve("m");
    try (LogisticModel model = SampleModels.ofNumbers(2, 3, false, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory);
    }
    List<float[]> rows =
        IntStream.range(0, 50).mapToObj(i -> new float[] {i - 25, (i * 7) % 50 - 25}).toList();

    List<List<String>> four = ManyThreads.classes(directory, List.of(rows, rows, rows, rows));

    assertThat(four.get(0)).hasSize(50).containsAnyOf("two", "one");
    assertThat(four).containsOnly(ManyThreads.classes(directory, List.of(rows)).get(0));
  }
}
