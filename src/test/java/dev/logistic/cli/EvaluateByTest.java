package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures by group are those of the group's rows alone. */
class EvaluateByTest {

  private static final List<String> COLUMNS = List.of("x", "city", "size", "label", "w");

  @TempDir Path directory;

  private final List<String> rows = new ArrayList<>();
  private String model = "";

  @BeforeEach
  void train() throws IOException {
    Random random = new Random(11);
    List<String> cities = List.of("Bern", "Rome", "", "10");
    for (int row = 0; row < 400; row++) {
      double x = random.nextGaussian();
      String label = random.nextDouble() < 1 / (1 + Math.exp(-x)) ? "yes" : "no";
      rows.add(
          "%s,%s,%d,%s,%d"
              .formatted(x, cities.get(random.nextInt(4)), random.nextInt(9, 12), label, row % 3));
    }
    model = path("m");
    train("--exclude", "city,size,w");
  }

  private void train(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("train", "--data", write("all.csv", rows)));
    all.addAll(List.of("--label", "label", "--model", model, "--quiet", "--overwrite"));
    all.addAll(Arrays.asList(more));
    assertThat(Run.of(all.toArray(String[]::new)).status()).isZero();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String write(String name, List<String> some) throws IOException {
    List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
    lines.addAll(some);
    return Files.write(directory.resolve(name), lines).toString();
  }

