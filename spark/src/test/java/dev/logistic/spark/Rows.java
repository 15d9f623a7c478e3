package dev.logistic.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows drawn from a seed whose classes overlap, with columns of unlike means and scales.
 *
 * @param features one array a row
 * @param labels from 0
 * @param weights each above 0 except for some that are 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rows(double[][] features, int[] labels, double[] weights) {

  static final StructType SCHEMA =
      new StructType()
          .add("features", new VectorUDT())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  static Rows drawn(int rows, int columns, int classes, long seed) {
    Random random = new Random(seed);
    double[][] features = new double[rows][columns];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      double[] scores = new double[classes];
      for (int column = 0; column < columns; column++) {
        double value = random.nextGaussian();
        features[row][column] = 10.0 * column + value * (1 + column);
        for (int label = 0; label < classes; label++) {
          scores[label] += Math.sin(1 + column + 3.0 * label) * value;
        }
      }
      for (int label = 0; label < classes; label++) {
        scores[label] -= Math.log(-Math.log(random.nextDouble()));
        labels[row] = scores[label] > scores[labels[row]] ? label : labels[row];
      }
      weights[row] = random.nextInt(10) == 0 ? 0 : 0.5 + random.nextDouble();
    }
    return new Rows(features, labels, weights);
  }

  int rows() {
    return labels.length;
  }

  /** The same rows with each column brought to mean 0 and population standard deviation 1. */
  Rows standardized() {
    double[][] scaled = new double[rows()][features[0].length];
    for (int column = 0; column < features[0].length; column++) {
      int place = column;
      double mean = Arrays.stream(features).mapToDouble(row -> row[place]).average().orElseThrow();
      double variance =
          Arrays.stream(features)
              .mapToDouble(row -> (row[place] - mean) * (row[place] - mean))
              .average()
              .orElseThrow();
      for (int row = 0; row < rows(); row++) {
        scaled[row][column] = (features[row][column] - mean) / Math.sqrt(variance);
      }
    }
    return new Rows(scaled, labels, weights);
  }

  /** In so many partitions, in order. */
  Dataset<Row> in(SparkSession session, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      rows.add(RowFactory.create(Vectors.dense(features[row]), (double) labels[row], weights[row]));
    }
    return session.createDataFrame(
        JavaSparkContext.fromSparkContext(session.sparkContext()).parallelize(rows, partitions),
        SCHEMA);
  }
}
