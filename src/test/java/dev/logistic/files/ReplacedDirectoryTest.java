package dev.logistic.files;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading a model that is replaced repeatedly. */
class ReplacedDirectoryTest {

  private static final int SAVES = 300;

  @TempDir Path parent;

  private static void save(LogisticModel model, Path directory) throws IOException {
    try (PendingDirectory pending = PendingDirectory.at(directory, true)) {
      ModelDirectory.save(model, pending);
    }
  }

  /** Scaled ones have float32, others float64. */
  private static void saveBoth(Path directory, int saves) throws IOException {
    try (LogisticModel one = SampleModels.ofNumbers(3, 2, true, DataType.FLOAT32);
        LogisticModel other = SampleModels.ofNumbers(3, 2, false, DataType.FLOAT64)) {
      for (int i = 0; i < saves; i++) {
        save(i % 2 == 0 ? one : other, directory);
      }
    }
  }

  private static void loadWhole(Path directory) throws Exception {
    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      assertThat(loaded.weights().getDataType())
          .isEqualTo(
              loaded.card().schema().standardization().isPresent()
                  ? DataType.FLOAT32
                  : DataType.FLOAT64);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Reads in threads, again and again, while a writer is at work; returns how often. */
  private static int readWhile(Callable<?> writer, List<Callable<?>> readers) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(readers.size());
    int reads = 0;
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (Callable<?> reader : readers) {
        all.add(
            threads.submit(
                () -> {
                  int count = 0;
                  while (!done.get()) {
                    reader.call();
                    count++;
                  }
                  return count;
                }));
      }
      try {
        writer.call();
      } finally {
        done.set(true);
      }
      for (Future<Integer> each : all) {
        reads += each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return reads;
  }

  @Test
  void noLoadAndNoSaveFails() throws Exception {
    Path directory = parent.resolve("m");
    saveBoth(directory, 1);
    Callable<?> reader =
        () -> {
          loadWhole(directory);
          return null;
        };

    int reads =
        readWhile(
            () -> {
              saveBoth(directory, SAVES);
              return null;
            },
            List.of(reader, reader, () -> ModelDirectory.card(directory)));

    assertThat(reads).isPositive();
    assertThat(names()).containsExactly("m");
  }

  @Test
  void writersOfTwoProcessesAndReadersGetAlong() throws Exception {
    Path directory = parent.resolve("m");
    saveBoth(directory, 1);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(parent.resolve("output").toFile())
            .start();
    Callable<?> reader =
        () -> {
          loadWhole(directory);
          return null;
        };

    readWhile(
        () -> {
          while (process.isAlive()) {
            saveBoth(directory, 2);
            Thread.sleep(50); // on few processors readers would find no time between two
          }
          return null;
        },
        List.of(reader, reader));

    String output = Files.readString(parent.resolve("output"), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(names()).containsExactly("m", "output");
  }

  /**
   * Linux counts the start of a process from its own, so that setting the clock changes nothing.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aWriterIsKnownByAStartThatDoesNotDependOnTheClock() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/self/stat")).replaceFirst("\\(.*\\)", "()").split(" ", -1);

    try (StagedDirectory staged = StagedDirectory.at(parent.resolve("m"), target -> {})) {
      assertThat(staged.staging().getFileName().toString())
          .startsWith(".m.new-" + fields[0] + "-" + fields[21] + "-");
    }
  }

  /** What runs in the other process. */
  static final class Program {

    private Program() {}

    /** Argument: the directory. */
    public static void main(String[] args) throws IOException {
      saveBoth(Path.of(args[0]), SAVES / 2);
    }
  }

  @Test
  void noScorerFails() throws Exception {
    Path directory = parent.resolve("m");
    Path weights = parent.resolve("m.safetensors");
    try (LogisticModel model = SampleModels.ofNumbers(3, 2, true, DataType.FLOAT32)) {
      save(model, directory);
      ExportFormat.SAFETENSORS.write(directory, weights);
      int reads =
          readWhile(
              () -> {
                for (int i = 0; i < SAVES; i++) {
                  save(model, directory);
                }
                return null;
              },
              List.of(
                  () -> Scorer.load(directory, weights),
                  () -> Scorer.load(directory.resolve("model.json"), weights)));

      assertThat(reads).isPositive();
    }
    assertThat(names()).containsExactly("m", "m.safetensors");
  }

  @Test
  void aScorerReadsWhatACrashLeftMovedAsideAndLeavesItThere() throws Exception {
    Path directory = parent.resolve("m");
    Path weights = parent.resolve("m.safetensors");
    saveBoth(directory, 1);
    ExportFormat.SAFETENSORS.write(directory, weights);
    Scorer before = Scorer.load(directory, weights);
    Files.move(directory, parent.resolve(".m.old"));

    for (Path path : List.of(directory, directory.resolve("model.json"))) {
      assertThat(Scorer.load(path, weights).features()).isEqualTo(before.features());
    }
    assertThat(names()).containsExactly(".m.old", "m.safetensors");
  }
}
