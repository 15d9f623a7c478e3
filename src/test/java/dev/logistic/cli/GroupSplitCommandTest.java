package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.selection.Folds;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code data.group} with {@code data.validation} and {@code --cv}. */
class GroupSplitCommandTest {

  @TempDir private Path directory;
  private Path file = Path.of("");

  /** 300 rows of 40 customers, whose numbers differ in digits that a double cannot hold. */
  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("x,customer,y"));
    for (int row = 0; row < 300; row++) {
      int customer = random.nextInt(40);
      double x = random.nextGaussian() + customer / 20.0;
      String y = x + 3 * random.nextGaussian() > 2 ? "yes" : "no";
      lines.add(x + "," + (1_000_000_000_000_000_000L + customer) + "," + y);
    }
    file = Files.write(directory.resolve("t.csv"), lines);
  }

  private Run train(String... more) {
    return run(file, more);
  }

  private static Run run(Path data, String... more) {
    Stream<String> first = Stream.of("train", "--data", data.toString(), "--label", "y");
    return Run.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  private static void assertRefused(Run run, int status, String message) {
    assertThat(run.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(run.status()).isEqualTo(status);
  }

  private Settings settings() {
    return Settings.defaults()
        .with(Settings.SOURCE, file.toString())
        .with(Settings.LABEL, "y")
        .with(Settings.GROUP, "customer");
  }

  private static Set<Integer> different(int[] groups) {
    return Arrays.stream(groups).boxed().collect(Collectors.toSet());
  }

  private static double positives(LabelledData rows) {
    return rows.labels().mean().toType(DataType.FLOAT64, false).getDouble();
  }

  @Test
  void theRowsOfAGroupAreHeldOutOrLearnedFromTogether() throws IOException {
    try (TrainingTable all = Tables.read(settings());
        TrainingTable some = Tables.read(settings().with(Settings.VALIDATION, 0.25));
        TrainingTable again = Tables.read(settings().with(Settings.VALIDATION, 0.25))) {
      LabelledData heldOut = some.validation().orElseThrow();
      int[] groups = all.training().groups();
      Set<Integer> learned = different(some.training().groups());
      long ofLearned = Arrays.stream(groups).filter(learned::contains).count();

      assertThat(different(groups)).hasSize(40);
      assertThat(learned).hasSizeBetween(25, 35);
      assertThat(some.training().rows()).isEqualTo(ofLearned); // no row of theirs is held out
      assertThat(heldOut.rows()).isEqualTo(300 - ofLearned).isBetween(72L, 78L);
      assertThat(Math.abs(positives(heldOut) - positives(all.training()))).isLessThan(0.02);
      assertThat(all.training().featureNames()).containsExactly("x");
      assertThat(again.training().groups()).isEqualTo(some.training().groups());
    }
  }

  @Test
  void foldsAreOfWholeGroupsAmongTheRowsToLearnFrom() throws IOException {
    try (TrainingTable table = Tables.read(settings().with(Settings.VALIDATION, 0.25))) {
      int[] groups = table.training().groups();
      Folds folds = Folds.stratified(table.training(), 5, 123);

      List<Set<Integer>> ofFolds = new ArrayList<>();
      for (int fold = 0; fold < 5; fold++) {
        ofFolds.add(
            Arrays.stream(folds.heldOut(fold))
                .mapToObj(row -> groups[(int) row])
                .collect(Collectors.toSet()));
      }
      assertThat(ofFolds.stream().mapToInt(Set::size).sum()).isEqualTo(different(groups).size());
      assertThat(ofFolds.stream().flatMap(Set::stream).collect(Collectors.toSet()))
          .isEqualTo(different(groups));
    }
  }

  /** The model keeps the setting, so that the same rows are held out when it is evaluated. */
  @Test
  void aModelIsEvaluatedOnTheRowsThatWereHeldOut() {
    String model = directory.resolve("m").toString();
    String[] options = {"--set=data.group=customer", "--set=data.validation=0.25"};

    Run trained =
        train(options[0], options[1], "--cv=3", "--l2-grid=0.1,0.01", "--model", model, "--json=-");
    Run evaluated =
        Run.ofFaultless(
            "evaluate", "--model", model, "--data", file.toString(), "--held-out", "--json", "-");

    assertThat(trained.err()).isEmpty();
    JsonObject validation = trained.json().getAsJsonObject("validation");
    assertThat(evaluated.json().get("rows")).isEqualTo(validation.get("rows"));
    assertThat(evaluated.json().get("log_loss")).isEqualTo(validation.get("log_loss"));
    assertThat(
            train(options[1], "--json=-", "--set=data.exclude=customer").json().get("validation"))
        .isNotEqualTo(validation);
  }

  @Test
  void groupsMayBeClusters() {
    Run run =
        train(
            "--set=data.group=customer",
            "--set=data.cluster=customer",
            "--set=train.covariance=cluster",
            "--set=train.l2=0",
            "--set=data.validation=0.25",
            "--json=-");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void aGroupThatIsMissingIsRefusedWithItsRow() throws IOException {
    Path gap = Files.writeString(directory.resolve("g.csv"), "x,g,y\n1,a,0\n2,,1\n3,b,0\n4,b,1\n");

    assertRefused(
        run(gap, "--set=data.group=g", "--set=data.validation=0.5"),
        1,
        gap + ", row 2, column \"g\": must name a group, is missing");
  }

  @Test
  void groupsThatCannotBeDividedAreRefused() throws IOException {
    Path one = Files.writeString(directory.resolve("1.csv"), "x,g,y\n1,a,0\n2,a,1\n3,a,0\n4,a,1\n");
    Path two =
        Files.writeString(directory.resolve("2.csv"), "x,g,y\n1,a,0\n2,a,1\n3,b,0\n4,c,0\n5,a,1\n");

    assertRefused(
        run(one, "--set=data.group=g", "--set=data.validation=0.5"),
        1,
        one
            + ": column \"g\" of data.group has the same value in all rows, and at least two groups"
            + " are needed: leave data.group out, or name another column");
    assertRefused(
        run(two, "--set=data.group=g", "--set=data.validation=0.5"),
        1,
        two
            + ": class \"1\" must be both in the rows to learn from and in those held out, and is in"
            + " 1 group of column \"g\": leave data.validation or data.group out");
    assertRefused(
        run(two, "--set=data.group=g", "--cv=2"),
        1,
        "cross-validation with 2 folds needs at least 2 groups of rows (data.group) with class \"1\","
            + " found 1");
  }

  /** Of two halves, one is held out. */
  @Test
  void aShareThatDiffersMuchIsStated() throws IOException {
    StringBuilder lines = new StringBuilder("x,g,y\n");
    for (int row = 0; row < 40; row++) {
      lines.append(row % 7).append(row < 20 ? ",a," : ",b,").append(row % 2).append('\n');
    }
    Path halves = Files.writeString(directory.resolve("h.csv"), lines);

    Run run = run(halves, "--set=data.group=g", "--set=data.validation=0.1", "--json=-");

    assertThat(run.err())
        .isEqualTo(
            "warning: "
                + halves
                + ": 50.0 % of the rows are held out for data.validation=0.1, as groups of column"
                + " \"g\" are not divided"
                + System.lineSeparator());
    assertThat(run.json().getAsJsonObject("validation").get("rows").getAsInt()).isEqualTo(20);
  }

  @Test
  void whereNoRowsAreDividedItIsRefused() {
    assertRefused(
        train("--set=data.group=customer"),
        2,
        "data.group=customer has no effect where no rows are divided: set data.validation or --cv K,"
            + " or leave it out");
  }

  /** Which rows are held out is part of a run's identity, and so the column need not be. */
  @Test
  void aTrainingResumesWithTheSameGroupsAlone() throws IOException {
    List<String> rows = Files.readAllLines(file);
    List<String> both = new ArrayList<>(List.of("x,customer,again,other,y"));
    for (int row = 1; row < rows.size(); row++) {
      String[] cells = rows.get(row).split(",", -1);
      both.add("%s,%s,%s,%s,%s".formatted(cells[0], cells[1], cells[1], "g" + row % 30, cells[2]));
    }
    Path table = Files.write(directory.resolve("both.csv"), both);
    String[] options = {
      "--features=x",
      "--set=data.validation=0.25",
      "--set=train.checkpoint=" + directory.resolve("ck")
    };
    String[] resumed =
        Stream.concat(Arrays.stream(options), Stream.of("--resume")).toArray(String[]::new);
    assertThat(run(table, with(options, "customer")).err()).isEmpty();

    Run same = run(table, with(resumed, "customer"));
    Run alike = run(table, with(resumed, "again"));
    Run different = run(table, with(resumed, "other"));

    assertThat(same.status()).isZero();
    assertThat(alike.status()).isZero();
    assertThat(different.status()).isEqualTo(1);
    assertThat(different.err())
        .contains("is from a different training", "  validation data: was ", "  data: was ");
  }

  private static String[] with(String[] options, String group) {
    return Stream.concat(Stream.of("--set=data.group=" + group), Arrays.stream(options))
        .toArray(String[]::new);
  }

  @Test
  void theGroupHasNoOtherRole() {
    assertRefused(
        train("--set=data.group=customer", "--cv=2", "--features=x,customer"),
        1,
        "column \"customer\" cannot be both the group and a feature");
    assertRefused(
        train("--set=data.group=customer", "--cv=2", "--terms=x + customer"),
        1,
        "data.terms: column \"customer\" cannot be both the group and a feature");
    assertRefused(
        train("--set=data.group=y", "--cv=2"),
        1,
        "column \"y\" cannot be both the label and the group");
  }

  @Test
  void aColumnThatDoesNotExistIsRefusedAndSoAreLibSvmFiles() throws IOException {
    Path indexed = Files.writeString(directory.resolve("t.svm"), "0 1:1\n1 1:2\n0 1:2\n1 1:1\n");

    assertThat(train("--set=data.group=costumer", "--cv=2").err())
        .contains("costumer", "\"customer\"");
    assertRefused(
        Run.of("train", "--data", indexed.toString(), "--set=data.group=g", "--cv=2"),
        2,
        "data.group is for tables with named columns, and has no effect on a LibSVM file: leave it"
            + " out");
  }
}
