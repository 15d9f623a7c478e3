package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that cannot be trained on give an error that says where; odd ones that can do not. */
class FaultsTest {

  private static Row row(@Nullable Vector features, @Nullable Double label, double weight) {
    return RowFactory.create(features, label, weight);
  }

  private static Row row(double label, double... features) {
    return row(Vectors.dense(features), label, 1);
  }

  /** In two partitions, if there are rows for them. */
  private static Dataset<Row> data(Row... rows) {
    return data(2, rows);
  }

  private static Dataset<Row> data(int partitions, Row... rows) {
    SparkSession session = LocalSpark.session();
    return session.createDataFrame(
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(Arrays.asList(rows), partitions),
        Rows.SCHEMA);
  }

  private static void assertRefused(Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> new LogisticClassifier().setWeightCol("weight").fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(BlockMemory.inUse()).isZero();
  }

  @Test
  void aVectorThatIsNull() {
    assertRefused(
        data(row(0, 1, 2), row(1, 2, 3), row(0, 5, 6), row(null, 1.0, 1)),
        "column \"features\" must hold a vector, was null in row 1 of partition 1 (both counted from 0)");
  }

  @ParameterizedTest
  @CsvSource({"NaN, NaN", "Infinity, Infinity", "-Infinity, -Infinity"})
  void aFeatureThatIsNoFiniteNumber(double feature, String shown) {
    assertRefused(
        data(row(0, 1, 2), row(1, 2, 3), row(0, 5, feature), row(1, 3, 4)),
        "column \"features\" must hold vectors of finite numbers, was %s for \"x1\" in row 0 of partition 1 (both counted from 0): label 0, features [5.0, %s]"
            .formatted(shown, shown));
  }

  @Test
  void aFeatureThatFloat32CannotHold() {
    Dataset<Row> rows = data(row(0, 1, 2), row(1, 2, 1e39), row(0, 5, 2), row(1, 3, 4));

    assertRefused(
        rows,
        "column \"features\" must hold vectors of finite numbers that float32 can hold, was 1.0E39 for \"x1\" in row 1 of partition 0 (both counted from 0): label 1, features [2.0, 1.0E39]");
    assertThat(new LogisticClassifier().setPrecision("float64").fit(rows).numFeatures())
        .isEqualTo(2);
  }

  @Test
  void manyFeaturesAreCutShortInTheMessage() {
    double[] many = IntStream.range(0, 11).asDoubleStream().toArray();
    double[] bad = many.clone();
    bad[10] = Double.NaN;

    assertRefused(
        data(1, row(0, many), row(1, bad)),
        "column \"features\" must hold vectors of finite numbers, was NaN for \"x10\" in row 1 of partition 0 (both counted from 0): label 1, features [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, ...]");
  }

