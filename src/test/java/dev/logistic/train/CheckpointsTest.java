package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are written, and what is asked of those who embed. */
class CheckpointsTest {

  private static final int ROWS = 40;

  @TempDir Path temporary;

  private final SyntheticData data =
      SyntheticData.draw(3, ROWS, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu());
  private Path directory = Path.of("");

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("ck");
  }

  @AfterEach
  void close() {
    data.close();
  }

  private Settings every(String interval) {
    Map<String, String> values =
        Map.of(
            "train.epochs", "10",
            "train.shuffle", "true",
            "train.momentum", "0.9",
            "train.checkpoint", directory.toString(),
            "train.checkpoint-every", interval);
    return Settings.original().under(new Layer("test", values));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint"))
          .sorted()
          .toList();
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private float[] straightWeights() {
    try (TrainingResult result =
        LogisticRegression.with(every("10").with(Settings.CHECKPOINT, "")).train(data)) {
      return result.model().weights().toFloatArray();
    }
  }

  @Test
  void afterACrashItResumesFromTheLastDueEpoch() throws IOException {
    LogisticRegression regression = LogisticRegression.with(every("3"));
    EpochListener crashing =
        epoch -> {
          if (epoch.number() == 7) {
            throw new Crash();
          }
        };
    assertThatThrownBy(() -> regression.listener(crashing).train(data).close())
        .isInstanceOf(Crash.class);
    assertThat(files())
        .containsExactly("checkpoint-000001.safetensors", "checkpoint-000002.safetensors");

    List<Integer> made = new ArrayList<>();
    try (TrainingResult result =
        regression.resume().listener(epoch -> made.add(epoch.number())).train(data)) {
      assertThat(made).containsExactly(6, 7, 8, 9);
      assertThat(result.model().weights().toFloatArray()).isEqualTo(straightWeights());
    }
  }

  @Test
  void secondsPassWithinAnEpochToo() throws IOException {
    LogisticRegression regression = LogisticRegression.with(every("1s"));
    int[] step = {0};
    List<List<String>> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                regression
                    .interruptedWhen(
                        () -> {
                          step[0]++;
                          if (step[0] == 5) {
                            sleepOverASecond();
                          }
                          if (step[0] == 5 || step[0] == 6) {
                            seen.add(existing());
                          }
                          if (step[0] == 7) {
                            throw new Crash();
                          }
                          return false;
                        })
                    .train(data)
                    .close())
        .isInstanceOf(Crash.class);
    assertThat(seen).containsExactly(List.of(), List.of("checkpoint-000001.safetensors"));

    int[] left = {0};
    try (TrainingResult result =
        regression
            .resume()
            .interruptedWhen(
                () -> {
                  left[0]++;
                  return false;
                })
            .train(data)) {
      assertThat(left[0]).isEqualTo(10 * ROWS - 6 + 10); // steps, and the ends of epochs
      assertThat(result.model().weights().toFloatArray()).isEqualTo(straightWeights());
    }
  }

  private List<String> existing() {
    try {
      return files();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleepOverASecond() {
    try {
      Thread.sleep(1_100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptedTrainingWithoutCheckpointsJustEnds() {
    Settings none = every("10").with(Settings.CHECKPOINT, "");
    assertThatThrownBy(
            () -> LogisticRegression.with(none).interruptedWhen(() -> true).train(data).close())
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessage("the training was interrupted");
  }

  @Test
  void twoTrainingsAtOnceCannotShareADirectory() {
    LogisticRegression regression = LogisticRegression.with(every("5"));
    EpochListener nested = epoch -> regression.train(data).close();

    assertThatThrownBy(() -> regression.listener(nested).train(data).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessage(directory + ": another run is writing its checkpoints there");
  }

  @Test
  void errorsThatNeedNoDataComeFirst() {
    LogisticRegression regression = LogisticRegression.with(every("5"));
    assertThat(regression.requireCheckpoints()).isFalse();
    assertThat(regression.resume().requireCheckpoints()).isFalse();
    regression.train(data).close();

    assertThat(regression.resume().requireCheckpoints()).isTrue();
    assertThat(regression.settings(every("5").with(Settings.EPOCHS, 11)).resume())
        .matches(longer -> !longer.requireCheckpoints());
    assertThatThrownBy(regression::requireCheckpoints)
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(directory + " has checkpoints of a run: resume to continue it");
    assertThatThrownBy(
            () -> LogisticRegression.with(Settings.original()).resume().requireCheckpoints())
        .isInstanceOf(SettingsException.class)
        .hasMessage("to resume, train.checkpoint must name a directory");
  }
}
