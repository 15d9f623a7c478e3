package dev.logistic.bench.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows as those of bench/solvers.py: features are standard normal, true weights too, of length 2
 * together, and labels follow the logistic model. Numbers of float32, so that no type has an
 * advantage.
 */
final class Normal implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int columns;
  private final int partitions;
  private final double[] weights;

  Normal(int rows, int columns, int partitions) {
    this.rows = rows;
    this.columns = columns;
    this.partitions = partitions;
    Random random = new Random(7);
    this.weights =
        random.doubles(columns, -1, 1).map(each -> each * 2 / Math.sqrt(columns / 3.0)).toArray();
  }

  /** Cached in memory and counted. */
  Dataset<Row> cached(SparkSession session) {
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<Row> all =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(numbers, partitions)
            .flatMap(this::partition);
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    Dataset<Row> data = session.createDataFrame(all, schema).persist(StorageLevel.MEMORY_ONLY());
    data.count();
    return data;
  }

  private Iterator<Row> partition(int number) {
    Random random = new Random(1_000 + number);
    int from = (int) ((long) rows * number / partitions);
    int end = (int) ((long) rows * (number + 1) / partitions);
    return IntStream.range(from, end).mapToObj(row -> row(random)).iterator();
  }

  private Row row(Random random) {
    double[] features = new double[columns];
    double logit = 0;
    for (int column = 0; column < columns; column++) {
      features[column] = (float) random.nextGaussian();
      logit += features[column] * weights[column];
    }
    double label = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    return RowFactory.create(label, Vectors.dense(features));
  }

  /** Mean loss of the rows and half of l2 times the squared length of the weights, in float64. */
  static double objective(Dataset<Row> data, Vector weights, double bias, double l2) {
    double[] w = weights.toArray();
    List<Double> sums =
        data.select("label", "features")
            .javaRDD()
            .mapPartitions(rows -> List.of(lossSum(rows, w, bias)).iterator())
            .collect();
    double sum = sums.stream().mapToDouble(Double::doubleValue).sum();
    double squares = 0;
    for (double each : w) {
      squares += each * each;
    }
    return sum / data.count() + l2 / 2 * squares;
  }

  private static double lossSum(Iterator<Row> rows, double[] weights, double bias) {
    double sum = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      double logit = bias;
      double[] features = ((Vector) row.get(1)).toArray();
      for (int i = 0; i < features.length; i++) {
        logit += features[i] * weights[i];
      }
      double wrong = row.getDouble(0) == 1 ? -logit : logit;
      sum += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }
    return sum;
  }
}