  @Test
  void vectorsOfDifferentSizes() {
    String message =
        "column \"features\" must hold vectors of one size, 2 as in the rows before, was one of 3 in row %d of partition %d (both counted from 0)";
    assertRefused(data(1, row(0, 1, 2), row(1, 1, 2), row(1, 1, 2, 3)), message.formatted(2, 0));
    assertRefused(data(2, row(0, 1, 2), row(1, 1, 2, 3)), message.formatted(0, 1));
    assertRefused(
        data(1, row(0)),
        "column \"features\" must hold vectors of one feature or more, was an empty one in row 0 of partition 0 (both counted from 0)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, -1, Double.NaN, 1000})
  void aLabelThatIsNoClass(double label) {
    assertRefused(
        data(row(0, 1), row(1, 2), row(label, 3)),
        "column \"label\" must hold classes as whole numbers from 0 to below 1000, was %s in row 1 of partition 1 (both counted from 0)"
            .formatted(label));
  }

  @Test
  void aLabelThatIsNull() {
    assertRefused(
        data(row(0, 1), row(1, 2), row(Vectors.dense(1), null, 1)),
        "column \"label\" must hold classes as whole numbers from 0 to below 1000, was null in row 1 of partition 1 (both counted from 0)");
  }

  @Test
  void moreClassesThanItsMetadataName() {
    NominalAttribute label =
        NominalAttribute.defaultAttr().withName("label").withValues(new String[] {"no", "yes"});
    Dataset<Row> rows = data(row(0, 1), row(1, 2), row(2, 3));

    assertRefused(
        rows.withColumn("label", functions.col("label").as("label", label.toMetadata())),
        "column \"label\" must hold the classes 0 to 1 that its metadata name, was 2.0 in row 1 of partition 1 (both counted from 0)");
  }

  /** As StringIndexer's {@code handleInvalid=keep} writes it. */
  @Test
  void theClassOfUnknownLabelsMayHaveNoRows() {
    NominalAttribute label =
        NominalAttribute.defaultAttr()
            .withName("label")
            .withValues(new String[] {"no", "yes", "__unknown"});
    Dataset<Row> rows = data(row(0, 1), row(1, 2), row(0, 3));

    LogisticClassificationModel found =
        new LogisticClassifier()
            .fit(rows.withColumn("label", functions.col("label").as("label", label.toMetadata())));

    assertThat(found.numClasses()).isEqualTo(2);
  }

  @Test
  void classesWithoutRows() {
    assertRefused(
        data(row(1, 1), row(1, 2)),
        "column \"label\" must have two classes or more, but every row is of \"1\"");
    assertRefused(
        data(row(0, 1), row(2, 2)),
        "column \"label\" must have rows of every class, but none is of \"1\" (1 of 3, counted from 0)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void anInvalidWeight(double weight) {
    assertRefused(
        data(row(0, 1), row(1, 2), row(Vectors.dense(3), 1.0, weight)),
        "column \"weight\" must hold finite weights of at least 0 that the type can hold, was %s in row 1 of partition 1 (both counted from 0)"
            .formatted(weight));
  }

  @Test
  void weightsOfNothing() {
    assertRefused(
        data(row(Vectors.dense(1), 0.0, 0), row(Vectors.dense(2), 1.0, 0)),
        "the weights in column \"weight\" are all 0");
    assertRefused(
        data(row(0, 1), row(0, 3), row(Vectors.dense(2), 1.0, 0)),
        "every class must have a positive weight, but the rows of \"1\" weigh 0");
    assertThatThrownBy(
            () -> new LogisticClassifier().setClassWeight("no:2").fit(data(row(0, 1), row(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train.class-weight must name classes, which are 0, 1, was \"no\"");
  }

  @Test
  void weightsThatAreNoNumbers() {
    LogisticClassifier classifier = new LogisticClassifier().setWeightCol("w");

    assertThatThrownBy(() -> classifier.transformSchema(Rows.SCHEMA.add("w", "string")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column w must be of type numeric but was actually of type string");
    assertThatThrownBy(() -> classifier.fit(data(row(0, 1), row(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No such struct field `w` in `features`, `label`, `weight`");
  }

  @Test
  void featuresWhoseSquaresOverflow() {
    assertThatThrownBy(
            () ->
                new LogisticClassifier()
                    .setPrecision("float64")
                    .fit(data(row(0, 1, -2e200), row(1, 2, 1e200))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "column \"features\" must hold numbers whose squares float64 can hold, for their standard deviation, was up to 2.0E200 for \"x1\"");
  }

  @Test
  void noRowsAtAll() {
    assertRefused(data(1), "the data set has no rows");
    assertRefused(data(3), "the data set has no rows");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void emptyPartitionsAndRowsThatWeighNothingChangeNothing(boolean standardized) {
    List<Row> rows = new ArrayList<>();
    Rows drawn = Rows.drawn(200, 2, 2, 13);
    for (int i = 0; i < drawn.rows(); i++) {
      rows.add(row(Vectors.dense(drawn.features()[i]), (double) drawn.labels()[i], 1));
    }
    LogisticClassifier classifier =
        new LogisticClassifier()
            .setWeightCol("weight")
            .setStandardization(standardized)
            .setClassWeight("balanced")
            .setL2(0.1);
    LogisticClassificationModel expected = classifier.fit(data(1, rows.toArray(Row[]::new)));
    rows.add(0, row(Vectors.dense(100, 100), 0.0, 0));
    Dataset<Row> sparse =
        data(1, rows.toArray(Row[]::new))
            .union(data(3))
            .union(data(1, row(Vectors.dense(7, 8), 1.0, 0)));

    assertThat(classifier.fit(sparse).coefficientMatrix()).isEqualTo(expected.coefficientMatrix());
  }

  @Test
  void sparseVectorsAreAsGoodAsDenseOnes() {
    Rows drawn = Rows.drawn(300, 5, 2, 14);
    List<Row> dense = new ArrayList<>();
    List<Row> sparse = new ArrayList<>();
    for (int i = 0; i < drawn.rows(); i++) {
      double[] features = drawn.features()[i].clone();
      features[i % 5] = 0;
      dense.add(row(drawn.labels()[i], features));
      sparse.add(row(Vectors.dense(features).toSparse(), (double) drawn.labels()[i], 1));
    }
    LogisticClassifier classifier = new LogisticClassifier();

    LogisticClassificationModel found = classifier.fit(data(sparse.toArray(Row[]::new)));

    assertThat(found.coefficientMatrix())
        .isEqualTo(classifier.fit(data(dense.toArray(Row[]::new))).coefficientMatrix());
    assertThat(found.predictProbability((Vector) sparse.get(0).get(0)))
        .isEqualTo(found.predictProbability((Vector) dense.get(0).get(0)));
  }

  @Test
  void tooLittleMemoryForTheBlocks() {
    Dataset<Row> rows = Rows.drawn(20_000, 60, 2, 15).in(LocalSpark.session(), 1);

    assertThatThrownBy(() -> new LogisticClassifier().setBlockMemory(1 << 20).fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "too little memory for the features: with partition 0 the blocks of this executor need 3 MiB besides its heap and may use 1 MiB (blockMemory); use more executors, or give each more memory by spark.executor.memoryOverhead and raise blockMemory, or train in float32");
    assertThat(BlockMemory.inUse()).isZero();
    assertThat(new LogisticClassifier().setBlockMemory(6 << 20).fit(rows).numFeatures())
        .isEqualTo(60);
  }
}
