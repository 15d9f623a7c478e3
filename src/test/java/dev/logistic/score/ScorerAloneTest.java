package dev.logistic.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose class path has this project, this test and Gson, and neither DJL nor PyTorch. */
class ScorerAloneTest {

  @TempDir Path parent;

  /** What runs in that JVM. */
  static final class Program {

    private Program() {}

    /** Arguments: the model, the features of a row. */
    public static void main(String[] args) throws IOException {
      Scorer scorer = Scorer.load(Path.of(args[0]));
      double[] row = Arrays.stream(args).skip(1).mapToDouble(Double::parseDouble).toArray();
      System.out.print(scorer.probability(row));
    }
  }

  @Test
  void itScoresWithoutDjl() throws Exception {
    Path directory = parent.resolve("m");
    float[] row = {30, 0, 1, 8.5f, 1, 0};
    float expected;
    try (LogisticModel model = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(model, directory);
      expected = SampleModels.nativeProbabilities(model, row)[0];
    }
    String classPath =
        Stream.of(Scorer.class, Program.class, Gson.class)
            .map(ScorerAloneTest::place)
            .collect(Collectors.joining(File.pathSeparator));

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Program.class.getName(),
                directory.toString(),
                "30",
                "0",
                "1",
                "8.5",
                "1",
                "0")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(Double.parseDouble(output)).isCloseTo(expected, within(1e-6));
  }

  private static String place(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
