package dev.logistic.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The jar is small, has no other package, and scores stored models as they were scored. */
class ScoreJarIT {

  private static final Path JAR = Path.of("target/djl-logistic-score.jar");
  private static final Path WRITTEN = Path.of("../src/test/resources/compatibility");

  @Test
  void itIsSmallAndHasThreePackages() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(100_000);
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(
              jar.stream()
                  .map(ZipEntry::getName)
                  .filter(name -> name.endsWith(".class"))
                  .map(name -> name.substring(0, name.lastIndexOf('/')))
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "dev/logistic/files", "dev/logistic/schema", "dev/logistic/score");
    }
  }

  @Test
  void aStoredModelOfTwoClassesHasTheStoredPredictions() throws IOException {
    Scorer scorer = Scorer.load(WRITTEN.resolve("two-classes"));
    for (Map<String, @Nullable Object> row : rows("two-classes.csv")) {
      assertThat(scorer.probability(row))
          .isCloseTo(Double.parseDouble(row.get("probability").toString()), within(1e-6));
      assertThat(scorer.classify(row)).isEqualTo(row.get("prediction"));
    }
  }

  @Test
  void aStoredModelOfThreeClassesHasTheStoredPredictions() throws IOException {
    Scorer scorer = Scorer.load(WRITTEN.resolve("three-classes"));
    for (Map<String, @Nullable Object> row : rows("three-classes.csv")) {
      scorer
          .classProbabilities(row)
          .forEach(
              (name, probability) ->
                  assertThat(probability)
                      .isCloseTo(
                          Double.parseDouble(row.get("probability_" + name).toString()),
                          within(1e-6)));
      assertThat(scorer.classify(row)).isEqualTo(row.get("prediction"));
    }
  }

  @Test
  void contributionsDifferAsTheLogitsOfRowsDo() throws IOException {
    Scorer scorer = Scorer.load(WRITTEN.resolve("two-classes"));
    List<Map<String, @Nullable Object>> rows = rows("two-classes.csv");
    double atTheMeans = logit(scorer, rows.get(0)) - sum(scorer.contributions(rows.get(0)));
    for (Map<String, @Nullable Object> row : rows) {
      assertThat(sum(scorer.contributions(row)))
          .isCloseTo(logit(scorer, row) - atTheMeans, within(1e-9));
    }
  }

  private static double logit(Scorer scorer, Map<String, @Nullable Object> row) {
    double probability = scorer.probability(row);
    return Math.log(probability / (1 - probability));
  }

  private static double sum(Map<String, Double> contributions) {
    return contributions.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The cells by column, numbers and booleans as such, and null for an empty one. */
  private static List<Map<String, @Nullable Object>> rows(String file) throws IOException {
    List<String> lines = Files.readAllLines(WRITTEN.resolve(file));
    List<String> columns = List.of(lines.get(0).split(","));
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
              Map<String, @Nullable Object> row = new HashMap<>();
              for (int i = 0; i < cells.length; i++) {
                row.put(columns.get(i), cell(cells[i]));
              }
              return row;
            })
        .toList();
  }

  private static @Nullable Object cell(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text.replace("\"", "");
  }
}
