package dev.logistic.bench.solvers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.Settings;
import dev.logistic.data.ColumnOrder;
import dev.logistic.data.LabelledData;
import dev.logistic.model.Coefficients;
import dev.logistic.train.EvaluationTimes;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;

/** This project, at float32. */
final class Ours implements Solver {

  private final Problem problem;
  private final NDManager manager;
  private final LabelledData data;
  private long reachedAt;

  Ours(Problem problem) throws IOException {
    System.setProperty("OPT_OUT_TRACKING", "true");
    this.problem = problem;
    this.manager = NDManager.newBaseManager("PyTorch");
    NDArray rows = filled(problem.featureBytes(), new Shape(problem.rows(), problem.columns()));
    this.data =
        LabelledData.of(
            ColumnOrder.fastest(rows), filled(problem.labelBytes(), new Shape(problem.rows())));
  }

  private NDArray filled(ByteBuffer bytes, Shape shape) {
    NDArray array = manager.create(shape, DataType.FLOAT32);
    array.toByteBuffer(true).put(bytes);
    return array;
  }

  @Override
  public double[] solve(double tolerance) {
    Settings settings =
        Settings.original()
            .with(Settings.SOLVER, dev.logistic.config.Solver.LBFGS)
            .with(Settings.EPOCHS, 1000)
            .with(Settings.L2, OptionalDouble.of(problem.l2()))
            .with(Settings.TOLERANCE, OptionalDouble.of(tolerance));
    try (TrainingResult result =
        LogisticRegression.with(settings)
            .listener(iteration -> reachedAt = System.nanoTime())
            .train(data)) {
      if (Boolean.getBoolean("bench.verbose")) {
        System.err.println(result.stop() + " " + result.fit() + " " + result.seconds());
      }
      Coefficients found = result.model().coefficients();
      double[] parameters = new double[problem.columns() + 1];
      Arrays.setAll(parameters, i -> i < problem.columns() ? found.weights().get(i) : found.bias());
      return parameters;
    }
  }

  /** What follows are the last evaluation, for the certificate, and the data's fingerprint. */
  @Override
  public long reachedAt(long end) {
    return reachedAt;
  }

  /** Seconds of an evaluation and of a plain sum of all features: medians, in turn. */
  String limit() {
    return EvaluationTimes.measured(data, 31);
  }
}
