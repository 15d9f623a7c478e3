package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Complete cases only, as a user requests them. */
class DropMissingCommandTest {

  private static final String WARNING =
      " because of missing values that the model has no value to fill in\n";

  @TempDir Path directory;

  private String gaps = "";
  private String model = "";

  @BeforeEach
  void train() throws IOException {
    gaps =
        write(
            "gaps.csv",
            """
            age,city,y
            20,Rome,no
            31,Oslo,yes
            45,,yes
            45,Rome,yes
            ,Bern,no
            52,Oslo,no
            38,Bern,yes
            29,Bern,no
            """);
    model = directory.resolve("drop").toString();
    Run run = run("train", gaps, model, "--label", "y", "--set", "data.missing=drop");
    assertThat(run.err())
        .isEqualTo(
            "warning: "
                + gaps
                + ": 2 of 8 rows left out because of missing values (data.missing=drop): column"
                + " \"age\" in 1 row, \"city\" in 1 row\n");
    assertThat(run.status()).isZero();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static Run run(String command, String data, String model, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--data", data, "--model", model));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private String complete() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(gaps)));
    lines.remove("45,,yes");
    lines.remove(",Bern,no");
    return write("complete.csv", String.join("\n", lines) + "\n");
  }

  @Test
  void theModelIsThatOfTheCompleteRows() throws IOException {
    String other = directory.resolve("other").toString();
    run("train", complete(), other, "--label", "y");

    assertThat(run("predict", complete(), model).out())
        .isEqualTo(run("predict", complete(), other).out());
  }

  @Test
  void predictLeavesSuchRowsEmpty() throws IOException {
    List<String> expected = run("predict", complete(), model).out().lines().toList();

    Run run = run("predict", gaps, model);

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo("warning: " + gaps + ": 2 of 8 rows without a prediction" + WARNING);
    List<String> lines = new ArrayList<>(run.out().lines().toList());
    assertThat(lines).contains("45,,yes,,", ",Bern,no,,");
    lines.removeAll(List.of("45,,yes,,", ",Bern,no,,"));
    assertThat(lines).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.parquet", "p.jsonl"})
  void typedFilesHaveNull(String name) throws IOException {
    String out = directory.resolve(name).toString();
    assertThat(run("predict", gaps, model, "--out", out).status()).isZero();

    Run again = run("predict", out, model, "--query", Q.formatted("probability IS NULL"));
    assertThat(again.out().lines().skip(1)).hasSize(2);
    again = run("predict", out, model, "--query", Q.formatted("prediction IS NULL"));
    assertThat(again.out().lines().skip(1)).hasSize(2);
  }

  private static final String Q = "SELECT * EXCLUDE (probability, prediction) FROM data WHERE %s";

  @Test
  void evaluateLeavesSuchRowsOut() throws IOException {
    Run run = run("evaluate", gaps, model);

    assertThat(run.err())
        .startsWith("warning: " + gaps + ": 2 of 8 rows left out" + WARNING)
        .contains("trained on these rows");
    assertThat(run.out()).isEqualTo(run("evaluate", complete(), model).out());
  }

  @Test
  void evaluateRefusesATableWithoutACompleteRow() throws IOException {
    String none = write("none.csv", "age,city,y\n,Rome,no\n");

    assertThat(run("evaluate", none, model).err())
        .contains("every row has a missing value that the model has no value to fill in");
  }

  @Test
  void onMissingAppliesToOneCommand() throws IOException {
    assertThat(run("predict", gaps, model, "--on-missing", "error").err())
        .contains("row 3, column \"city\": is missing;");
    String other = directory.resolve("other").toString();
    run("train", complete(), other, "--label", "y");
    assertThat(run("predict", gaps, other).err()).contains("is missing;");
    assertThat(run("predict", gaps, other, "--on-missing", "empty").out())
        .isEqualTo(run("predict", gaps, model).out());
    assertThat(run("predict", gaps, model, "--on-missing", "skip").err())
        .startsWith("error: --on-missing must be error or empty, was \"skip\"");
    assertThat(run("predict", "synthetic", model, "--on-missing", "empty").err())
        .startsWith("error: --on-missing needs a table: --data SOURCE");
  }
}
