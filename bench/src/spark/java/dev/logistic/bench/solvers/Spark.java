package dev.logistic.bench.solvers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Spark MLlib in this process, on all cores, its rows kept in memory; in its own terms a mean loss
 * too.
 */
final class Spark implements Solver {

  private final Problem problem;
  private final Dataset<Row> data;

  Spark(Problem problem) throws IOException {
    this.problem = problem;
    SparkSession session =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    StructType schema =
        new StructType().add("label", DataTypes.DoubleType).add("features", new VectorUDT());
    this.data =
        session
            .createDataFrame(rows(), schema)
            .repartition(Runtime.getRuntime().availableProcessors())
            .persist(StorageLevel.MEMORY_ONLY());
    data.count();
  }

  private List<Row> rows() throws IOException {
    double[][] features = problem.rowsOfDoubles();
    int[] labels = problem.classes();
    return IntStream.range(0, problem.rows())
        .mapToObj(row -> RowFactory.create((double) labels[row], Vectors.dense(features[row])))
        .toList();
  }

  @Override
  public double[] solve(double tolerance) {
    LogisticRegressionModel model =
        new LogisticRegression()
            .setRegParam(problem.l2())
            .setStandardization(false)
            .setTol(tolerance)
            .setMaxIter(1_000)
            .fit(data);
    double[] parameters = Arrays.copyOf(model.coefficients().toArray(), problem.columns() + 1);
    parameters[problem.columns()] = model.intercept();
    return parameters;
  }
}
