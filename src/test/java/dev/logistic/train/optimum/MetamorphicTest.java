package dev.logistic.train.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Precision;
import dev.logistic.train.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must not change a fit, on random problems. Each is compared with the oracle as it is, with
 * rows repeated, weighted, reordered, and with columns reordered or, standardised, on other scales;
 * without an optimum each must be found separable. {@code -Dmetamorphic.problems} and {@code
 * -Dmetamorphic.first} choose the problems by their seeds.
 */
class MetamorphicTest {

  private static final int PROBLEMS = Integer.getInteger("metamorphic.problems", 500);
  private static final int FIRST = Integer.getInteger("metamorphic.first", 0);

  /** Their values are those of the problem to the last bit. */
  private static final String ARRAYS = "arrays";

  /** Reading a table takes much longer than a fit. */
  private static final int ARRAYS_PER_TABLE = 10;

  @TempDir Path directory;

  private final List<String> failures = new ArrayList<>();

  @Test
  void onArraysRowsWeightsAndOrderChangeNothing() {
    for (int seed = FIRST; seed < FIRST + PROBLEMS; seed++) {
      new Check(ARRAYS, seed, RandomProblem.of(seed)).onArrays();
    }
    assertThat(failures).as("of %d problems", PROBLEMS).isEmpty();
  }

  /** Problems on which this test once failed. */
  @ParameterizedTest
  @ValueSource(longs = {1_000_093})
  void onArraysThatOnceFailedNothingChanges(long seed) {
    new Check(ARRAYS, seed, RandomProblem.of(seed)).onArrays();

    assertThat(failures).isEmpty();
  }

  @Test
  void onTablesTheScaleOfColumnsChangesNothing() {
    for (int seed = FIRST; seed < FIRST + PROBLEMS; seed += ARRAYS_PER_TABLE) {
      new Check("table", seed, RandomProblem.of(seed)).onTables(directory);
    }
    assertThat(failures).as("of %d problems", PROBLEMS / ARRAYS_PER_TABLE).isEmpty();
  }

  /** One problem in its guises. */
  private final class Check {

    private final String where;
    private final long seed;
    private final Random random;
    private final Precision precision;
    private final Problem problem;
    private final boolean separable;

    Check(String where, long seed, Problem problem) {
      this.where = where;
      this.seed = seed;
      this.random = RandomProblem.random(~seed);
      this.precision = random.nextBoolean() ? Precision.FLOAT32 : Precision.FLOAT64;
      this.problem = problem;
      this.separable = problem.l1() == 0 && problem.l2() == 0 && Separability.isSeparable(problem);
    }

    void onArrays() {
      NewtonOracle.Optimum optimum = optimum(problem);
      expect(optimum, "as it is", problem);
      expect(optimum, "every row twice", twice(problem));
      expect(optimum, "weights times 8", times8(problem));
      expect(optimum, "a row of weight 0", withWeightless(problem));
      expect(optimum, "other row order", shuffled(problem));
      int[] order = permutation(problem.columns());
      Fits.Fit reordered = Fits.onArrays(reordered(problem, order), precision);
      Solution restored = restored(reordered.solution(), order);
      expect(optimum, "other column order", problem, reordered, restored);

      Problem doubled = withDoubledWeights(problem);
      NewtonOracle.Optimum ofDoubled = optimum(doubled);
      expect(ofDoubled, "some weights doubled", doubled);
      expect(ofDoubled, "those rows twice", withRepeated(problem));
    }

    void onTables(Path directory) {
      NewtonOracle.Optimum optimum = optimum(problem.standardized());
      for (boolean scaled : new boolean[] {false, true}) {
        Problem table = scaled ? scaled(problem) : problem;
        Fits.Fit fit = Fits.onTable(table, precision, directory);
        Solution standard = fit.solution().scaled(table.means(), table.deviations());
        expect(
            optimum, scaled ? "other scales" : "as it is", problem.standardized(), fit, standard);
      }
      Problem weightless = withWeightless(problem);
      Fits.Fit fit = Fits.onTable(weightless, precision, directory);
      Solution standard = fit.solution().scaled(problem.means(), problem.deviations());
      expect(optimum, "a row of weight 0", problem.standardized(), fit, standard);
    }

    private NewtonOracle.Optimum optimum(Problem of) {
      NewtonOracle.Optimum optimum = NewtonOracle.minimize(of);
      if (!separable && !optimum.settled()) {
        fail("oracle", "has not settled");
      }
      return optimum;
    }

    /** Trains and evaluates by the rows that were trained on, with columns in their first order. */
    private void expect(NewtonOracle.Optimum optimum, String guise, Problem trained) {
      Fits.Fit fit = Fits.onArrays(trained, precision);
      expect(optimum, guise, trained, fit, fit.solution());
    }

