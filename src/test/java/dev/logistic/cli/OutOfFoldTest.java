package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Metric;
import dev.logistic.model.LogisticModel;
import dev.logistic.selection.Folds;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --out-of-fold}, and what else follows from the predictions of the folds. */
class OutOfFoldTest {

  private static final int ROWS = 120;

  @TempDir private Path directory;
  private Path data = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("id,x,z,t,y"));
    for (int row = 0; row < ROWS; row++) {
      double x = random.nextGaussian();
      String z = row % 10 == 0 ? "" : Double.toString(random.nextGaussian());
      boolean yes = x + random.nextGaussian() > 0;
      lines.add("r%d,%s,%s,%d,%s".formatted(row, x, z, row * 7 % ROWS, yes ? "yes" : "no"));
    }
    data = Files.write(directory.resolve("t.csv"), lines);
    out = directory.resolve("oof.csv");
  }

  private Run train(String... more) {
    Stream<String> first =
        Stream.of("train", "--data", data.toString(), "--label", "y", "--exclude", "id");
    return Run.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  private List<String[]> written() throws IOException {
    return Files.readAllLines(out).stream().map(line -> line.split(",", -1)).toList();
  }

  /** Each row by a model of the other folds, fitted here from the Java API. */
  @Test
  void everyRowIsPredictedByAModelThatDidNotLearnFromIt() throws IOException {
    Run run =
        train(
            "--features=x", "--cv=4", "--l2-grid=0.01", "--out-of-fold", out.toString(), "--quiet");

    assertThat(run.err()).isEmpty();
    List<String[]> lines = written();
    assertThat(lines).hasSize(ROWS + 1);
    assertThat(lines.get(0))
        .containsExactly("id", "x", "z", "t", "y", "fold", "probability", "prediction");
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, data.toString())
            .with(Settings.LABEL, "y")
            .with(Settings.FEATURES, List.of("x"))
            .with(Settings.STANDARDIZE, false);
    Settings training = Settings.defaults().with(Settings.L2, 0.01);
    try (TrainingTable table = Tables.read(settings)) {
      Folds folds = Folds.stratified(table.training(), 4, settings.get(Settings.SEED));
      for (int fold = 0; fold < 4; fold++) {
        try (var manager = table.training().newManager();
            LogisticModel model =
                LogisticRegression.with(training)
                    .train(table.training().rows(folds.training(fold), manager))
                    .takeModel()) {
          for (long row : folds.heldOut(fold)) {
            String[] cells = lines.get((int) row + 1);
            double expected = model.probability(new double[] {Double.parseDouble(cells[1])});
            assertThat(cells[5]).isEqualTo(Integer.toString(fold + 1));
            assertThat(Double.parseDouble(cells[6])).isCloseTo(expected, within(1e-6));
            assertThat(cells[7]).isEqualTo(expected >= 0.5 ? "yes" : "no");
          }
        }
      }
    }
  }

  /** Rows held out for validation, left out, or before the first fold are in no fold. */
  @Test
  void rowsInNoFoldHaveNoPrediction() throws IOException {
    assertThat(
            train(
                    "--cv=3",
                    "--l2-grid=0.01",
                    "--set=data.validation=0.25",
                    "--set=data.missing=drop",
                    "--set=data.time=t",
                    "--out-of-fold",
                    out.toString(),
                    "--quiet")
                .status())
        .isZero();

    List<String[]> lines = written();
    int[] instants = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      String[] cells = lines.get(row + 1);
      assertThat(cells[0]).isEqualTo("r" + row);
      boolean dropped = cells[2].isEmpty();
      instants[Integer.parseInt(cells[3])] =
          dropped ? -1 : cells[5].isEmpty() ? 0 : Integer.parseInt(cells[5]);
      assertThat(cells[6].isEmpty()).isEqualTo(cells[5].isEmpty());
      assertThat(cells[7].isEmpty()).isEqualTo(cells[5].isEmpty());
      assertThat(!dropped || cells[5].isEmpty()).isTrue();
    }
    // in time: part 1, folds 1 to 3, and the rows for validation
    int[] kept = Arrays.stream(instants).filter(fold -> fold >= 0).toArray();
    assertThat(kept).hasSize(108);
    assertThat(Arrays.copyOf(kept, 81)).isSorted();
    assertThat(Arrays.stream(kept).filter(fold -> fold > 0).count()).isBetween(60L, 61L);
    assertThat(Arrays.copyOfRange(kept, 81, 108)).containsOnly(0);
  }

  @Test
  void moreClassesAndTrialsArePredictedToo() throws IOException {
    List<String> three = new ArrayList<>(List.of("x,y"));
    List<String> trials = new ArrayList<>(List.of("x,n,y"));
    for (int row = 0; row < 60; row++) {
      three.add(row * 7 % 60 + "," + "abc".charAt((row * 7 % 60 + row % 9) / 23));
      trials.add(row * 7 % 60 + ",5," + row % 6);
    }
    data = Files.write(directory.resolve("three.csv"), three);
    String file = out.toString();
    assertThat(
            Run.of(
                    "train",
                    "--data",
                    data.toString(),
                    "--label=y",
                    "--cv=3",
                    "--l2-grid=0.01",
                    "--out-of-fold",
                    file,
                    "--quiet")
                .err())
        .isEmpty();
    assertThat(written().get(0))
        .containsExactly(
            "x", "y", "fold", "probability_a", "probability_b", "probability_c", "prediction");
    assertThat(written().stream().skip(1).map(cells -> cells[2])).containsOnly("1", "2", "3");

    data = Files.write(directory.resolve("trials.csv"), trials);
    assertThat(
            Run.of(
                    "train",
                    "--data",
                    data.toString(),
                    "--label=y",
                    "--set=data.trials=n",
                    "--cv=3",
                    "--l2-grid=0.01",
                    "--out-of-fold",
                    file,
                    "--quiet")
                .err())
        .isEmpty();
    assertThat(written()).hasSize(61);
    assertThat(written().stream().skip(1).map(cells -> cells[3])).containsOnly("1", "2", "3");
  }

  /** By brute force over the probabilities in the file. */
  @Test
  void aThresholdIsFoundOnRowsOutOfFold() throws IOException {
    Run run =
        train(
            "--features=x",
            "--cv=4",
            "--l2-grid=0.01",
            "--set=train.threshold=f1",
            "--out-of-fold",
            out.toString(),
            "--json=-");

    double threshold = run.json().get("threshold").getAsDouble();
    List<String[]> rows = written().subList(1, ROWS + 1);
    double[] probabilities = rows.stream().mapToDouble(row -> Double.parseDouble(row[6])).toArray();
    boolean[] yes = new boolean[ROWS];
    IntStream.range(0, ROWS).forEach(row -> yes[row] = rows.get(row)[4].equals("yes"));
    double best =
        Arrays.stream(probabilities).map(cut -> f1(probabilities, yes, cut)).max().orElseThrow();

    assertThat(f1(probabilities, yes, threshold)).isEqualTo(best);
    assertThat(threshold).isNotEqualTo(0.5);
    assertThat(train("--cv=4", "--set=data.missing=mean", "--set=train.threshold=f1").out())
        .containsPattern("Threshold on the rows out of fold: 0\\.\\d+ \\(train\\.threshold=f1\\)");
  }

  private static double f1(double[] probabilities, boolean[] yes, double cut) {
    int hits = 0;
    int wrong = 0;
    for (int row = 0; row < yes.length; row++) {
      boolean predicted = probabilities[row] >= cut;
      hits += predicted && yes[row] ? 1 : 0;
      wrong += predicted != yes[row] ? 1 : 0;
    }
    return 2.0 * hits / (2 * hits + wrong);
  }

  /** The mean over the folds of the fold's loss at the choice less its least one, by hand. */
  @Test
  void theLogLossToExpectIsCorrectedForTheChoice() throws IOException {
    Run run =
        train(
            "--features=x",
            "--cv=3",
            "--l2-grid=1,0.1,0.01",
            "--set=engine.precision=float64",
            "--json=-");

    JsonObject validation = run.json().getAsJsonObject("cross_validation");
    double best = validation.get("best_l2").getAsDouble();
    double[][] losses = new double[3][3];
    double[] grid = {1, 0.1, 0.01};
    Settings table =
        Settings.defaults()
            .with(Settings.SOURCE, data.toString())
            .with(Settings.LABEL, "y")
            .with(Settings.FEATURES, List.of("x"))
            .with(Settings.PRECISION, Precision.FLOAT64);
    try (TrainingTable rows = Tables.read(table)) {
      Folds folds = Folds.stratified(rows.training(), 3, table.get(Settings.SEED));
      for (int fold = 0; fold < 3; fold++) {
        for (int i = 0; i < 3; i++) {
          losses[fold][i] = loss(rows.training(), folds, fold, grid[i]);
        }
      }
    }
    double mean = 0;
    double optimism = 0;
    for (double[] fold : losses) {
      double chosen =
          fold[IntStream.range(0, 3).filter(i -> grid[i] == best).findFirst().orElseThrow()];
      mean += chosen / 3;
      optimism += (chosen - Arrays.stream(fold).min().orElseThrow()) / 3;
    }
    assertThat(validation.get("expected_log_loss").getAsDouble())
        .isCloseTo(mean + optimism, within(1e-6));
    assertThat(train("--features=x", "--cv=3", "--cv-rule=1se", "--json=-").json().toString())
        .contains("\"expected_log_loss\":null");
  }

  private static double loss(LabelledData rows, Folds folds, int fold, double l2) {
    Settings training = Settings.defaults().with(Settings.L2, l2).with(Settings.STANDARDIZE, false);
    try (var manager = rows.newManager();
        LogisticModel model =
            LogisticRegression.with(training)
                .train(rows.rows(folds.training(fold), manager))
                .takeModel()) {
      return Evaluations.of(model, rows.rows(folds.heldOut(fold), manager)).of(Metric.LOG_LOSS);
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(train("--out-of-fold", out.toString()))
        .isEqualTo(new Run(2, "", "error: --out-of-fold needs --cv K\n"));
    assertThat(train("--cv=2", "--out-of-fold", "-").err())
        .isEqualTo("error: --out-of-fold must be a file, was \"-\"\n");
    assertThat(train("--cv=2", "--out-of-fold", "a.xls").err())
        .startsWith("error: --out-of-fold must end in .csv, .parquet or .jsonl, was \"a.xls\"");
    assertThat(
            Run.of("train", "--cv=2", "--set=train.solver=lbfgs", "--out-of-fold", "a.csv").err())
        .startsWith("error: --out-of-fold needs a table with named columns: --data SOURCE");
    assertThat(train("--features=x", "--cv=2", "--out-of-fold", data.toString()).err())
        .contains("--data", "--out-of-fold");
  }
}