  private Run evaluate(String data, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", model, "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private List<String> rowsOf(int column, String value) {
    return rows.stream().filter(row -> row.split(",", -1)[column].equals(value)).toList();
  }

  /** Compares with evaluations of the rows of each group, at the same threshold. */
  private void assertGroups(int column, List<String> values, String... more) throws IOException {
    String name = COLUMNS.get(column);
    List<String> all = new ArrayList<>(List.of("--by", name, "--json", "-"));
    all.addAll(Arrays.asList(more));
    JsonObject json = evaluate(write("all.csv", rows), all.toArray(String[]::new)).json();
    JsonArray groups = json.getAsJsonArray("by");
    assertThat(groups).hasSize(values.size());
    String threshold = json.get("threshold").isJsonNull() ? "" : json.get("threshold").toString();
    for (int i = 0; i < values.size(); i++) {
      List<String> alone = new ArrayList<>(List.of("--json", "-"));
      if (!threshold.isEmpty()) {
        alone.addAll(List.of("--threshold", threshold));
      }
      String data = write("group.csv", rowsOf(column, values.get(i)));
      JsonObject group = groups.get(i).getAsJsonObject();
      if (values.get(i).isEmpty()) {
        assertThat(group.remove("group").isJsonNull()).isTrue();
      } else {
        assertThat(group.remove("group").getAsString()).isEqualTo(values.get(i));
      }
      assertThat(group).isEqualTo(evaluate(data, alone.toArray(String[]::new)).json());
    }
  }

  @Test
  void textsAreInNaturalOrderWithMissingOnesLast() throws IOException {
    assertGroups(1, List.of("10", "Bern", "Rome", ""));
  }

  @Test
  void numbersAreInTheirOrder() throws IOException {
    assertGroups(2, List.of("9", "10", "11"));
  }

  @Test
  void theThresholdIsThatOfAllRows() throws IOException {
    assertGroups(2, List.of("9", "10", "11"), "--threshold", "f1");
  }

  @Test
  void aColumnOfTheModelMayGroupItsRows() throws IOException {
    rows.removeIf(row -> row.contains(",,"));
    train("--exclude", "w");
    assertGroups(1, List.of("10", "Bern", "Rome"));
    assertGroups(2, List.of("9", "10", "11"));
  }

  @Test
  void rowsThatAreLeftOutAreInNoGroup() throws IOException {
    rows.replaceAll(row -> row.startsWith("-1") ? row.substring(row.indexOf(',')) : row);
    train("--exclude", "city,size,w", "--set", "data.missing=drop");
    assertGroups(2, List.of("9", "10", "11"));
  }

  @Test
  void groupsHaveTheWeightsOfTheirRowsAndRowsOfWeightZeroCountNowhere() throws IOException {
    rows.replaceAll(
        row -> row.replaceAll(",10,(yes|no),\\d$", ",10,$1,0").replaceAll(",11,(yes|no)", ",9,$1"));
    train("--exclude", "city,size", "--set", "data.weight=w");
    assertGroups(1, List.of("10", "Bern", "Rome", ""));
    assertGroups(2, List.of("9"));
  }

  @Test
  void trialsOfARowAreInItsGroup() throws IOException {
    rows.replaceAll(row -> row.replace("yes", "1").replace("no", "0").replaceAll("\\d$", "3"));
    train("--exclude", "city,size", "--set", "data.trials=w");
    assertGroups(1, List.of("10", "Bern", "Rome", ""));
  }

  @Test
  void modelsOfMoreClassesHaveTheirFiguresToo() throws IOException {
    rows.replaceAll(row -> row.endsWith(",0") ? row.replaceAll("yes|no", "perhaps") : row);
    train("--exclude", "city,size,w");
    assertGroups(1, List.of("10", "Bern", "Rome", ""));
  }

  /** The newest rows are held out, so that the test knows them: here those of weight 2. */
  @Test
  void rowsHeldOutAreGroupedAsTheyAreAlone() throws IOException {
    train("--exclude", "city,size", "--set", "data.time=w", "--set", "data.validation=0.3");

    assertHeldOutGroups(1, 4, rowsOf(4, "2"));
    assertHeldOutGroups(2, 3, rowsOf(4, "2"));
  }

  @Test
  void amongRowsHeldOutNoneIsCountedThatWasLeftOut() throws IOException {
    rows.replaceAll(row -> row.startsWith("-1") ? row.substring(row.indexOf(',')) : row);
    train(
        "--exclude",
        "city,size",
        "--set",
        "data.missing=drop",
        "--set",
        "data.time=w",
        "--set",
        "data.validation=0.3");

    assertHeldOutGroups(1, 4, rowsOf(4, "2").stream().filter(row -> !row.startsWith(",")).toList());
  }

  @Test
  void trialsHeldOutAreGroupedToo() throws IOException {
    rows.replaceAll(row -> row.replace("yes", "1").replace("no", "0").replaceAll("\\d$", "3"));
    train(
        "--exclude",
        "city",
        "--set",
        "data.trials=w",
        "--set",
        "data.time=size",
        "--set",
        "data.validation=0.3");

    assertHeldOutGroups(1, 4, rowsOf(2, "11"));
  }

  /** A group of which no row is held out does not appear. */
  @Test
  void groupsWithoutARowHeldOutAreLeftOut() throws IOException {
    train("--exclude", "city,size", "--set", "data.time=w", "--set", "data.validation=0.3");

    JsonArray groups =
        evaluate(path("all.csv"), "--held-out", "--by", "w", "--json", "-")
            .json()
            .getAsJsonArray("by");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).getAsJsonObject().get("group").getAsString()).isEqualTo("2");
  }

  /** Compares with an evaluation of a table of these rows alone. */
  private void assertHeldOutGroups(int column, int count, List<String> heldOut) throws IOException {
    String name = COLUMNS.get(column);
    JsonObject json = evaluate(path("all.csv"), "--held-out", "--by", name, "--json", "-").json();
    JsonArray groups = json.getAsJsonArray("by");
    assertThat(groups).hasSize(count);
    JsonArray alone =
        evaluate(write("alone.csv", heldOut), "--by", name, "--json", "-")
            .json()
            .getAsJsonArray("by");
    JsonAssert.close(groups, alone);
    json.remove("by");
    JsonAssert.close(json, evaluate(path("all.csv"), "--held-out", "--json", "-").json());
  }

  @Test
  void theTableHasALineForEachGroup() {
    List<String> lines = evaluate(path("all.csv"), "--by", "city").out().lines().toList();

    List<String> table = lines.subList(lines.size() - 6, lines.size());
    assertThat(table.get(0)).isEmpty();
    assertThat(table.get(1))
        .matches("city +rows +Log-loss +ROC-AUC +Brier score +Accuracy +Precision +Recall");
    assertThat(table.get(2)).matches("10 +%d( +0\\.\\d{6}){6}".formatted(rowsOf(1, "10").size()));
    assertThat(table.get(5)).startsWith("(missing)  ");
  }

  @Test
  void aColumnThatDoesNotExistIsNamed() {
    assertThat(evaluate(path("all.csv"), "--by", "town").err())
        .isEqualTo(
            "error: %s has no column \"town\"; it has x, city, size, label, w\n"
                .formatted(path("all.csv")));
  }

  @Test
  void moreThanAThousandGroupsAreRefused() throws IOException {
    List<String> many = IntStream.range(0, 1002).mapToObj(i -> "1,Bern," + i + ",no,1").toList();
    String data = write("many.csv", many);

    assertThat(evaluate(data, "--by", "size"))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s, row 1001, column \"size\": a column to group rows by must have at most 1000 distinct values, has more\n"
                    .formatted(data)));
  }

  @Test
  void whatHasNoOtherColumnsIsRefused() throws IOException {
    String sparse = Files.writeString(directory.resolve("t.svm"), "1 1:1\n").toString();
    for (String data : List.of("synthetic", sparse)) {
      Run run = evaluate(data, "--by", "city");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("error: --by needs a table with named columns: --data SOURCE\n");
    }
    assertThat(evaluate(path("all.csv"), "--by", " ").err())
        .startsWith("error: --by must name a column, was \" \"\n");
  }
}
