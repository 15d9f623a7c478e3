package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sparse vectors are kept sparse, and yield the optimum of the same rows as dense vectors; so do
 * data sets of both, as Spark's VectorAssembler makes them.
 */
class SparseVectorsTest {

  /** Rows of which most features are 0; the last column is far from 0 in every row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Drawn(
      int[][] columns, double[][] values, int[] labels, double[] weights, int width) {

    static Drawn of(int rows, int width, int classes, long seed) {
      Random random = new Random(seed);
      int[][] columns = new int[rows][];
      double[][] values = new double[rows][];
      int[] labels = new int[rows];
      double[] weights = new double[rows];
      for (int row = 0; row < rows; row++) {
        columns[row] =
            IntStream.concat(
                    random.ints(6, 0, width - 1).map(i -> (int) ((long) i * i / width)),
                    IntStream.of(width - 1))
                .sorted()
                .distinct()
                .toArray();
        values[row] = new double[columns[row].length];
        double score = 0;
        for (int i = 0; i < values[row].length; i++) {
          boolean last = columns[row][i] == width - 1;
          double value = random.nextInt(3) == 0 ? 1 : random.nextGaussian();
          values[row][i] = last ? 1000 + value : value;
          score += value * Math.sin(1 + columns[row][i]);
        }
        labels[row] = Math.floorMod((int) Math.floor(score + random.nextGaussian()), classes);
        weights[row] = random.nextInt(10) == 0 ? 0 : 0.5 + random.nextDouble();
      }
      return new Drawn(columns, values, labels, weights, width);
    }

    Vector sparse(int row) {
      return Vectors.sparse(width, columns[row], values[row]);
    }

    Dataset<Row> in(SparkSession session, int partitions, IntPredicate dense) {
      List<Row> rows = new ArrayList<>();
      for (int row = 0; row < labels.length; row++) {
        Vector vector = dense.test(row) ? sparse(row).toDense() : sparse(row);
        rows.add(RowFactory.create(vector, (double) labels[row], weights[row]));
      }
      return session.createDataFrame(
          JavaSparkContext.fromSparkContext(session.sparkContext()).parallelize(rows, partitions),
          Rows.SCHEMA);
    }
  }

  private static LogisticClassifier classifier() {
    return new LogisticClassifier().setPrecision("float64").setMaxIter(1000).setTol(1e-9);
  }

  private static double objective(LogisticClassificationModel model) throws IOException {
    try (LogisticModel own = model.toLogisticModel()) {
      return Objects.requireNonNull(own.card().metrics().get("objective"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, false, false, 0",
    "2, true, true, 0",
    "3, true, false, 0",
    "3, false, true, 0.002",
    "2, true, false, 0.002"
  })
  void theOptimumIsThatOfDenseVectors(
      int classes, boolean standardized, boolean weighted, double l1) throws IOException {
    Drawn rows = Drawn.of(2_000, 60, classes, 5);
    LogisticClassifier classifier =
        classifier().setStandardization(standardized).setL1(l1).setL2(0.01);
    if (weighted) {
      classifier.setWeightCol("weight").setClassWeight("balanced");
    }
    SparkSession session = LocalSpark.session();
    LogisticClassificationModel dense = classifier.fit(rows.in(session, 3, row -> true));
    LogisticClassificationModel sparse = classifier.fit(rows.in(session, 3, row -> false));
    LogisticClassificationModel mixed = classifier.fit(rows.in(session, 2, row -> row % 3 == 0));

    double expected = objective(dense);
    assertThat(objective(sparse)).isCloseTo(expected, within(1e-9 * expected));
    assertThat(objective(mixed)).isCloseTo(expected, within(1e-9 * expected));
    double[] weights = dense.coefficientMatrix().toArray();
    assertThat(sparse.coefficientMatrix().toArray()).containsExactly(weights, within(1e-6));
    assertThat(mixed.coefficientMatrix().toArray()).containsExactly(weights, within(1e-6));
    assertThat(BlockMemory.inUse()).isZero();
  }

  /** In an array these rows would take 8 GB. */
  @Test
  void aMillionColumnsAreFittedInTheMemoryOfTheirValues() throws IOException {
    Drawn rows = Drawn.of(2_000, 1_000_000, 2, 6);
    Dataset<Row> data = rows.in(LocalSpark.session(), 2, row -> false);
    LogisticClassifier classifier =
        classifier().setStandardization(false).setL2(0.01).setBlockMemory(4 << 20).setTol(1e-8);

    LogisticClassificationModel model = classifier.fit(data);

    Settings settings =
        Settings.defaults()
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.STANDARDIZE, false)
            .with(Settings.L2, 0.01);
    try (SparseRows sparse = SparseRows.of(rows.columns(), rows.values(), rows.width());
        LabelledData same = LabelledData.of(sparse, rows.labels());
        TrainingResult core = LogisticRegression.with(settings).train(same);
        LogisticModel own = model.toLogisticModel()) {
      double expected = core.fit().objective();
      assertThat(own.card().metrics().get("objective"))
          .isCloseTo(expected, within(1e-9 * expected));
      assertThat(own.card().schema().width()).isEqualTo(1_000_000);
      double probability = model.predictProbability(rows.sparse(7)).toArray()[1];
      assertThat(own.probability(rows.columns()[7], rows.values()[7]))
          .isCloseTo(probability, within(1e-9));
    }
    Row scored = model.transform(data).first();
    assertThat(scored.<Vector>getAs("probability").toArray())
        .isEqualTo(model.predictProbability(rows.sparse(0)).toArray());
  }

  @Test
  void aFitHasTheSameBitsEachTime() {
    Dataset<Row> data = Drawn.of(1_000, 60, 2, 7).in(LocalSpark.session(), 4, row -> row % 5 == 0);

    assertThat(new LogisticClassifier().fit(data).coefficientMatrix())
        .isEqualTo(new LogisticClassifier().fit(data).coefficientMatrix());
  }

  @Test
  void momentsAreThoseOfDenseRows() {
    Drawn rows = Drawn.of(500, 30, 2, 8);
    double[] weights = new double[500];
    Arrays.setAll(weights, row -> 0.5 + row % 3);
    double[] values = new double[500 * 30];
    for (int row = 0; row < 500; row++) {
      System.arraycopy(rows.sparse(row).toArray(), 0, values, row * 30, 30);
    }
    Moments expected = Moments.of(values, weights, 500, 30);
    try (SparseRows sparse = SparseRows.of(rows.columns(), rows.values(), 30)) {
      Moments found = Moments.of(sparse, weights);

      assertThat(found.means()).containsExactly(expected.means(), within(1e-12));
      assertThat(found.scales()).containsExactly(expected.scales(), within(1e-12));
      for (int column = 0; column < 30; column++) {
        assertThat(found.largest(column)).isEqualTo(expected.largest(column));
      }
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsRefusedByItsPlace() {
    Drawn rows = Drawn.of(100, 60, 2, 9);
    rows.values()[70][0] = Double.NaN;

    assertThatThrownBy(
            () ->
                new LogisticClassifier().fit(rows.in(LocalSpark.session(), 1, row -> row % 2 == 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "column \"features\" must hold vectors of finite numbers, was NaN for \"x%d\" in row 70 of partition 0"
                .formatted(rows.columns()[70][0]))
        .hasMessageContaining("features [%d:NaN, ".formatted(rows.columns()[70][0]));
    assertThat(BlockMemory.inUse()).isZero();
  }

  @Test
  void tooLittleMemoryForTheRows() {
    Dataset<Row> data = Drawn.of(30_000, 60, 2, 10).in(LocalSpark.session(), 1, row -> false);

    assertThatThrownBy(() -> new LogisticClassifier().setBlockMemory(1 << 20).fit(data))
        .hasMessageContaining("with partition 0 the blocks of this executor need 2 MiB")
        .hasMessageContaining("may use 1 MiB (blockMemory)");
    assertThat(BlockMemory.inUse()).isZero();
  }
}
