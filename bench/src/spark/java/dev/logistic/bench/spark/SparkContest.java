package dev.logistic.bench.spark;

import dev.logistic.spark.LogisticClassificationModel;
import dev.logistic.spark.LogisticClassifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times whole fits to an objective within a millionth of the optimum, penalty 1/rows, on a cached
 * data set of vectors: ours and MLlib's, warm and taking turns. Each makes the fewest iterations
 * that reach the objective, which are searched for first and warm both up. For ours, it also prints
 * the job that reads the rows and the median of the others, which are evaluations except for two or
 * three.
 *
 * <pre>
 * SparkContest ROWS COLUMNS RUNS MASTER [PARTITIONS]
 * </pre>
 */
public final class SparkContest {

  private static final double WITHIN = 1e-6;

  private SparkContest() {}

  /** Weights and bias that a fit of so many iterations finds. */
  private record Found(Vector weights, double bias) {}

  /** A solver, and what it took. */
  private static final class Solver {
    private final String name;
    private final IntFunction<Found> fit;
    private final double[] seconds;
    private int iterations;
    private double excess;

    Solver(String name, int runs, IntFunction<Found> fit) {
      this.name = name;
      this.seconds = new double[runs];
      this.fit = fit;
    }
  }

  /** Runs it and prints a line a solver. */
  public static void main(String[] args) throws TimeoutException {
    int rows = Integer.parseInt(args[0]);
    int columns = Integer.parseInt(args[1]);
    int runs = Integer.parseInt(args[2]);
    int partitions = args.length > 4 ? Integer.parseInt(args[4]) : 4;
    SparkSession session =
        SparkSession.builder()
            .master(args[3])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    Dataset<Row> data = new Normal(rows, columns, partitions).cached(session);
    double l2 = 1.0 / rows;

    LogisticClassificationModel best =
        ours(l2).setPrecision("float64").setTol(1e-9).setMaxIter(200).fit(data);
    double least = objective(data, found(best), l2);
    Solver ours =
        new Solver("djl-logistic", runs, most -> found(ours(l2).setMaxIter(most).fit(data)));
    Solver mllib =
        new Solver(
            "MLlib",
            runs,
            most -> {
              LogisticRegressionModel model =
                  new LogisticRegression()
                      .setRegParam(l2)
                      .setStandardization(false)
                      .setTol(1e-15)
                      .setMaxIter(most)
                      .fit(data);
              return new Found(model.coefficients(), model.intercept());
            });
    for (Solver solver : new Solver[] {ours, mllib}) {
      seek(solver, data, least, l2);
    }
    JobTimes jobs = new JobTimes();
    session.sparkContext().addSparkListener(jobs);
    double[] reading = new double[runs];
    double[] evaluations = new double[runs];
    for (int run = 0; run < runs; run++) {
      for (Solver solver : new Solver[] {ours, mllib}) {
        session.sparkContext().listenerBus().waitUntilEmpty();
        jobs.restart();
        long start = System.nanoTime();
        solver.fit.apply(solver.iterations);
        solver.seconds[run] = (System.nanoTime() - start) / 1e9;
        if (solver == ours) {
          session.sparkContext().listenerBus().waitUntilEmpty();
          reading[run] = jobs.first();
          evaluations[run] = jobs.medianOfOthers();
        }
      }
    }
    for (Solver solver : new Solver[] {ours, mllib}) {
      System.out.printf(
          Locale.ROOT,
          "%d x %d, %s, %d partitions, %-12s %2d iterations, excess %.1e, median %.3f s of %s%n",
          rows,
          columns,
          args[3],
          partitions,
          solver.name,
          solver.iterations,
          solver.excess,
          median(solver.seconds),
          Arrays.toString(solver.seconds));
    }
    System.out.printf(
        Locale.ROOT,
        "ratio %.3f; our reading %.3f s, an evaluation %.1f ms%n",
        median(ours.seconds) / median(mllib.seconds),
        median(reading),
        median(evaluations) * 1e3);
    session.stop();
  }

  private static LogisticClassifier ours(double l2) {
    return new LogisticClassifier().setL2(l2).setStandardization(false).setTol(1e-12);
  }

  private static Found found(LogisticClassificationModel model) {
    return new Found(
        Vectors.dense(model.coefficientMatrix().toArray()), model.interceptVector().apply(0));
  }

  private static double objective(Dataset<Row> data, Found at, double l2) {
    return Normal.objective(data, at.weights(), at.bias(), l2);
  }

  private static void seek(Solver solver, Dataset<Row> data, double least, double l2) {
    for (int iterations = 4; iterations <= 30; iterations++) {
      Found found = solver.fit.apply(iterations);
      double objective = objective(data, found, l2);
      solver.iterations = iterations;
      solver.excess = (objective - least) / least;
      if (solver.excess <= WITHIN) {
        return;
      }
    }
    throw new IllegalStateException(solver.name + " does not reach the objective");
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
