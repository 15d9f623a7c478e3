package dev.logistic.train.optimum;

import static dev.logistic.train.optimum.Fits.assertCertified;
import static dev.logistic.train.optimum.Fits.assertOptimal;
import static dev.logistic.train.optimum.Fits.assertTableOptimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.train.Stop;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits that were once reported as converged away from the optimum, or separable where one is. */
class OptimumTest {

  @TempDir Path directory;

  private static double relative(Precision precision) {
    return precision == Precision.FLOAT32 ? 1e-5 : 1e-9;
  }

  private static void assertClose(double actual, double expected, double relative) {
    assertThat(actual).isCloseTo(expected, within(relative * Math.abs(expected)));
  }

  private static void assertClose(Solution actual, Solution expected, double relative) {
    double[] those = actual.centered().packed();
    double[] others = expected.centered().packed();
    for (int i = 0; i < others.length; i++) {
      assertThat(those[i])
          .as("parameter %d", i)
          .isCloseTo(others[i], within(relative * Math.max(1, Math.abs(others[i]))));
    }
  }

  /** Nearly all weight is on two points far from where the classes overlap. */
  private static final Problem HEAVY_ENDS =
      Problem.of(new double[][] {{-1}, {-.01}, {-.01}, {.01}, {.01}, {1}}, 0, 0, 1, 1, 0, 1)
          .withWeights(10_000, 2, 1, 2, 1, 10_000);

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aWeightedTableWithoutAPenaltyReachesItsOptimum(Precision precision) {
    Fits.Fit fit = Fits.onTable(HEAVY_ENDS, precision, directory);

    assertTableOptimal(HEAVY_ENDS, fit, precision);
    assertClose(fit.slope(0), Math.log(2) / .01, relative(precision));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void weightedArraysWithoutAPenaltyReachTheirOptimum(Precision precision) {
    Fits.Fit fit = Fits.onArrays(HEAVY_ENDS, precision);

    assertOptimal(HEAVY_ENDS, fit, precision);
    assertClose(fit.slope(0), Math.log(2) / .01, relative(precision));
  }

  /** Each point of the overlap twice as often in its own class as in each of the others. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void threeClassesWithoutAPenaltyReachTheirOptimum(Precision precision) {
    double[][] x = {
      {-1, 0}, {1, 0}, {0, 1}, {-.01, 0}, {-.01, 0}, {-.01, 0}, {.01, 0}, {.01, 0}, {.01, 0},
      {0, .01}, {0, .01}, {0, .01}
    };
    Problem problem =
        Problem.of(x, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2)
            .withWeights(10_000, 10_000, 10_000, 2, 1, 1, 1, 2, 1, 1, 1, 2);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
    assertTableOptimal(problem, Fits.onTable(problem, precision, directory), precision);
  }

  private static final double[][] ONE_TO_EIGHT = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}};

  private static final int[] OVERLAPPING = {0, 0, 1, 0, 1, 0, 1, 1};

  /** Values of R's glm for the first eight rows, which the ninth leaves nearly as they are. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void anOutlyingRowDoesNotMakeClassesSeparable(Precision precision) {
    double[][] x = Arrays.copyOf(ONE_TO_EIGHT, 9);
    x[8] = new double[] {10_000_000};
    Problem problem = Problem.of(x, 0, 0, 1, 0, 1, 0, 1, 1, 1);

    Fits.Fit onArrays = Fits.onArrays(problem, precision);
    assertOptimal(problem, onArrays, precision);
    assertThat(onArrays.slope(0)).isCloseTo(0.594084, within(1e-6));
    assertThat(onArrays.error(0)).isCloseTo(0.43224, within(1e-5));
  }

  /** Standardised, the eight rows lie within 2e-6 of each other, which float32 holds coarsely. */
  @Test
  void anOutlyingRowOfATableDoesNotMakeClassesSeparable() {
    double[][] x = Arrays.copyOf(ONE_TO_EIGHT, 9);
    x[8] = new double[] {10_000_000};
    Problem problem = Problem.of(x, 0, 0, 1, 0, 1, 0, 1, 1, 1);

    Fits.Fit fit = Fits.onTable(problem, Precision.FLOAT64, directory);

    assertTableOptimal(problem, fit, Precision.FLOAT64);
    assertThat(fit.slope(0)).isCloseTo(0.594084, within(1e-6));
    assertThat(fit.error(0)).isCloseTo(0.43224, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void fewRowsOnTheWrongSideKeepClassesTogether(Precision precision) {
    for (int seed = 0; seed < 4; seed++) {
      Problem problem = Samples.nearlySeparated(seed);

      Fits.Fit onArrays = Fits.onArrays(problem, precision);
      NewtonOracle.Optimum optimum = assertOptimal(problem, onArrays, precision);
      double error = optimum.spread()[0] / Math.sqrt(problem.rows());
      double slope = optimum.solution().weights()[0][0];
      assertThat(slope).isBetween(500.0, 1000.0);
      assertThat(onArrays.slope(0)).isCloseTo(slope, within(error * 1e-2));
      assertClose(onArrays.error(0), error, 1e-2);

      Fits.Fit onTable = Fits.onTable(problem, precision, directory);
      assertTableOptimal(problem, onTable, precision);
      assertThat(onTable.slope(0)).isCloseTo(slope, within(error * 1e-2));
      assertClose(onTable.error(0), error, 1e-2);
    }
  }

  /** Counts of a table of two by two, whose estimates are logarithms of odds. */
  private static final long[] COUNTS = {999_990, 10, 9_990, 10};

  private static void assertOddsOfCounts(Fits.Fit fit, Precision precision) {
    assertThat(fit.solution().biases()[0])
        .isCloseTo(Math.log(10 / 999_990.0), within(precision == Precision.FLOAT32 ? 5e-3 : 1e-5));
    assertThat(fit.slope(0))
        .isCloseTo(
            Math.log(999_990 / 9_990.0), within(precision == Precision.FLOAT32 ? 5e-3 : 1e-5));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rareEventsInTwoGroupsHaveTheirOdds(Precision precision) {
    int rows = (int) Arrays.stream(COUNTS).sum();
    double[][] x = new double[rows][];
    int[] y = new int[rows];
    int at = 0;
    for (int cell = 0; cell < 4; cell++) {
      for (long i = 0; i < COUNTS[cell]; i++) {
        x[at] = new double[] {cell < 2 ? 0 : 1};
        y[at++] = cell % 2;
      }
    }
    Problem problem = Problem.of(x, y);

    Fits.Fit fit = Fits.onArrays(problem, precision);

    assertOptimal(problem, fit, precision);
    assertOddsOfCounts(fit, precision);
    assertClose(fit.error(0), Math.sqrt(1 / 999_990.0 + .1 + 1 / 9_990.0 + .1), 1e-3);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rareEventsInTwoWeightedGroupsHaveTheirOdds(Precision precision) {
    Problem problem =
        Problem.of(new double[][] {{0}, {0}, {1}, {1}}, 0, 1, 0, 1)
            .withWeights(Arrays.stream(COUNTS).asDoubleStream().toArray());

    Fits.Fit fit = Fits.onArrays(problem, precision);

    assertOptimal(problem, fit, precision);
    assertOddsOfCounts(fit, precision);
  }

  private static final Problem WITHOUT_THE_LAST = Problem.of(ONE_TO_EIGHT, OVERLAPPING);

  private static Problem withAWeightlessRow() {
    double[][] x = Arrays.copyOf(ONE_TO_EIGHT, 9);
    x[8] = new double[] {999_999};
    return Problem.of(x, 0, 0, 1, 0, 1, 0, 1, 1, 1).withWeights(1, 1, 1, 1, 1, 1, 1, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0, 0",
    "FLOAT64, 0, 0",
    "FLOAT32, 0, .125",
    "FLOAT64, 0, .125",
    "FLOAT32, .02, 0",
    "FLOAT64, .02, 0",
    "FLOAT64, .02, .125"
  })
  void aRowOfWeightZeroChangesNothing(Precision precision, double l1, double l2) {
    Problem weighted = withAWeightlessRow().withPenalty(l1, l2);
    Problem without = WITHOUT_THE_LAST.withPenalty(l1, l2);

    Fits.Fit expected = Fits.onTable(without, precision, directory);
    Fits.Fit actual = Fits.onTable(weighted, precision, directory);

    assertTableOptimal(without, expected, precision);
    assertTableOptimal(weighted, actual, precision);
    assertClose(actual.solution(), expected.solution(), same(precision));
  }

  /** How far the same fit by other rows may be. */
  private static double same(Precision precision) {
    return precision == Precision.FLOAT32 ? 1e-5 : 1e-10;
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0, 0",
    "FLOAT64, 0, 0",
    "FLOAT32, 0, .02",
    "FLOAT64, 0, .02",
    "FLOAT32, .01, 0",
    "FLOAT64, .01, 0",
    "FLOAT64, .01, .02"
  })
  void aRowOfWeightTwoIsThatRowTwice(Precision precision, double l1, double l2) {
    for (int classes : new int[] {2, 3}) {
      Problem weighted = Samples.weighted(classes).withPenalty(l1, l2);
      Problem repeated = weighted.repeated();

      Fits.Fit expected = Fits.onTable(repeated, precision, directory);
      Fits.Fit actual = Fits.onTable(weighted, precision, directory);

      assertTableOptimal(repeated, expected, precision);
      assertTableOptimal(weighted, actual, precision);
      assertClose(actual.solution(), expected.solution(), same(precision));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void balancedClassesCountTheWeightsOfRows(Precision precision) {
    for (int classes : new int[] {2, 3}) {
      Problem weighted = Samples.weighted(classes).withPenalty(0, .02);
      Problem repeated = weighted.repeated();
      Settings settings = Fits.balanced(Fits.settings(weighted, precision));

      Fits.Fit expected = Fits.onTable(repeated, settings, directory);
      Fits.Fit actual = Fits.onTable(weighted, settings, directory);

      assertCertified(expected);
      assertCertified(actual);
      assertClose(actual.solution(), expected.solution(), same(precision));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aRareClassReachesItsOptimum(Precision precision) {
    Problem problem = Samples.rare().withPenalty(0, 1e-6);

    Fits.Fit fit = Fits.onArrays(problem, precision);

    NewtonOracle.Optimum optimum = assertOptimal(problem, fit, precision);
    double excess = Fits.limit(precision) * problem.nullLoss();
    for (int column = 0; column < problem.columns(); column++) {
      assertThat(fit.slope(column))
          .isCloseTo(
              optimum.solution().weights()[0][column],
              within(1.01 * optimum.spread()[column] * Math.sqrt(2 * excess)));
    }
  }

  /** Also where the epochs end before the gradient, of a column of large values, is small. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void whateverTheEpochsItIsConvergedWhereTheGapIsProvenToBeSmall(Precision precision) {
    Random random = new Random(7);
    double[][] x = new double[200][];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      x[row] = new double[] {random.nextInt(-4096, 4096)};
      y[row] = random.nextDouble() < 1 / (1 + Math.exp(-x[row][0] / 2048)) ? 1 : 0;
    }
    Problem problem = Problem.of(x, y);

    for (int epochs = 1; epochs <= 30; epochs++) {
      Settings settings = Fits.settings(problem, precision).with(Settings.EPOCHS, epochs);
      Fits.Fit fit = Fits.onArrays(problem, settings);

      assertThat(fit.certified())
          .as("%d epochs, %s", epochs, fit.stop())
          .isEqualTo(fit.bound().orElse(1) <= Fits.limit(precision));
    }
  }

  /** The later the first year, the fewer digits are left of the cubic; float32 holds the first. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 1900", "FLOAT32, 1950", "FLOAT64, 1900", "FLOAT64, 1950", "FLOAT64, 1990"})
  void aCubicOfYearsReachesItsOptimum(Precision precision, int first) {
    Problem problem = Samples.cubicOfYears(first);

    Fits.Fit fit = Fits.onTable(problem, precision, directory);

    assertTableOptimal(problem, fit, precision);
  }

  @ParameterizedTest
  @ValueSource(ints = {1900, 1950, 1990})
  void aCubicOfYearsMeetsATolerance(int first) {
    Problem problem = Samples.cubicOfYears(first);
    Settings settings =
        Fits.settings(problem, Precision.FLOAT64).with(Settings.TOLERANCE, OptionalDouble.of(1e-6));

    assertTableOptimal(problem, Fits.onTable(problem, settings, directory), Precision.FLOAT64);
  }

  /** The columns as they are, up to 8e9; float32 could not hold the parameters. */
  @Test
  void aCubicOfYearsReachesItsOptimumOnTheScaleOfTheColumns() {
    Problem problem = Samples.cubicOfYears(1900);

    assertOptimal(problem, Fits.onArrays(problem, Precision.FLOAT64), Precision.FLOAT64);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void skewedColumnsReachTheirOptimum(Precision precision) {
    Problem problem = Samples.skewed();

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void standardisedSkewedColumnsReachTheirOptimum(Precision precision) {
    Problem problem = Samples.skewed();

    assertTableOptimal(problem, Fits.onTable(problem, precision, directory), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void nearlyDependentColumnsReachTheirOptimum(Precision precision) {
    Problem problem = Samples.nearlyDependent();

    assertTableOptimal(problem, Fits.onTable(problem, precision, directory), precision);
    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  /** Both types in one test, as the oracle takes as long as the fits. */
  @Test
  void imagesOfTenClassesReachTheirOptimum() {
    Problem problem = Samples.images().withPenalty(0, .01);
    NewtonOracle.Optimum optimum = NewtonOracle.minimize(problem);

    SoftAssertions.assertSoftly(
        softly -> {
          for (Precision precision : Precision.values()) {
            Fits.Fit fit = Fits.onArrays(problem, precision);
            softly
                .assertThat(Fits.gap(problem, fit.solution(), optimum))
                .as("(objective - optimum) / null loss in %s, %s", precision, fit.stop())
                .isBetween(-1e-12, Fits.limit(precision));
            softly.assertThat(fit.certified()).isTrue();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void oneColumnOfAnotherScaleReachesItsOptimum(Precision precision) {
    Problem problem = Samples.oneColumnOfAnotherScale(1e6);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  private static void assertSeparable(Fits.Fit fit) {
    assertThat(fit.certified()).isFalse();
    assertThat(fit.stop().reason()).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(fit.statistics().known()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aPlaneWithTiesSeparatesArrays(Precision precision) {
    for (int seed = 0; seed < 12; seed++) {
      Problem problem = Samples.planeWithTies(seed);
      assertThat(Separability.isSeparable(problem)).isTrue();

      assertSeparable(Fits.onArrays(problem, precision));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aPlaneWithTiesSeparatesATable(Precision precision) {
    for (int seed = 0; seed < 12; seed++) {
      assertSeparable(Fits.onTable(Samples.planeWithTies(seed), precision, directory));
    }
  }

  /** Moved off the plane, a row of the wrong class keeps the classes together. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aRowAcrossThePlaneKeepsClassesTogether(Precision precision) {
    Problem problem = Samples.planeWithTies(10);
    double[][] x = problem.x().clone();
    x[0] = new double[] {x[0][0], x[0][1] + (problem.y()[0] == 1 ? -.125 : .125)};
    Problem crossed = problem.withX(x);
    assertThat(Separability.isSeparable(crossed)).isFalse();

    assertOptimal(crossed, Fits.onArrays(crossed, precision), precision);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-165, 1e-250, 1e-300})
  void aColumnWhoseSquaresUnderflowIsNotConstant(double scale) {
    Problem problem = scaled(scale).withPenalty(0, .125);

    Fits.Fit fit = Fits.onTable(problem, Precision.FLOAT64, directory);

    assertTableOptimal(problem, fit, Precision.FLOAT64);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-165, 1e-250})
  void aColumnWhoseSquaresUnderflowReachesItsOptimumAsItIs(double scale) {
    Problem problem = scaled(scale);

    Fits.Fit fit = Fits.onArrays(problem, Precision.FLOAT64);

    assertOptimal(problem, fit, Precision.FLOAT64);
  }

  /** The penalty leaves next to nothing of the slope. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-165, 1e-250, 1e-300, 1e150})
  void aColumnWhoseSquaresUnderflowOrOverflowReachesItsPenalisedOptimumAsItIs(double scale) {
    Fits.Fit fit = Fits.onArrays(scaled(scale).withPenalty(0, .125), Precision.FLOAT64);

    assertCertified(fit);
    assertThat(fit.solution().biases()[0]).isFinite();
  }

  private static Problem scaled(double scale) {
    return WITHOUT_THE_LAST.withX(
        Arrays.stream(ONE_TO_EIGHT)
            .map(row -> new double[] {row[0] * scale})
            .toArray(double[][]::new));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aTinyPenaltyOfSeparableRowsIsMinimisedBeforeItIsCalledSo(Precision precision) {
    Problem problem =
        Problem.of(new double[][] {{-2}, {-1}, {1}, {3}}, 0, 0, 1, 1).withPenalty(0, 1e-14);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  /**
   * The certificate is computed only when the objective hardly decreases any more, not immediately.
   */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aLooseToleranceTakesNoMoreIterationsAndIsCertifiedAllTheSame(Precision precision) {
    Random random = new Random(11);
    double[][] x = new double[3_000][6];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      Arrays.setAll(x[row], i -> random.nextGaussian());
      y[row] = x[row][0] - x[row][1] + random.nextGaussian() > 0 ? 1 : 0;
    }
    Problem problem = Problem.of(x, y);
    Settings usual = Fits.settings(problem, precision);
    Settings loose = usual.with(Settings.TOLERANCE, OptionalDouble.of(0.1));

    Fits.Fit fit = Fits.onArrays(problem, loose);

    assertThat(fit.stop().iterations())
        .isLessThanOrEqualTo(Fits.onArrays(problem, usual).stop().iterations());
    assertOptimal(problem, fit, precision);
  }

  /**
   * So many parameters that the duality gap is tried first, or that there is no factor of their
   * matrix, one of them on another scale.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 200, FLOAT32",
    "2, 200, FLOAT64",
    "4, 60, FLOAT32",
    "2, 1010, FLOAT32",
    "2, 1010, FLOAT64",
    "4, 340, FLOAT64"
  })
  void aWidePenalisedFitIsProvenToBeAtTheOptimum(int classes, int columns, Precision precision) {
    Random random = new Random(12);
    double[][] x = new double[250][columns];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      Arrays.setAll(x[row], i -> (i == 1 ? 1_000 : 1) * (float) random.nextGaussian());
      y[row] = (int) Math.max(0, Math.min(classes - 1, Math.floor(x[row][0] + classes / 2.0)));
    }
    Problem problem = Problem.of(x, y).withPenalty(0, 0.01);

    Fits.Fit fit = Fits.onArrays(problem, Fits.settings(problem, precision));

    assertOptimal(problem, fit, precision);
  }
}
