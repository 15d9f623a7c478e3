package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, as a user runs it. */
class CheckCommandTest {

  private static final int ROWS = 1_000;

  @TempDir Path directory;

  private Path write(String name, String header, List<String> rows) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
    return file;
  }

  private Path train(Path data, String... more) {
    Path model = directory.resolve("model-" + data.getFileName());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                data.toString(),
                "--label",
                "y",
                "--model",
                model.toString(),
                "--quiet"));
    arguments.addAll(Arrays.asList(more));
    Run.ofFaultless(arguments.toArray(String[]::new));
    return model;
  }

  private static Run check(Path model, Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("check", "--model", model.toString(), "--data", data.toString()));
    arguments.addAll(Arrays.asList(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static JsonObject column(JsonObject figures, String name) {
    for (var each : figures.getAsJsonArray("columns")) {
      if (each.getAsJsonObject().get("name").getAsString().equals(name)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError("no column " + name);
  }

  private static double figure(JsonObject figures, String column, String field) {
    return column(figures, column).get(field).getAsDouble();
  }

  private static List<String> people(Function<Random, String> row) {
    Random random = new Random(11);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row.apply(random));
    }
    return rows;
  }

  private static String person(Random random, double shift) {
    double income = Math.exp(random.nextGaussian() + shift);
    String city = List.of("Basel", "Bern", "Chur", "Genf").get(random.nextInt(4));
    boolean yes = random.nextDouble() * 3 < income;
    return income + "," + random.nextInt(3) + "," + city + "," + (yes ? "yes" : "no");
  }

  @Test
  void rowsOfTheTrainingHaveNotChanged() throws IOException {
    Path data = write("a.csv", "income,children,city,y", people(random -> person(random, 0)));
    for (String precision : List.of("float32", "float64")) {
      Path model = train(data, "--set", "engine.precision=" + precision, "--overwrite");

      Run run = check(model, data, "--limit", "0", "--json", "-");

      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      JsonObject figures = run.json();
      assertThat(figures.get("rows").getAsInt()).isEqualTo(ROWS);
      assertThat(figures.get("training_rows").getAsInt()).isEqualTo(ROWS);
      assertThat(figures.getAsJsonArray("above_limit")).isEmpty();
      for (String name : List.of("income", "children", "city")) {
        assertThat(figure(figures, name, "psi")).isZero();
        assertThat(figure(figures, name, "out_of_range")).isZero();
        assertThat(figure(figures, name, "unseen")).isZero();
      }
      assertThat(figures.getAsJsonObject("score").get("psi").getAsDouble()).isZero();
    }
  }

  /** The shares of a text are those of its levels: the index by hand. */
  @Test
  void theIndexOfATextFollowsFromTheSharesOfItsLevels() throws IOException {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add((i < 50 ? "a" : i < 80 ? "b" : "c") + "," + (i % 2));
      after.add((i < 20 ? "a" : i < 60 ? "b" : i < 90 ? "c" : "new") + "," + (i % 2));
    }
    Path model = train(write("before.csv", "t,y", before));

    Run run = check(model, write("after.csv", "t,y", after), "--limit", "9", "--json", "-");

    double expected =
        (0.2 - 0.5) * Math.log(0.2 / 0.5)
            + (0.4 - 0.3) * Math.log(0.4 / 0.3)
            + (0.3 - 0.2) * Math.log(0.3 / 0.2)
            + (0.1 - 0.005) * Math.log(0.1 / 0.005); // an empty bin is half a row
    assertThat(figure(run.json(), "t", "psi")).isCloseTo(expected, within(1e-12));
    assertThat(figure(run.json(), "t", "psi_by_chance")).isCloseTo(3 * 0.02, within(1e-12));
    assertThat(figure(run.json(), "t", "unseen")).isEqualTo(0.1);
    assertThat(run.status()).isZero();
  }

  /** Twenty distinct numbers, five times each: bins of two numbers. */
  @Test
  void theIndexOfANumberFollowsFromTenBinsOfTheTrainingRows() throws IOException {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add((i % 20) + "," + (i / 20 % 2));
      after.add((i % 10) + "," + (i / 20 % 2));
    }
    after.set(0, "-1,0");
    after.set(1, "25,0");
    Path model = train(write("n.csv", "x,y", before));

    Run run = check(model, write("m.csv", "x,y", after), "--json", "-");

    // ten bins of 10 % each; the lower five have 20 % now, one row moved from the first to the last
    double expected =
        5 * (0.2 - 0.1) * Math.log(2)
            + 4 * (0.005 - 0.1) * Math.log(0.05)
            + (0.01 - 0.1) * Math.log(0.1);
    double moved = 0.19;
    expected += (moved - 0.1) * Math.log(moved / 0.1) - (0.2 - 0.1) * Math.log(2);
    assertThat(figure(run.json(), "x", "psi")).isCloseTo(expected, within(1e-12));
    assertThat(figure(run.json(), "x", "out_of_range")).isEqualTo(0.02);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("column \"x\": expected a population stability index of at most 0.2, found ")
        .doesNotContain("by chance");
  }

  @Test
  void aShiftIsFoundInTheColumnThatShiftedAndInTheScore() throws IOException {
    Path model =
        train(write("old.csv", "income,children,city,y", people(random -> person(random, 0))));
    Path shifted =
        write("new.csv", "income,children,city,y", people(random -> person(random, 1.5)));

    Run run = check(model, shifted, "--json", directory.resolve("d.json").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines().map(line -> line.replaceFirst(":.*", "")))
        .containsExactlyInAnyOrder("column \"income\"", "score");
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("1000 rows against the 1000 of the training");
    assertThat(lines.get(2))
        .matches("Column +PSI +by chance +missing +\\(training\\) +out of range +unseen");
    assertThat(lines.get(3)).startsWith("income ");
    assertThat(lines.get(6)).startsWith("score ");
    assertThat(check(model, shifted, "--limit", "100").status()).isZero();
  }

  @Test
  void fewRowsAreSaidToBeTooFew() throws IOException {
    Path model =
        train(write("many.csv", "income,children,city,y", people(random -> person(random, 0))));
    Path few = write("few.csv", "income,children,city", List.of("9,1,Bern", "8,2,Bern"));

    Run run = check(model, few);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "column \"income\": .*; by chance alone it would be about \\d\\.\\d{4}: there are too few"
                + " rows to judge by");
  }

  @Test
  void missingCellsAreABinOfTheirOwn() throws IOException {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add((i < 10 ? "" : "1") + "," + (i * 7 % 100) + "," + (i % 2));
      after.add((i < 30 ? "" : "1") + "," + (i * 7 % 100) + "," + (i % 2));
    }
    Path data = write("gaps.csv", "x,z,y", before);
    Path model = directory.resolve("gaps");
    Run.of(
        "train",
        "--data",
        data.toString(),
        "--label",
        "y",
        "--set",
        "data.missing=mean",
        "--model",
        model.toString()); // warns that x is constant

    JsonObject figures =
        check(model, write("more.csv", "x,z,y", after), "--limit", "9", "--json", "-").json();

    assertThat(figure(figures, "x", "missing")).isEqualTo(0.3);
    assertThat(figure(figures, "x", "training_missing")).isEqualTo(0.1);
    assertThat(figure(figures, "x", "psi"))
        .isCloseTo(0.2 * Math.log(3) + (0.7 - 0.9) * Math.log(0.7 / 0.9), within(1e-12));
  }

  /** A model that cannot fill in a value scores no such row, and the check continues. */
  @Test
  void rowsThatCannotBeScoredAreCountedAsWell() throws IOException {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      before.add(i * 7 % 40 + "," + i / 2 % 2);
    }
    Path model = train(write("full.csv", "x,y", before));
    before.set(3, ",1");

    Run run = check(model, write("gap.csv", "x,y", before), "--json", "-");

    assertThat(figure(run.json(), "x", "missing")).isEqualTo(1 / 40.0);
    assertThat(run.json().getAsJsonObject("score").get("missing").getAsDouble())
        .isEqualTo(1 / 40.0);
    assertThat(run.err()).contains("1 of 40 rows without a prediction");
  }

  @Test
  void formulasAndMoreClassesAreCheckedByTheirColumns() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      rows.add((1 + i % 30) + "," + List.of("u", "v").get(i % 2) + "," + "abc".charAt(i / 3 % 3));
    }
    Path data = write("f.csv", "x,g,y", rows);
    Path model = train(data, "--terms", "poly(x, 2) + log(x) + g:x", "--overwrite");

    Run run = check(model, data, "--limit", "0", "--json", "-");

    assertThat(run.err()).isEmpty();
    assertThat(run.json().getAsJsonArray("columns"))
        .extracting(each -> each.getAsJsonObject().get("name").getAsString())
        .containsExactly("x", "g");
    assertThat(run.json().getAsJsonObject("score").get("psi").getAsDouble()).isZero();
  }

  @Test
  void numbersOfTrialsCountTheRowsOfTheTable() throws IOException {
    Path data = write("t.csv", "x,n,y", List.of("1,10,3", "2,10,4", "3,10,8", "4,10,6"));
    Path model = train(data, "--set", "data.trials=n");

    Run run = check(model, data, "--limit", "0", "--json", "-");

    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("training_rows").getAsInt()).isEqualTo(4);
    assertThat(figure(run.json(), "x", "psi")).isZero();
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    Path data = write("ok.csv", "x,y", List.of("1,0", "2,1", "3,0", "4,1"));
    Path model = train(data);
    Run negative = check(model, data, "--limit", "-1");
    assertThat(negative.status()).isEqualTo(2);
    assertThat(negative.err()).startsWith("error: --limit must be a number from 0, was -1.0");

    Path svm = directory.resolve("a.svm");
    Files.writeString(svm, "1 1:2\n0 1:3\n1 1:4\n0 1:1\n");
    Path indexed = directory.resolve("indexed");
    Run.ofFaultless("train", "--data", svm.toString(), "--model", indexed.toString(), "--quiet");
    assertThat(check(indexed, svm).err()).contains("check needs a table with named columns");
    Run unprofiled = check(indexed, data);
    assertThat(unprofiled.status()).isEqualTo(1);
    assertThat(unprofiled.err())
        .contains("no profile of its training rows", "LibSVM", "train it again");
  }
}
