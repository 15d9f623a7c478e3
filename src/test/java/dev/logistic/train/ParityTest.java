package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits as the original in PyTorch. They are promised on linux-x86_64; on other platforms,
 * where PyTorch's kernels differ, the same figures are compared to 1e-6.
 */
class ParityTest {

  private static final Path RESOURCES = Path.of("src/test/resources/original");
  private static final boolean EXACT =
      System.getProperty("os.name").equals("Linux")
          && System.getProperty("os.arch").equals("amd64");

  private static SyntheticData draw(Settings settings) {
    return SyntheticData.draw(
        settings.get(Settings.SEED),
        settings.get(Settings.SAMPLES),
        settings.get(Settings.COEFFICIENTS),
        DataType.FLOAT32,
        Device.cpu());
  }

  private static void assertSame(double actual, double expected) {
    if (EXACT) {
      assertThat(Double.doubleToRawLongBits(actual))
          .as("%a, expected %a", actual, expected)
          .isEqualTo(Double.doubleToRawLongBits(expected));
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  private static void assertSame(NDArray actual, List<Double> expected) {
    float[] values = actual.toFloatArray();
    for (int i = 0; i < expected.size(); i++) {
      assertSame(values[i], expected.get(i));
    }
  }

  @Test
  void theOriginalsDataParametersAndAccuracyAreReproduced() throws IOException {
    JsonObject expected =
        JsonParser.parseString(Files.readString(RESOURCES.resolve("expected.json")))
            .getAsJsonObject();
    try (SyntheticData data = draw(Settings.original());
        TrainingResult result = LogisticRegression.with(Settings.original()).train(data)) {
      JsonArray rows = expected.getAsJsonArray("features_first_three_rows");
      for (int row = 0; row < 3; row++) {
        NDArray actual = data.rows().features().get(row);
        assertSame(actual, OriginalRun.exact(rows.get(row).getAsJsonArray()));
      }
      assertThat(data.rows().labels().sum().getFloat())
          .isEqualTo(expected.get("positive_labels").getAsFloat());
      assertSame(
          data.initialWeights(), OriginalRun.exact(expected.getAsJsonArray("initial_weights")));
      assertSame(
          result.model().weights(), OriginalRun.exact(expected.getAsJsonArray("final_weights")));
      assertSame(result.model().bias(), List.of(OriginalRun.exact(expected.get("final_bias"))));
      assertThat(Confusion.at(0.5, (Scores) Scoring.of(result.model(), data.rows())).accuracy())
          .isEqualTo(expected.get("training_accuracy").getAsDouble());
    }
  }

  static Stream<OriginalRun> storedRuns() throws IOException {
    return Files.readAllLines(RESOURCES.resolve("runs.jsonl")).stream().map(OriginalRun::parse);
  }

  @ParameterizedTest
  @MethodSource("storedRuns")
  void otherSettingsGiveTheOriginalsBitsUntilItTurnsIntoNaN(OriginalRun run) {
    Settings settings =
        Settings.original()
            .with(Settings.SEED, run.seed())
            .with(Settings.SAMPLES, run.samples())
            .with(Settings.EPOCHS, run.epochs())
            .with(Settings.LEARNING_RATE, run.learningRate());
    List<Double> losses = new ArrayList<>();
    try (SyntheticData data = draw(settings);
        TrainingResult result =
            LogisticRegression.with(settings)
                .listener(epoch -> losses.add(epoch.loss()))
                .train(data)) {
      for (int epoch = 0; epoch < run.epochs() && !Double.isNaN(run.losses().get(epoch)); epoch++) {
        // log() differs by an ulp between PyTorch's builds; no parameter depends on its value.
        double expected = run.losses().get(epoch);
        double tolerance = EXACT ? 1.5 * Math.ulp((float) expected) : 1e-6;
        assertThat(losses.get(epoch)).isCloseTo(expected, within(tolerance));
      }
      if (run.finite()) {
        assertSame(result.model().weights(), run.weights());
        assertSame(result.model().bias(), List.of(run.bias()));
      } else {
        assertThat(losses).hasSize(run.epochs()).allMatch(Double::isFinite);
      }
    }
  }

  /** The bundled figures come from the same script; this one asks the PyTorch that is here. */
  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122})
  void theInstalledPyTorchAgrees(long seed) throws Exception {
    assumeTrue(pythonHasTorch(), "/usr/bin/python3 with torch is not installed");
    ProcessBuilder python =
        new ProcessBuilder(
                "/usr/bin/python3",
                "bench/original.py",
                "--seed=" + seed,
                "--samples=123",
                "--epochs=4",
                "--learning-rate=0.02")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // The original's own last bits follow the kernel that OpenBLAS picks for the processor.
    python.environment().put("OPENBLAS_CORETYPE", "Haswell");
    Process process = python.start();
    String line = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    assertThat(OriginalRun.parse(line).finite()).isTrue();

    otherSettingsGiveTheOriginalsBitsUntilItTurnsIntoNaN(OriginalRun.parse(line));
  }

  private static boolean pythonHasTorch() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("/usr/bin/python3", "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
