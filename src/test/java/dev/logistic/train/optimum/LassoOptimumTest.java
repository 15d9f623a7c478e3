package dev.logistic.train.optimum;

import static dev.logistic.train.optimum.Fits.assertOptimal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Precision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fits with an l1 penalty are proven to be at the optimum, and have its zeros. */
class LassoOptimumTest {

  /** Eight columns, three of which separate the classes. */
  private static Problem sparse(int classes) {
    Random random = new Random(classes);
    double[][] x = new double[90][8];
    int[] y = new int[x.length];
    double[] weights = new double[x.length];
    for (int row = 0; row < x.length; row++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int column = 0; column < x[row].length; column++) {
        x[row][column] = random.nextGaussian();
      }
      for (int own = 0; own < classes; own++) {
        double score = x[row][own] + random.nextGaussian();
        y[row] = score > best ? own : y[row];
        best = Math.max(best, score);
      }
      weights[row] = random.nextInt(4);
    }
    return Problem.of(x, y).withWeights(weights);
  }

  private static Problem unweighted(Problem problem) {
    double[] ones = new double[problem.rows()];
    Arrays.fill(ones, 1);
    return problem.withWeights(ones);
  }

  private static void assertZerosOf(Solution expected, Solution actual) {
    boolean some = false;
    for (int output = 0; output < expected.biases().length; output++) {
      for (int column = 0; column < expected.weights()[output].length; column++) {
        boolean zero = expected.weights()[output][column] == 0;
        some |= zero;
        assertThat(actual.weights()[output][column] == 0)
            .as("whether weight %d of output %d is 0", column, output)
            .isEqualTo(zero);
      }
    }
    assertThat(some).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2, .02, 0", "2, .05, 0", "2, .03, .01", "3, .02, 0", "3, .04, 0", "3, .03, .01"})
  void theOptimumAndItsZerosAreReached(int classes, double l1, double l2) {
    Problem weighted = sparse(classes).withPenalty(l1, l2);
    for (Problem problem : new Problem[] {weighted, unweighted(weighted)}) {
      for (Precision precision : Precision.values()) {
        Fits.Fit fit = Fits.onArrays(problem, precision);

        NewtonOracle.Optimum optimum = assertOptimal(problem, fit, precision);
        assertZerosOf(optimum.solution(), fit.solution());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyWeightIsZeroUnderAPenaltyThatIsLargeEnough(Precision precision) {
    Problem problem = sparse(3).withPenalty(1, 0);

    Fits.Fit fit = Fits.onArrays(problem, precision);

    assertZerosOf(assertOptimal(problem, fit, precision).solution(), fit.solution());
  }

  /** Without an l2 penalty any share of the weight of equal columns is optimal. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void equalColumnsReachAnOptimum(Precision precision) {
    for (int classes : new int[] {2, 3, 4}) {
      Problem problem = sparse(classes).withPenalty(.02, 0);
      double[][] x =
          Arrays.stream(problem.x())
              .map(
                  row -> {
                    double[] wider = Arrays.copyOf(row, row.length + 2);
                    wider[row.length] = row[0];
                    wider[row.length + 1] = -row[1];
                    return wider;
                  })
              .toArray(double[][]::new);

      assertOptimal(problem.withX(x), Fits.onArrays(problem.withX(x), precision), precision);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void columnsOfUnlikeScalesReachTheirOptimum(Precision precision) {
    for (double l1 : new double[] {1e-4, .01}) {
      Problem problem = Samples.skewed().withPenalty(l1, 0);

      assertOptimal(problem, Fits.onArrays(problem, precision), precision);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void nearlyDependentColumnsReachTheirOptimum(Precision precision) {
    Problem problem = Samples.nearlyDependent().standardized().withPenalty(1e-4, 0);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aPenaltyBoundsTheWeightsOfSeparableClasses(Precision precision) {
    Problem problem =
        Problem.of(new double[][] {{-2}, {-1}, {1}, {3}}, 0, 0, 1, 1).withPenalty(1e-6, 0);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aRareClassReachesItsOptimum(Precision precision) {
    Problem problem = Samples.rare().withPenalty(1e-6, 1e-6);

    assertOptimal(problem, Fits.onArrays(problem, precision), precision);
  }
}
