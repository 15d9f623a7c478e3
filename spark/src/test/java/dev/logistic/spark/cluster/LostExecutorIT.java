package dev.logistic.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.model.ModelDirectory;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real cluster: what dies with an executor is made again, and the result has the same bits.
 */
class LostExecutorIT {

  private static final Duration FIT = Duration.ofMinutes(3);
  private static final int FILES = 6;
  private static final int ROWS = 2_000;
  private static final int COLUMNS = 20;

  @Test
  void aFitSurvivesTheDeathOfAnExecutorWithTheSameBits(@TempDir Path folder) throws Exception {
    Path table = Files.createDirectory(folder.resolve("table"));
    for (int file = 0; file < FILES; file++) {
      writeTable(table.resolve("part" + file + ".csv"), file);
    }
    try (StandaloneCluster cluster = StandaloneCluster.start(folder)) {
      Path undisturbed = folder.resolve("undisturbed");
      try (Daemon run = cluster.submit("undisturbed", arguments(table, undisturbed))) {
        assertThat(run.awaitEnd(FIT)).as(() -> String.join("\n", run.lines())).isZero();
      }

      Path survived = folder.resolve("survived");
      try (Daemon run = cluster.submit("survived", arguments(table, survived))) {
        run.awaitMatch("^(Iteration: 001)", FIT);
        List<ProcessHandle> executors = cluster.executors();
        assertThat(executors).hasSize(2);
        assertThat(executors.get(0).destroyForcibly()).isTrue(); // SIGKILL
        assertThat(run.awaitEnd(FIT)).as(() -> String.join("\n", run.lines())).isZero();
        assertThat(run.lines()).anyMatch(line -> line.contains("Lost executor"));
        assertThat(linesBehind(run.lines(), "Lost executor"))
            .as("iterations after the death")
            .anyMatch(line -> line.startsWith("Iteration: "));
      }

      assertThat(ModelDirectory.paramsSha256(survived))
          .isEqualTo(ModelDirectory.paramsSha256(undisturbed));
      assertThat(survived.resolve("model.json"))
          .hasSameTextualContentAs(undisturbed.resolve("model.json"));
    }
  }

  private static String[] arguments(Path table, Path model) {
    return new String[] {
      "--data", table.toString(),
      "--label", "y",
      "--set", "train.tolerance=1e-12",
      "--set", "engine.precision=float64",
      "--model", model.toString()
    };
  }

  private static List<String> linesBehind(List<String> lines, String text) {
    return lines.stream().dropWhile(line -> !line.contains(text)).toList();
  }

  private static void writeTable(Path file, int seed) throws Exception {
    Random random = new Random(seed);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      StringBuilder header = new StringBuilder("y");
      for (int column = 0; column < COLUMNS; column++) {
        header.append(",x").append(column);
      }
      writer.write(header + "\n");
      for (int row = 0; row < ROWS; row++) {
        StringBuilder cells = new StringBuilder();
        double logit = 0;
        double common = random.nextGaussian();
        for (int column = 0; column < COLUMNS; column++) {
          double value = common + random.nextGaussian();
          logit += (column % 3 - 1) * value;
          cells.append(String.format(Locale.ROOT, ",%.4f", value));
        }
        boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-logit));
        writer.write((positive ? "yes" : "no") + cells + "\n");
      }
    }
  }
}
