package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.TimeCuts;
import dev.logistic.selection.Folds;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code data.time} with {@code data.validation} and {@code --cv}. */
class TimeSplitCommandTest {

  private static final int DAYS = 60;

  @TempDir private Path directory;
  private Path file = Path.of("");

  /** Two rows a day, in an order that is not that of time. */
  @BeforeEach
  void write() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,day,y"));
    for (int row = 0; row < 2 * DAYS; row++) {
      int day = row * 7 % DAYS;
      lines.add(day + "," + LocalDate.of(2026, 1, 1).plusDays(day) + "," + (row * 5 % 7 > 3));
    }
    file = Files.write(directory.resolve("t.csv"), lines);
  }

  private static Run run(Path data, String... more) {
    Stream<String> first = Stream.of("train", "--data", data.toString(), "--label", "y");
    return Run.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  private static void assertRefused(Run run, int status, String message) {
    assertThat(run.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(run.status()).isEqualTo(status);
  }

  private Settings settings(double validation) {
    return Settings.defaults()
        .with(Settings.SOURCE, file.toString())
        .with(Settings.LABEL, "y")
        .with(Settings.STANDARDIZE, false)
        .with(Settings.TIME, "day")
        .with(Settings.VALIDATION, validation);
  }

  /** The day of each row, which is its feature. */
  private static double[] days(LabelledData rows) {
    float[] values = rows.features().toFloatArray();
    return IntStream.range(0, values.length).mapToDouble(row -> values[row]).toArray();
  }

  private static double max(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double min(double... values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  @Test
  void theNewestRowsAreHeldOut() throws IOException {
    try (TrainingTable table = Tables.read(settings(0.2))) {
      double[] learned = days(table.training());
      double[] heldOut = days(table.validation().orElseThrow());

      assertThat(heldOut).hasSize(24);
      assertThat(min(heldOut)).isEqualTo(48);
      assertThat(max(learned)).isEqualTo(47);
      assertThat(table.training().featureNames()).containsExactly("x");
      assertThat(table.warnings()).isEmpty();
    }
  }

  /** As scikit-learn's TimeSeriesSplit has it. */
  @Test
  void foldsRollForward() throws IOException {
    try (TrainingTable table = Tables.read(settings(0))) {
      double[] days = days(table.training());
      Folds folds = Folds.stratified(table.training(), 4, 1);

      for (int fold = 0; fold < 4; fold++) {
        double[] learned =
            Arrays.stream(folds.training(fold)).mapToDouble(r -> days[(int) r]).toArray();
        double[] heldOut =
            Arrays.stream(folds.heldOut(fold)).mapToDouble(r -> days[(int) r]).toArray();
        assertThat(learned).hasSize(24 * (fold + 1));
        assertThat(heldOut).hasSize(24);
        assertThat(min(learned)).isZero();
        assertThat(max(learned)).isEqualTo(12 * (fold + 1) - 1);
        assertThat(min(heldOut)).isEqualTo(12 * (fold + 1));
        assertThat(max(heldOut)).isEqualTo(12 * (fold + 2) - 1);
      }
      assertThat(IntStream.range(0, days.length).filter(row -> days[row] < 12).map(folds::of))
          .containsOnly(-1);
    }
  }

  @Test
  void rowsOfOneInstantStayTogether() {
    int[] instants = {0, 0, 0, 1, 1, 1, 1, 1, 1, 2};

    assertThat(TimeCuts.parts(instants, 0.5, 0.5)).containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 1, 1);
    assertThat(TimeCuts.parts(instants, 0.8, 0.2)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(TimeCuts.parts(instants, 0.1, 0.1, 0.8))
        .containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 1, 2);
  }

  @Test
  void aModelIsEvaluatedOnTheRowsThatWereHeldOut() {
    String model = directory.resolve("m").toString();

    Run trained =
        run(
            file,
            "--set=data.time=day",
            "--set=data.validation=0.25",
            "--cv=3",
            "--l2-grid=0.1,0.01",
            "--model",
            model,
            "--json=-");
    Run evaluated =
        Run.ofFaultless(
            "evaluate", "--model", model, "--data", file.toString(), "--held-out", "--json", "-");

    assertThat(trained.err()).isEmpty();
    JsonObject validation = trained.json().getAsJsonObject("validation");
    assertThat(validation.get("rows").getAsInt()).isEqualTo(30);
    assertThat(evaluated.json().get("log_loss")).isEqualTo(validation.get("log_loss"));
  }

  /** A text order would be another one. */
  @Test
  void instantsAreComparedAsSuchHoweverTheyAreWritten() throws IOException {
    List<Object> times =
        List.of(
            LocalDate.of(2026, 3, 29),
            LocalDateTime.of(2026, 3, 29, 0, 30),
            OffsetDateTime.parse("2026-03-29T03:30:00+02:00"), // 01:30 in UTC
            ZonedDateTime.of(2026, 3, 29, 4, 0, 0, 0, ZoneId.of("Europe/Zurich")), // 02:00
            Instant.parse("2026-03-29T02:30:00.000000001Z"),
            Instant.parse("2026-03-29T02:30:00.000000002Z"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row : new int[] {3, 0, 5, 1, 4, 2}) {
      rows.add(Map.of("x", row, "t", times.get(row), "y", row % 2));
    }
    Settings settings = Settings.defaults().with(Settings.LABEL, "y").with(Settings.TIME, "t");

    try (TrainingTable table = Tables.read(TableSource.of(rows), settings)) {
      assertThat(table.training().isOrdered()).isTrue();
      assertThat(table.training().groups()).containsExactly(3, 0, 5, 1, 4, 2);
    }
  }

  @Test
  void numbersAreInTheirOrderAlsoBeyondThatOfADouble() throws IOException {
    Path numbers =
        Files.writeString(
            directory.resolve("n.csv"),
            "x,t,y\n1,9007199254740993,0\n2,9007199254740992,1\n3,9,0\n4,10,1\n");
    Settings settings =
        settings(0).with(Settings.SOURCE, numbers.toString()).with(Settings.TIME, "t");

    try (TrainingTable table = Tables.read(settings)) {
      assertThat(table.training().groups()).containsExactly(3, 2, 0, 1);
    }
  }

  @Test
  void whatCannotBeDividedIsRefused() throws IOException {
    String[] held = {"--set=data.time=t", "--set=data.validation=0.5"};
    Path one = Files.writeString(directory.resolve("1.csv"), "x,t,y\n1,5,a\n2,5,b\n3,5,a\n");
    Path late =
        Files.writeString(directory.resolve("l.csv"), "x,t,y\n4,1,a\n2,2,a\n3,3,b\n1,4,a\n");
    Path gap = Files.writeString(directory.resolve("g.csv"), "x,t,y\n4,1,a\n2,,a\n3,3,b\n1,4,a\n");
    Path text = Files.writeString(directory.resolve("x.csv"), "x,t,y\n4,may,a\n2,june,b\n");

    assertRefused(
        run(one, held),
        1,
        one
            + ": column \"t\" of data.time has the same value in all rows, and at least two instants"
            + " are needed: leave data.time out, or name another column");
    assertRefused(
        run(late, held),
        1,
        late
            + ": class \"b\" must be in the rows to learn from, and is only in the newest by column"
            + " \"t\": hold out a smaller share than data.validation=0.5, or leave data.time out");
    assertRefused(run(gap, held), 1, gap + ", row 2, column \"t\": must have a time, is missing");
    assertThat(run(text, held).err())
        .contains(
            "column \"t\" is of type",
            "a date, a timestamp or a number",
            "strptime(\"t\", '%d/%m/%Y')");
    assertRefused(
        run(late, "--set=data.time=t", "--cv=4"),
        1,
        "cross-validation with 4 folds needs rows of at least 5 instants (data.time), found 4");
    assertRefused(
        run(late, "--set=data.time=t", "--cv=2"),
        1,
        "cross-validation with 2 folds in the order of data.time learns the first fold from the"
            + " oldest of 3 parts, which has no rows of class \"b\": use fewer folds");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRefused(
        run(file, "--set=data.time=day"),
        2,
        "data.time=day has no effect where no rows are divided: set data.validation or --cv K, or"
            + " leave it out");
    assertRefused(
        run(file, "--set=data.time=day", "--set=data.group=x", "--cv=2"),
        2,
        "data.time=day and data.group=x divide the rows in different ways: leave one of them out");
    assertRefused(
        run(file, "--set=data.time=day", "--features=x,day", "--cv=2"),
        1,
        "column \"day\" cannot be both the time and a feature");
  }
}
