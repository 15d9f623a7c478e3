package dev.logistic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Metric;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cross-validation against the same folds and fits in scikit-learn, stored by
 * bench/cross_validation_figures.py.
 */
class CrossValidationTest {

  private static final Path FIGURES = Path.of("src/test/resources/train/cross_validation.json");

  private static final Path CHOICES = Path.of("src/test/resources/train/cv_rule.json");

  private static final Path LASSO = Path.of("src/test/resources/train/cv_lasso.json");

  /** Far enough that what is left of the gradient cannot be seen in the log-loss. */
  private static final Settings EXACT =
      Settings.defaults()
          .with(Settings.SOURCE, "examples/data/breast_cancer.csv")
          .with(Settings.LABEL, "diagnosis")
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.EPOCHS, 5_000)
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-11));

  private static TrainingTable table;

  /** scikit-learn's results for one number of folds. */
  private record Figures(int folds, List<Integer> foldOfRow, List<Point> path) {
    private record Point(double l2, double logLoss, double standardError) {}
  }

  @BeforeAll
  static void readTable() throws IOException {
    table = Tables.read(EXACT, null, Device.cpu(), rows -> {});
  }

  @AfterAll
  static void closeTable() {
    table.close();
  }

  private static List<Figures> figures() throws IOException {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    JsonObject stored = gson.fromJson(Files.readString(FIGURES), JsonObject.class);
    return Arrays.asList(gson.fromJson(stored.get("paths"), Figures[].class));
  }

  private static PenaltyGrid grid(double... values) {
    return new PenaltyGrid(PenaltyGrid.Kind.L2, Arrays.stream(values).boxed().toList());
  }

  @Test
  void rowsAreDealtToFoldsByTheRule() throws IOException {
    for (Figures expected : figures()) {
      Folds folds = Folds.stratified(table.training(), expected.folds(), 123);

      List<Integer> dealt =
          IntStream.range(0, expected.foldOfRow().size()).mapToObj(folds::of).toList();
      assertThat(dealt).isEqualTo(expected.foldOfRow());
    }
  }

  @Test
  void logLossesAreThoseOfScikitLearn() throws IOException {
    for (Figures expected : figures()) {
      // Below, L-BFGS takes many thousand iterations to come as close.
      List<Figures.Point> points =
          expected.path().stream().filter(point -> point.l2() > 1e-5).toList();
      PenaltyGrid grid =
          new PenaltyGrid(PenaltyGrid.Kind.L2, points.stream().map(Figures.Point::l2).toList());

      RegularizationPath path =
          CrossValidation.of(EXACT.forArrays(), expected.folds(), grid).path(table.training());

      assertThat(path.folds()).isEqualTo(expected.folds());
      assertThat(path.points()).hasSameSizeAs(points);
      for (int i = 0; i < path.points().size(); i++) {
        RegularizationPath.Point actual = path.points().get(i);
        Figures.Point point = points.get(i);
        assertThat(actual.value()).isCloseTo(point.l2(), within(1e-15 * point.l2()));
        assertThat(actual.logLoss()).isCloseTo(point.logLoss(), within(1e-6 * point.logLoss()));
        assertThat(actual.standardError())
            .isCloseTo(point.standardError(), within(1e-6 * point.standardError()));
      }
    }
  }

  @Test
  void oneFoldAfterTheOtherOrSideBySideGivesTheSameBits() {
    CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 4, grid(0.1, 0.01, 0.001));

    List<RegularizationPath.Point> oneByOne =
        validation.path(table.training(), () -> {}, false).points();

    assertThat(validation.path(table.training(), () -> {}, true).points()).isEqualTo(oneByOne);
  }

  /** Else their rows would be freed under their hands. */
  @Test
  void aFailedFoldIsReportedWhenTheOthersHaveEnded() {
    CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 4, grid(0.1, 0.01, 0.001));
    IllegalStateException failure = new IllegalStateException("the first");
    AtomicInteger fits = new AtomicInteger();
    Runnable fitEnded =
        () -> {
          if (fits.incrementAndGet() == 1) {
            throw failure;
          }
        };

    assertThatThrownBy(() -> validation.path(table.training(), fitEnded, true)).isSameAs(failure);

    assertThat(fits).hasValue(1 + 3 * 3);
  }

  @Test
  void anyNumberOfEngineThreadsGivesTheSameBits() {
    int before = JniUtils.getNumThreads();
    CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 3, grid(0.1, 0.01));
    try {
      JniUtils.setNumThreads(1);
      List<RegularizationPath.Point> onOne = validation.path(table.training()).points();
      JniUtils.setNumThreads(2);
      assertThat(validation.path(table.training()).points()).isEqualTo(onOne);
    } finally {
      JniUtils.setNumThreads(before);
    }
  }

  @Test
  void startingWhereTheLastFitEndedChangesNothingThatCounts() {
    CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 3, grid(0.1, 0.01, 0.001));

    List<RegularizationPath.Point> cold = validation.cold().path(table.training()).points();
    List<RegularizationPath.Point> warm = validation.path(table.training()).points();

    for (int i = 0; i < warm.size(); i++) {
      double expected = cold.get(i).logLoss();
      assertThat(warm.get(i).logLoss()).isCloseTo(expected, within(1e-9 * expected));
    }
  }

  @Test
  void theLeastLogLossIsChosenAndOfTwoTheLargerL2() {
    RegularizationPath path =
        new RegularizationPath(
            5,
            List.of(
                new RegularizationPath.Point(10, 0.6, 0.1, 0),
                new RegularizationPath.Point(1, 0.5, 0.1, 0),
                new RegularizationPath.Point(0.1, 0.5, 0.2, 0),
                new RegularizationPath.Point(0, Double.NaN, Double.NaN, 5)),
            1);

    assertThat(path.chosen().value()).isEqualTo(1);
    assertThat(path.applied(EXACT).get(Settings.L2)).hasValue(1);
  }

  /** The largest one, whose log-losses may lie above those between it and the best. */
  @Test
  void byTheOtherRuleItIsTheLargestL2WithinOneStandardErrorOfTheBest() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      List<RegularizationPath.Point> points = new ArrayList<>();
      for (int l2 = 1 + random.nextInt(8); l2 > 0; l2--) {
        points.add(
            new RegularizationPath.Point(
                l2, random.nextInt(5) / 8.0, random.nextInt(3) / 8.0, 0)); // exact, with ties
      }
      RegularizationPath path = new RegularizationPath(5, points, 1);
      double least =
          points.stream().mapToDouble(RegularizationPath.Point::logLoss).min().orElseThrow();
      double error =
          points.stream()
              .filter(point -> point.logLoss() == least)
              .max(Comparator.comparingDouble(RegularizationPath.Point::value))
              .orElseThrow()
              .standardError();
      double expected =
          points.stream()
              .filter(point -> point.logLoss() <= least + error)
              .mapToDouble(RegularizationPath.Point::value)
              .max()
              .orElseThrow();

      assertThat(path.byOneStandardError().chosen().value()).isEqualTo(expected);
      assertThat(path.byOneStandardError().best()).isEqualTo(path.chosen());
    }
  }

  @Test
  void aPathWithoutAFiniteLogLossHasItsLargestL2ByBothRules() {
    RegularizationPath.Point first = new RegularizationPath.Point(10, Double.NaN, Double.NaN, 5);
    RegularizationPath path =
        new RegularizationPath(
            5, List.of(first, new RegularizationPath.Point(1, Double.NaN, Double.NaN, 5)), 1);

    assertThat(path.chosen()).isEqualTo(first);
    assertThat(path.byOneStandardError().chosen()).isEqualTo(first);
  }

  /** R's choices on the same folds, stored by bench/cv_rule_figures.R. */
  @Test
  void bothRulesChooseAsGlmnetDoes() throws IOException {
    for (JsonElement each : new Gson().fromJson(Files.readString(CHOICES), JsonArray.class)) {
      JsonObject expected = each.getAsJsonObject();
      double[] l2 = new Gson().fromJson(expected.get("grid"), double[].class);
      double[] logLosses = new Gson().fromJson(expected.get("fold_means"), double[].class);

      RegularizationPath path =
          CrossValidation.of(EXACT.forArrays(), expected.get("folds").getAsInt(), grid(l2))
              .path(table.training());

      for (int i = 0; i < l2.length; i++) {
        assertThat(path.points().get(i).logLoss())
            .isCloseTo(logLosses[i], within(1e-6 * logLosses[i]));
      }
      assertThat(path.chosen().value()).isEqualTo(expected.get("best").getAsDouble());
      assertThat(path.byOneStandardError().chosen().value())
          .isEqualTo(expected.get("one_standard_error").getAsDouble())
          .isGreaterThan(path.best().value());
    }
  }

  /** R's choices of the lasso on the same folds, stored by bench/cv_rule_figures.R. */
  @Test
  void bothRulesChooseL1AsGlmnetDoes() throws IOException {
    JsonObject lasso = new Gson().fromJson(Files.readString(LASSO), JsonObject.class);
    Settings settings = EXACT.with(Settings.L2, 0).forArrays();
    for (JsonElement each : lasso.getAsJsonArray("paths")) {
      JsonObject expected = each.getAsJsonObject();
      double[] l1 = new Gson().fromJson(expected.get("grid"), double[].class);
      double[] logLosses = new Gson().fromJson(expected.get("fold_means"), double[].class);
      PenaltyGrid grid = new PenaltyGrid(PenaltyGrid.Kind.L1, Arrays.stream(l1).boxed().toList());

      RegularizationPath path =
          CrossValidation.of(settings, expected.get("folds").getAsInt(), grid)
              .path(table.training());

      for (int i = 0; i < l1.length; i++) {
        assertThat(path.points().get(i).logLoss())
            .isCloseTo(logLosses[i], within(1e-6 * logLosses[i]));
      }
      assertThat(path.chosen().value()).isEqualTo(expected.get("best").getAsDouble());
      assertThat(path.byOneStandardError().chosen().value())
          .isEqualTo(expected.get("one_standard_error").getAsDouble())
          .isGreaterThan(path.best().value());
      assertThat(path.applied(settings).get(Settings.L1)).isEqualTo(path.chosen().value());
    }
  }

  @Test
  void theAutomaticGridOfL1StartsWhereGlmnetDoes() throws IOException {
    JsonObject lasso = new Gson().fromJson(Files.readString(LASSO), JsonObject.class);
    double largest = lasso.get("largest").getAsDouble();

    List<Double> values = PenaltyGrid.AUTO_L1.on(table.training());

    assertThat(values).hasSize(25);
    assertThat(values.get(0)).isCloseTo(largest, within(1e-9 * largest));
    assertThat(values.get(24)).isCloseTo(1e-4 * largest, within(1e-9 * largest));
    Settings settings = EXACT.with(Settings.L2, 0).forArrays();
    for (double share : new double[] {1.001, 0.99}) {
      Settings near = settings.with(Settings.L1, share * largest);
      try (TrainingResult result = LogisticRegression.with(near).train(table.training())) {
        long nonzero =
            Arrays.stream(result.model().weights().toDoubleArray())
                .filter(weight -> weight != 0)
                .count();
        assertThat(nonzero).isEqualTo(share > 1 ? 0 : 1);
      }
    }
  }

  /** The oracle is a loop of cross-validations of the rows outside each fold, fitted from zero. */
  @ParameterizedTest
  @CsvSource({"L2, 4", "L1, 3"})
  void theNestedEstimateIsThatOfALoopOverTheFolds(PenaltyGrid.Kind kind, int count) {
    List<Double> values = List.of(0.3, 0.03, 0.01, 0.003);
    Settings settings = EXACT.forArrays().with(Settings.L2, OptionalDouble.of(0.001));
    LabelledData data = table.training();
    RegularizationPath path =
        CrossValidation.of(settings, count, new PenaltyGrid(kind, values)).nested().path(data);
    Folds folds = Folds.stratified(data, count, 123);
    double[] losses = new double[count];
    double[] byOther = new double[count];
    for (int fold = 0; fold < count; fold++) {
      int outer = fold;
      List<List<FoldPath.Step>> inner = new ArrayList<>();
      for (int other = 0; other < count; other++) {
        if (other != fold) {
          int held = other;
          List<FoldPath.Step> steps = new ArrayList<>();
          for (double value : values) {
            steps.add(
                step(
                    settings,
                    kind,
                    value,
                    data,
                    rows(folds, each -> each != outer && each != held),
                    folds.heldOut(held)));
          }
          inner.add(steps);
        }
      }
      RegularizationPath chosen = RegularizationPath.of(kind, values, inner, List.of(), 0);
      losses[fold] =
          step(
                  settings,
                  kind,
                  chosen.chosen().value(),
                  data,
                  folds.training(fold),
                  folds.heldOut(fold))
              .logLoss();
      byOther[fold] =
          step(
                  settings,
                  kind,
                  chosen.byOneStandardError().chosen().value(),
                  data,
                  folds.training(fold),
                  folds.heldOut(fold))
              .logLoss();
    }

    assertThat(path.nestedLogLoss().orElseThrow().logLoss())
        .isCloseTo(Arrays.stream(losses).average().orElseThrow(), within(1e-9));
    assertThat(path.byOneStandardError().nestedLogLoss().orElseThrow().logLoss())
        .isCloseTo(Arrays.stream(byOther).average().orElseThrow(), within(1e-9));
    assertThat(losses).isNotEqualTo(byOther);
  }

  private static long[] rows(Folds folds, IntPredicate chosen) {
    return LongStream.range(0, table.training().rows())
        .filter(row -> chosen.test(folds.of((int) row)))
        .toArray();
  }

  /** A single training and its evaluation. */
  private static FoldPath.Step step(
      Settings settings,
      PenaltyGrid.Kind kind,
      double value,
      LabelledData data,
      long[] training,
      long[] heldOut) {
    try (NDManager manager = data.newManager();
        TrainingResult result =
            LogisticRegression.with(kind.applied(settings, value))
                .train(data.rows(training, manager))) {
      return new FoldPath.Step(
          Evaluations.of(result.model(), data.rows(heldOut, manager)).of(Metric.LOG_LOSS), true);
    }
  }

  @Test
  void theNestedEstimateOfRowsInTimeChoosesOnTheFoldsBefore() {
    LabelledData all = table.training();
    LabelledData ordered = all.withTimes(IntStream.range(0, (int) all.rows()).toArray());
    Settings settings = EXACT.forArrays();
    List<Double> values = List.of(1.0, 0.1, 0.001);
    AtomicInteger fits = new AtomicInteger();

    RegularizationPath path =
        CrossValidation.of(settings, 3, new PenaltyGrid(PenaltyGrid.Kind.L2, values))
            .nested()
            .path(ordered, fits::incrementAndGet);

    Folds folds = Folds.stratified(ordered, 3, 123);
    double[] chosen = new double[3];
    double[] before = new double[values.size()]; // sums over the folds before
    for (int fold = 0; fold < 3; fold++) {
      double least = Arrays.stream(before).min().orElseThrow();
      int best = Arrays.stream(before).boxed().toList().indexOf(least);
      for (int i = 0; i < before.length; i++) {
        double loss =
            step(
                    settings,
                    PenaltyGrid.Kind.L2,
                    values.get(i),
                    all,
                    folds.training(fold),
                    folds.heldOut(fold))
                .logLoss();
        before[i] += loss;
        chosen[fold] = i == best ? loss : chosen[fold];
      }
    }
    assertThat(fits).hasValue(9);
    assertThat(path.nestedLogLoss().orElseThrow().logLoss())
        .isCloseTo((chosen[1] + chosen[2]) / 2, within(1e-9));
  }

  @Test
  void aNestedEstimateNeedsThreeFolds() {
    CrossValidation two = CrossValidation.of(EXACT.forArrays(), 2, grid(0.1));
    assertThatThrownBy(two::nested)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("at least 3 folds", "was 2");
  }

  @Test
  void everyFitIsNotified() {
    CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 3, grid(1, 0.1));
    AtomicInteger fits = new AtomicInteger();

    validation.path(table.training(), fits::incrementAndGet);

    assertThat(fits).hasValue(6);
    assertThat(validation.fits()).isEqualTo(6);
  }

  @Test
  void fitsThatStopEarlyAreCounted() {
    Settings hasty = EXACT.forArrays().with(Settings.EPOCHS, 1);

    RegularizationPath path = CrossValidation.of(hasty, 3, grid(0.01)).path(table.training());

    assertThat(path.points().get(0).unconverged()).isEqualTo(3);
  }

  @Test
  void everyClassMustReachAllFolds() {
    try (NDManager manager = PyTorch.engine().newBaseManager();
        LabelledData data =
            LabelledData.of(
                manager.create(new double[] {1, 2, 3, 4, 5}, new Shape(5, 1)),
                manager.create(new double[] {0, 1, 0, 0, 1}))) {
      CrossValidation validation = CrossValidation.of(EXACT.forArrays(), 3, PenaltyGrid.AUTO);

      assertThatThrownBy(() -> validation.path(data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cross-validation with 3 folds needs at least 3 rows of each class, class \"1\" has 2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 101})
  void foldsAreFromTwoToAHundred(int folds) {
    assertThatThrownBy(() -> CrossValidation.of(EXACT.forArrays(), folds, PenaltyGrid.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds must be from 2 to 100, was " + folds);
  }

  @Test
  void anOptimumIsNeeded() {
    Settings descent = EXACT.with(Settings.SOLVER, Solver.SGD);

    assertThatThrownBy(() -> CrossValidation.of(descent, 5, PenaltyGrid.AUTO))
        .isInstanceOf(SettingsException.class)
        .hasMessage("cross-validation needs train.solver=lbfgs, was sgd");
  }
}
