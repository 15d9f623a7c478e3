package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models and checkpoints of an earlier version are still read, and yield the output that it
 * printed.
 */
class CompatibilityTest {

  private static final Path WRITTEN = Path.of("src/test/resources/compatibility");
  private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

  @TempDir private Path directory;

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Cli.run(new PrintWriter(out), new PrintWriter(err), args);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-classes", "three-classes"})
  void aModelPredictsWhatItPredicted(String model) throws IOException {
    Path out = directory.resolve("p.csv");

    run(
        "predict",
        "--model",
        WRITTEN.resolve(model).toString(),
        "--data",
        WRITTEN.resolve("rows.csv").toString(),
        "--out",
        out.toString());

    List<String> lines = Files.readAllLines(out);
    List<String> expected = Files.readAllLines(WRITTEN.resolve(model + ".csv"));
    assertThat(lines).hasSameSizeAs(expected);
    assertThat(lines.get(0)).isEqualTo(expected.get(0));
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = List.of(lines.get(i).split(",", -1));
      List<String> wanted = List.of(expected.get(i).split(",", -1));
      assertThat(cells).hasSameSizeAs(wanted);
      for (int j = 0; j < cells.size(); j++) {
        if (wanted.get(j).matches("[0-9.]+")) {
          assertThat(Double.parseDouble(cells.get(j)))
              .isCloseTo(Double.parseDouble(wanted.get(j)), ROUNDING);
        } else {
          assertThat(cells.get(j)).isEqualTo(wanted.get(j));
        }
      }
    }
  }

  @Test
  void theStatisticsOfAModelAreThoseThatWereStored() throws IOException {
    assertThat(run("inspect", "--model", WRITTEN.resolve("statistics").toString(), "--statistics"))
        .isEqualTo(Files.readString(WRITTEN.resolve("statistics.txt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "sgd"})
  void aTrainingResumesFromItsCheckpoint(String solver) throws IOException {
    Path checkpoint = Files.createDirectory(directory.resolve("checkpoint"));
    try (Stream<Path> files = Files.list(WRITTEN.resolve("checkpoint-" + solver))) {
      for (Path file : files.toList()) {
        Files.copy(file, checkpoint.resolve(file.getFileName()));
      }
    }
    Path model = directory.resolve("m");

    run(
        "train",
        "--data",
        WRITTEN.resolve("rows.csv").toString(),
        "--label",
        "y",
        "--exclude",
        "kind,income",
        "--set",
        "train.solver=" + solver,
        "--set",
        "train.epochs=8",
        "--set",
        "train.checkpoint-every=2",
        "--set",
        "train.checkpoint=" + checkpoint,
        "--resume",
        "--model",
        model.toString());

    JsonObject found =
        JsonParser.parseString(run("inspect", "--model", model.toString(), "--json"))
            .getAsJsonObject();
    JsonObject expected =
        JsonParser.parseString(Files.readString(WRITTEN.resolve("resumed-" + solver + ".json")))
            .getAsJsonObject();
    for (String parameters : List.of("weights", "bias")) {
      List<Double> values = numbers(found.getAsJsonArray(parameters));
      List<Double> wanted = numbers(expected.getAsJsonArray(parameters));
      assertThat(values).hasSameSizeAs(wanted);
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i)).isCloseTo(wanted.get(i), Offset.offset(1e-5));
      }
    }
  }

  private static List<Double> numbers(JsonArray nested) {
    List<Double> numbers = new ArrayList<>();
    for (JsonElement each : nested) {
      if (each.isJsonArray()) {
        numbers.addAll(numbers(each.getAsJsonArray()));
      } else {
        numbers.add(each.getAsDouble());
      }
    }
    return numbers;
  }
}