    private void expect(
        NewtonOracle.Optimum optimum, String guise, Problem fitted, Fits.Fit fit, Solution at) {
      if (separable) {
        if (fit.certified() || fit.stop().reason() != Stop.Reason.SEPARABLE) {
          fail(guise, "separable, but stopped by %s".formatted(fit.stop().reason()));
        }
        return;
      }
      if (!fit.certified()) {
        fail(guise, "has an optimum, but stopped by %s".formatted(fit.stop().reason()));
      }
      double gap = Fits.gap(fitted, at, optimum);
      if (!(gap >= -1e-12 && gap <= Fits.limit(precision))) {
        fail(guise, "gap %.2g".formatted(gap));
      } else if (where.equals(ARRAYS) && !(fit.bound().orElse(0) >= gap - 1e-12)) {

        fail(guise, "gap %.2g, but a bound of %s".formatted(gap, fit.bound()));
      } else if (fitted.classes() == 2 && fitted.l1() == 0) {
        compare(guise, optimum, at);
      }
    }

    /** Parameters may be as far from the optimum as the objective's limit lets them. */
    private void compare(String guise, NewtonOracle.Optimum optimum, Solution at) {
      double root = Math.sqrt(2 * Fits.limit(precision) * problem.nullLoss());
      double[] expected = optimum.solution().packed();
      double[] actual = at.packed();
      for (int i = 0; i < expected.length; i++) {
        double within = 2 * root * optimum.spread()[i] + 1e-6 * Math.abs(expected[i]);
        if (!(Math.abs(actual[i] - expected[i]) <= within)) {
          fail(guise, "parameter %d is %s for %s".formatted(i, actual[i], expected[i]));
        }
      }
    }

    private void fail(String guise, String what) {
      failures.add(
          "%s, seed %d (%s, %d rows, %d columns, %d classes, l1 %s, l2 %s%s), %s: %s"
              .formatted(
                  where,
                  seed,
                  precision,
                  problem.rows(),
                  problem.columns(),
                  problem.classes(),
                  problem.l1(),
                  problem.l2(),
                  problem.isWeighted() ? ", weighted" : "",
                  guise,
                  what));
    }

    private int[] permutation(int length) {
      List<Integer> places = new ArrayList<>(IntStream.range(0, length).boxed().toList());
      Collections.shuffle(places, random);
      return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private Problem shuffled(Problem of) {
      return rows(of, permutation(of.rows()), of.weights());
    }

    /** Each of the rows with the weight of its original. */
    private Problem rows(Problem of, int[] places, double[] weights) {
      return new Problem(
          Arrays.stream(places).mapToObj(place -> of.x()[place]).toArray(double[][]::new),
          Arrays.stream(places).map(place -> of.y()[place]).toArray(),
          Arrays.stream(places).mapToDouble(place -> weights[place]).toArray(),
          of.classes(),
          of.l1(),
          of.l2());
    }

    private Problem twice(Problem of) {
      int[] places = IntStream.range(0, 2 * of.rows()).map(i -> i % of.rows()).toArray();
      return rows(of, places, of.weights());
    }

    private Problem times8(Problem of) {
      return of.withWeights(Arrays.stream(of.weights()).map(weight -> 8 * weight).toArray());
    }

    private Problem withDoubledWeights(Problem of) {
      double[] weights = of.weights().clone();
      for (int row = 0; row < weights.length; row += 3) {
        weights[row] *= 2;
      }
      return of.withWeights(weights);
    }

    /** Each third row a second time. */
    private Problem withRepeated(Problem of) {
      int[] places =
          IntStream.concat(
                  IntStream.range(0, of.rows()),
                  IntStream.range(0, of.rows()).filter(row -> row % 3 == 0))
              .toArray();
      return rows(of, places, of.weights());
    }

    /** One more row, far out and of weight 0. */
    private Problem withWeightless(Problem of) {
      Problem longer =
          rows(
              of,
              IntStream.rangeClosed(0, of.rows()).map(i -> i % of.rows()).toArray(),
              of.weights());
      double[][] x = longer.x().clone();
      x[of.rows()] = new double[of.columns()];
      Arrays.fill(x[of.rows()], 4096);
      double[] weights = longer.weights().clone();
      weights[of.rows()] = 0;
      return longer.withX(x).withWeights(weights);
    }

    private Problem reordered(Problem of, int[] order) {
      return of.withX(
          Arrays.stream(of.x())
              .map(row -> Arrays.stream(order).mapToDouble(column -> row[column]).toArray())
              .toArray(double[][]::new));
    }

    private Solution restored(Solution solution, int[] order) {
      double[][] weights = new double[solution.weights().length][order.length];
      for (int output = 0; output < weights.length; output++) {
        for (int i = 0; i < order.length; i++) {
          weights[output][order[i]] = solution.weights()[output][i];
        }
      }
      return new Solution(weights, solution.biases());
    }

    private Problem scaled(Problem of) {
      double[] scales = random.doubles(of.columns()).map(u -> Math.pow(10, 8 * u - 4)).toArray();
      return of.withX(
          Arrays.stream(of.x())
              .map(
                  row -> {
                    double[] changed = row.clone();
                    Arrays.setAll(changed, column -> row[column] * scales[column]);
                    return changed;
                  })
              .toArray(double[][]::new));
    }
  }
}
