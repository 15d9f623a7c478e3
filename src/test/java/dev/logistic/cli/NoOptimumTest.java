package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages about separation and dependent columns, and that their advice helps as printed. */
class NoOptimumTest {

  @TempDir Path directory;

  /** Of 40 rows: noise that separates nothing, and classes in no order. */
  private final double[] noise = new Random(5).doubles(40).toArray();

  private int label(int row) {
    return row / 2 % 2;
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void write(String header, IntFunction<String> cells) throws IOException {
    String rows =
        IntStream.range(0, noise.length)
            .mapToObj(row -> noise[row] + "," + cells.apply(row) + "\n")
            .collect(Collectors.joining());
    Files.writeString(directory.resolve("t.csv"), "noise," + header + ",sick\n" + rows);
  }

  private Run train(String... more) {
    Stream<String> all =
        Stream.of("train", "--data", path("t.csv"), "--label", "sick", "--model", path("m"));
    return Run.of(
        Stream.of(all, Stream.of("--overwrite", "--set", "train.l2=0"), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private void assertThatAdviceHelps(String... advice) {
    Run run = train(advice);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @BeforeEach
  void theNoiseSeparatesNothing() throws IOException {
    write("other", row -> row % 3 + "," + label(row));

    assertThat(train().err()).isEmpty();
  }

  @Test
  void aNumberThatSeparatesIsNamedWithItsThresholds() throws IOException {
    write(
        "age",
        row ->
            (label(row) == 0 ? 30 - row / 2 : 31 + row) + "," + (label(row) == 0 ? "no" : "yes"));

    assertThat(train().err())
        .isEqualTo(
            "warning: column \"age\" separates the classes: \"no\" up to 30, \"yes\" from 33; there is"
                + " no finite optimum: leave the column out with --exclude age, or add a penalty"
                + " with --set train.l2=0.0250"
                + " or Jeffreys' prior with --set train.firth=true\n");
    assertThatAdviceHelps("--exclude", "age");
    assertThatAdviceHelps("--set", "train.l2=0.0250");
  }

  @Test
  void aNumberMayShareOneValueBetweenTheClasses() throws IOException {
    write("dose", row -> (row < 20 ? 2.5 : label(row) == 0 ? 1 : 4) + "," + label(row));

    assertThat(train().err())
        .startsWith(
            "warning: column \"dose\" separates the classes except at 2.5: \"0\" up to 2.5, \"1\" from"
                + " 2.5 (quasi-complete separation); there is no finite optimum: ");
  }

  @Test
  void ofThreeClassesANumberMaySeparateOne() throws IOException {
    write("age", row -> (row % 3 == 1 ? 70 : row) + ",c" + row % 3);

    assertThat(train().err())
        .startsWith(
            "warning: column \"age\" separates class \"c1\" from the others: the others up to 39, \"c1\""
                + " from 70; there is no finite optimum: leave the column out with --exclude age, or");
    assertThatAdviceHelps("--exclude", "age");
  }

  @Test
  void aLevelOfOneClassIsNamedAsQuasiCompleteSeparation() throws IOException {
    write("smoker", row -> (label(row) == 1 && row < 24 ? "yes" : "no") + "," + label(row));

    String expected =
        "all 12 rows with smoker=yes are of class \"1\" (quasi-complete separation): its coefficient"
            + " has no finite estimate; leave the column out with --exclude smoker, merge levels with"
            + " SQL in --query, or add a penalty with --set train.l2=0.0250"
            + " or Jeffreys' prior with --set train.firth=true";
    assertThat(train().err()).isEqualTo("warning: " + expected + "\n");
    assertThat(Run.ofFaultless("inspect", "--model", path("m"), "--statistics").out())
        .contains("No statistics: " + expected);
    assertThatAdviceHelps("--exclude", "smoker");
    assertThatAdviceHelps("--set", "train.l2=0.0250");
  }

  @Test
  void aRareLevelAmongOthersIsTheOneToLeaveOut() throws IOException {
    write("city", row -> (row == 3 ? "Zug" : row % 3 == 0 ? "Bern" : "Chur") + "," + label(row));

    assertThat(train().err()).contains("leave the level out with --exclude 'city=Zug', merge");
    assertThatAdviceHelps("--exclude", "city=Zug");
  }

  @Test
  void soAreTheReferenceLevelAndBooleans() throws IOException {
    write(
        "city,insured",
        row ->
            (row == 3 ? "Aarau" : row % 3 == 0 ? "Bern" : "Chur")
                + ","
                + (row % 5 > 0 || label(row) == 1)
                + ","
                + label(row));

    assertThat(train().err())
        .isEqualTo(
            "warning: the only row with city=Aarau (the reference level) is of class \"1\", all 4 rows"
                + " with insured=false (the reference level) are of class \"0\" (quasi-complete"
                + " separation): coefficients of \"city\", \"insured\" have no finite estimates; leave"
                + " the columns out with --exclude city,insured, merge levels with SQL in --query, or"
                + " add a penalty with --set train.l2=0.0250"
                + " or Jeffreys' prior with --set train.firth=true\n");
    assertThatAdviceHelps("--exclude", "city,insured");
  }

  @Test
  void ofThreeClassesALevelMayLackOne() throws IOException {
    write("smoker", row -> (row % 6 == 1 || row % 6 == 2 ? "yes" : "no") + ",c" + row % 3);

    assertThat(train().err())
        .startsWith(
            "warning: no row with smoker=yes is of class \"c0\" (quasi-complete separation): ");
  }

  @Test
  void levelsOfOneClassEachSeparate() throws IOException {
    write("smoker", row -> (label(row) == 1 ? "yes" : "no") + "," + label(row));

    assertThat(train().err())
        .isEqualTo(
            "warning: column \"smoker\" separates the classes: smoker=no has rows of class \"0\" only,"
                + " smoker=yes has rows of class \"1\" only; there is no finite optimum: leave the"
                + " column out with --exclude smoker, or add a penalty with --set train.l2=0.0250"
                + " or Jeffreys' prior with --set train.firth=true\n");
  }

  @Test
  void dependentColumnsAreNamedWithWhatTheyDependOn() throws IOException {
    write(
        "a,b,total", row -> row % 7 + "," + row % 5 + "," + (row % 7 + row % 5) + "," + label(row));

    assertThat(statistics())
        .contains(
            "the columns are linearly dependent: \"total\" is a linear combination of \"a\", \"b\";"
                + " leave it out with --exclude total");
    assertThatAdviceHelps("--exclude", "total");
    assertThat(statistics("--exclude", "total")).doesNotContain("dependent");
  }

  @Test
  void dependentLevelsAreNamedToo() throws IOException {
    String[] cities = {"Bern", "Chur", "Lyon", "Nice", "Rome"};
    String[] countries = {"CH", "CH", "FR", "FR", "IT"};
    write("city,country", row -> cities[row % 5] + "," + countries[row % 5] + "," + label(row));

    assertThat(statistics())
        .contains(
            "\"country=FR\" is a linear combination of \"city=Lyon\", \"city=Nice\"; \"country=IT\" is a"
                + " linear combination of \"city=Rome\"; leave them out with --exclude country\n");
    assertThat(statistics("--exclude", "country")).doesNotContain("dependent");
  }

  private String statistics(String... more) {
    assertThat(train(more).status()).isZero();
    return Run.ofFaultless("inspect", "--model", path("m"), "--statistics").out();
  }
}
