package dev.logistic.train.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Statistics;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Stop;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Trains on problems through the public API, and compares with the oracle. */
final class Fits {

  private static final Device CPU = Device.cpu();

  private Fits() {}

  /**
   * What a training returned.
   *
   * @param solution on the scale of the problem's columns
   * @param bound of the excess of the objective over the optimum, by the null loss
   * @param certified as by {@link #assertCertified}
   */
  record Fit(
      Stop stop,
      Solution solution,
      Statistics statistics,
      OptionalDouble bound,
      boolean certified) {

    double slope(int column) {
      return solution.weights()[0][column];
    }

    double error(int column) {
      return statistics.known().orElseThrow().coefficients().get(column + 1).standardError();
    }
  }

  /** The largest excess of the objective over the optimum, by the null loss, at convergence. */
  static double limit(Precision precision) {
    return precision == Precision.FLOAT32 ? 1e-6 : 1e-10;
  }

  static Settings settings(Problem problem, Precision precision) {
    return Settings.original()
        .with(Settings.SOLVER, Solver.LBFGS)
        .with(Settings.EPOCHS, 200)
        .with(Settings.PRECISION, precision)
        .with(Settings.L1, problem.l1())
        .with(Settings.L2, OptionalDouble.of(problem.l2()));
  }

  /** Trains on arrays, as they are. */
  static Fit onArrays(Problem problem, Precision precision) {
    return onArrays(problem, settings(problem, precision));
  }

  /** Trains on arrays in the precision of the settings. */
  static Fit onArrays(Problem problem, Settings settings) {
    double[] flat = Arrays.stream(problem.x()).flatMapToDouble(Arrays::stream).toArray();
    List<String> classes =
        IntStream.range(0, problem.classes()).mapToObj(Integer::toString).toList();
    try (NDManager manager = PyTorch.engine().newBaseManager(CPU);
        NDArray wide = manager.create(flat, new Shape(problem.rows(), problem.columns()));
        NDArray features = wide.toType(Tables.type(settings), true);
        LabelledData rows =
            LabelledData.ofClasses(features, manager.create(problem.y()), List.of(), classes);
        LabelledData data = rows.withWeights(manager.create(problem.weights()));
        TrainingResult result =
            LogisticRegression.with(settings).train(problem.isWeighted() ? data : rows)) {
      return fit(result);
    }
  }

  /** Trains on a table that is written for it, with standardised columns. */
  static Fit onTable(Problem problem, Precision precision, Path directory) {
    return onTable(problem, settings(problem, precision), directory);
  }

  static Fit onTable(Problem problem, Settings settings, Path directory) {
    Path file = directory.resolve("rows.csv");
    write(problem, file);
    Settings described =
        settings
            .with(Settings.SOURCE, file.toString())
            .with(Settings.LABEL, "label")
            .with(Settings.WEIGHT, problem.isWeighted() ? "n" : "");
    try (TrainingTable table = Tables.read(described, null, CPU, rows -> {});
        TrainingResult result = LogisticRegression.with(described).train(table)) {
      return fit(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Problem problem, Path file) {
    StringBuilder lines = new StringBuilder();
    for (int column = 0; column < problem.columns(); column++) {
      lines.append('x').append(column).append(',');
    }
    lines.append(problem.isWeighted() ? "label,n\n" : "label\n");
    for (int row = 0; row < problem.rows(); row++) {
      for (double value : problem.x()[row]) {
        lines.append(value).append(',');
      }
      lines.append(problem.y()[row]);
      lines.append(problem.isWeighted() ? "," + problem.weights()[row] : "").append('\n');
    }
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fit fit(TrainingResult result) {
    LogisticModel model = result.model();
    int outputs = model.card().outputs();
    double[][] weights = new double[outputs][];
    double[] biases = new double[outputs];
    for (int output = 0; output < outputs; output++) {
      int at = output;
      Coefficients raw = model.rawCoefficients(at).orElseGet(() -> model.coefficients(at));
      weights[output] = raw.weights().stream().mapToDouble(Double::doubleValue).toArray();
      biases[output] = raw.bias();
    }
    return new Fit(
        result.stop(),
        new Solution(weights, biases),
        result.statistics(),
        result.fit().provenGap(),
        result.stop().converged());
  }

  /** Asserts that the result claims to be an optimum. */
  static void assertCertified(Fit fit) {
    assertThat(fit.certified()).as("%s", fit.stop()).isTrue();
  }

  /** The excess of the objective of a fit over the optimum, by the null loss. */
  static double gap(Problem fitted, Solution solution, NewtonOracle.Optimum optimum) {
    return (fitted.objective(solution) - optimum.objective()) / fitted.nullLoss();
  }

  /** The same for a fit on a table, whose penalty is of standardised columns. */
  static double standardizedGap(Problem table, Solution solution, NewtonOracle.Optimum optimum) {
    Problem fitted = table.standardized();
    return gap(fitted, solution.scaled(table.means(), table.deviations()), optimum);
  }

  /** Asserts convergence to the optimum on arrays, which is returned. */
  static NewtonOracle.Optimum assertOptimal(Problem problem, Fit fit, Precision precision) {
    Problem held = precision == Precision.FLOAT32 ? problem.inFloat32() : problem;
    NewtonOracle.Optimum optimum = NewtonOracle.minimize(held);
    assertThat(optimum.settled()).as("the oracle has settled").isTrue();
    assertThat(gap(held, fit.solution(), optimum))
        .as("(objective - optimum) / null loss, %s", fit.stop())
        .isBetween(-1e-12, limit(precision));
    assertCertified(fit);
    return optimum;
  }

  /** Asserts convergence to the optimum on a table with standardised columns. */
  static NewtonOracle.Optimum assertTableOptimal(Problem table, Fit fit, Precision precision) {
    NewtonOracle.Optimum optimum = NewtonOracle.minimize(table.standardized());
    assertThat(optimum.settled()).as("the oracle has settled").isTrue();
    assertThat(standardizedGap(table, fit.solution(), optimum))
        .as("(objective - optimum) / null loss, %s", fit.stop())
        .isBetween(-1e-12, limit(precision));
    assertCertified(fit);
    return optimum;
  }

  static Settings balanced(Settings settings) {
    return settings.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);
  }
}
