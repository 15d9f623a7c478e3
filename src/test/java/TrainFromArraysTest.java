import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainFromArraysTest {

  @Test
  void theExampleSeparatesSmallFromLarge() {
    double[] probabilities = TrainFromArrays.probabilities();

    assertThat(probabilities[0]).isBetween(0.05, 0.4);
    assertThat(probabilities[1]).isBetween(0.6, 0.95);
  }

  @Test
  void theReadmeShowsTheExampleThatIsCompiled() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("examples/TrainFromArrays.java"));
    int from = lines.indexOf("  static double[] probabilities() {") + 1;
    int to = lines.lastIndexOf("  }");
    String body = String.join("\n", lines.subList(from, to)).indent(-4).strip();

    assertThat(Files.readString(Path.of("README.md"))).contains(body);
  }
}
