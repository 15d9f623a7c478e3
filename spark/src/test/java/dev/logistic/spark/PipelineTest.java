package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage among Spark's own: params, schema, persistence, and the underlying core model. */
class PipelineTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("length", DataTypes.DoubleType)
          .add("width", DataTypes.DoubleType)
          .add("kind", DataTypes.StringType);

  @TempDir private Path directory;

  static Dataset<Row> flowers(int kinds) {
    Rows drawn = Rows.drawn(600, 2, kinds, 40);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < drawn.rows(); i++) {
      double[] features = drawn.features()[i];
      rows.add(RowFactory.create(features[0], features[1], "kind " + drawn.labels()[i]));
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(2);
  }

  private static Pipeline pipeline(LogisticClassifier classifier) {
    StringIndexer indexer =
        new StringIndexer()
            .setInputCol("kind")
            .setOutputCol("label")
            .setStringOrderType("alphabetAsc");
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"length", "width"})
            .setOutputCol("features");
    return new Pipeline().setStages(new PipelineStage[] {indexer, assembler, classifier});
  }

  private static LogisticClassificationModel last(PipelineModel model) {
    return (LogisticClassificationModel) model.stages()[2];
  }

  @Test
  void takesNamesFromSparksStagesAndWritesAModelThatTheCoreReads() throws Exception {
    Dataset<Row> flowers = flowers(2);
    PipelineModel model = pipeline(new LogisticClassifier()).fit(flowers);
    Path written = directory.resolve("model");
    last(model).saveDirectory(written);

    try (LogisticModel core = ModelDirectory.load(written)) {
      assertThat(core.card().features()).containsExactly("length", "width");
      assertThat(core.card().classes()).containsExactly("kind 0", "kind 1");
      assertThat(core.card().settings())
          .containsEntry("train.solver", "lbfgs")
          .containsEntry("train.l2", Double.toString(1 / 600.0));
      for (Row row : model.transform(flowers).limit(50).collectAsList()) {
        double expected = core.probability(row.getDouble(0), row.getDouble(1));
        Vector probability = row.getAs("probability");
        assertThat(probability.apply(1)).isCloseTo(expected, within(1e-5));
        assertThat(probability.apply(0) + probability.apply(1)).isCloseTo(1, within(1e-12));
        assertThat(row.<Double>getAs("prediction")).isEqualTo(probability.apply(1) > 0.5 ? 1 : 0);
      }
    }
  }

  /** Unless Spark's own param says otherwise. */
  @Test
  void thePositiveClassIsPredictedFromTheModelsThresholdOn() throws Exception {
    double[][] rows = new double[60][];
    int[] labels = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new double[] {row % 10, row % 7};
      labels[row] = row % 10 + row % 3 > 6 ? 1 : 0;
    }
    Settings settings = Settings.defaults().with(Settings.THRESHOLD, "0.2");
    String at = directory.resolve("thresholded").toString();
    try (LabelledData data = LabelledData.of(rows, labels);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      new LogisticClassificationModel("thresholded", result.model()).save(at);
      LogisticClassificationModel model = LogisticClassificationModel.load(at);
      LogisticClassificationModel own = model.copy(ParamMap.empty());
      own.setThresholds(new double[] {0.5, 0.5});
      int between = 0;
      for (double[] row : rows) {
        Vector features = Vectors.dense(row);
        double label = Double.parseDouble(result.model().classify(row));
        Vector probability = model.predictProbability(features);
        assertThat(model.predict(features)).isEqualTo(label);
        assertThat(model.probability2prediction(probability)).isEqualTo(label);
        assertThat(own.predict(features)).isEqualTo(probability.argmax());
        between += label != probability.argmax() ? 1 : 0;
      }
      assertThat(between).isPositive();
      try (LogisticModel core = model.toLogisticModel()) {
        assertThat(core.card().threshold()).isEqualTo(0.2);
      }
    }
  }

  /** As in the core: a logit of 0. */
  @Test
  void aProbabilityOfExactlyOneHalfIsPositive() {
    LogisticClassificationModel model =
        new LogisticClassifier().fit(Rows.drawn(100, 2, 2, 43).in(LocalSpark.session(), 1));

    assertThat(model.raw2prediction(Vectors.dense(-0.0, 0))).isEqualTo(1);
    assertThat(model.probability2prediction(Vectors.dense(0.5, 0.5))).isEqualTo(1);
  }

  @Test
  void threeClassesPredictTheLikeliest() throws Exception {
    PipelineModel model = pipeline(new LogisticClassifier()).fit(flowers(3));
    LogisticClassificationModel classifier = last(model);

    assertThat(classifier.numClasses()).isEqualTo(3);
    assertThat(classifier.interceptVector().size()).isEqualTo(3);
    try (LogisticModel core = classifier.toLogisticModel()) {
      Vector probability = classifier.predictProbability(Vectors.dense(0.5, 11));
      double[] expected = core.classProbabilities(new double[][] {{0.5, 11}})[0];
      for (int i = 0; i < 3; i++) {
        assertThat(probability.apply(i)).isCloseTo(expected[i], within(1e-5));
      }
      assertThat(classifier.predict(Vectors.dense(0.5, 11))).isEqualTo(probability.argmax());
    }
  }

  @Test
  void columnsAreNamedByTheParams() {
    LogisticClassificationModel model =
        new LogisticClassifier()
            .setFeaturesCol("f")
            .setLabelCol("l")
            .setPredictionCol("p")
            .setProbabilityCol("q")
            .setRawPredictionCol("r")
            .fit(Rows.drawn(100, 2, 2, 41).in(LocalSpark.session(), 2).toDF("f", "l", "w"));

    assertThat(
            model
                .transformSchema(Rows.SCHEMA.add("f", Rows.SCHEMA.apply("features").dataType()))
                .fieldNames())
        .contains("r", "q", "p");
    assertThatThrownBy(() -> new LogisticClassifier().setFeaturesCol("kind").fit(flowers(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column kind must be of type");
  }

  @Test
  void estimatorsAndModelsAreWrittenAndReadBack() throws Exception {
    Dataset<Row> flowers = flowers(2);
    Pipeline pipeline =
        pipeline(
            new LogisticClassifier()
                .setL1(0.001)
                .setL2(0.02)
                .setMaxIter(50)
                .setTol(1e-4)
                .setStandardization(false)
                .setClassWeight("kind 1:2")
                .setPrecision("float64")
                .setBlockMemory(1 << 30));
    String at = directory.resolve("pipeline").toString();
    pipeline.write().overwrite().save(at);
    pipeline.write().overwrite().save(at);
    Pipeline read = Pipeline.load(at);

    LogisticClassifier before = (LogisticClassifier) pipeline.getStages()[2];
    LogisticClassifier after = (LogisticClassifier) read.getStages()[2];
    assertThat(after.uid()).isEqualTo(before.uid());
    assertThat(after.explainParams()).isEqualTo(before.explainParams());

    PipelineModel model = read.fit(flowers);
    String modelAt = directory.resolve("model").toString();
    model.write().overwrite().save(modelAt);
    PipelineModel readModel = PipelineModel.load(modelAt);
    assertThat(last(readModel).uid()).isEqualTo(last(model).uid());
    assertThat(last(readModel).coefficientMatrix()).isEqualTo(last(model).coefficientMatrix());
    assertThat(readModel.transform(flowers).select("probability").collectAsList())
        .isEqualTo(model.transform(flowers).select("probability").collectAsList());
    assertThat(last(model).coefficientMatrix())
        .isEqualTo(last(pipeline.fit(flowers)).coefficientMatrix());
    String classifierAt = directory.resolve("classifier").toString();
    after.save(classifierAt);
    assertThat(LogisticClassifier.load(classifierAt).explainParams())
        .isEqualTo(after.explainParams());
    String alone = directory.resolve("alone").toString();
    last(model).save(alone);
    assertThat(LogisticClassificationModel.load(alone).interceptVector())
        .isEqualTo(last(model).interceptVector());
  }

  @Test
  void sparksCrossValidationChoosesThePenalty() {
    LogisticClassifier classifier = new LogisticClassifier();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.l2(), new double[] {1e-3, 1e3}).build();

    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(Rows.drawn(400, 2, 2, 42).in(LocalSpark.session(), 2));

    assertThat(chosen.avgMetrics()[0]).isLessThan(chosen.avgMetrics()[1]);
    assertThat(((LogisticClassificationModel) chosen.bestModel()).numFeatures()).isEqualTo(2);
  }

  @Test
  void paramsOutOfRangeAreRefused() {
    LogisticClassifier classifier = new LogisticClassifier();

    assertThatThrownBy(() -> classifier.setL2(-1))
        .hasMessageContaining("l2 given invalid value -1.0");
    assertThatThrownBy(() -> classifier.setL1(Double.NaN))
        .hasMessageContaining("l1 given invalid value NaN");
    assertThatThrownBy(() -> classifier.setMaxIter(0))
        .hasMessageContaining("maxIter given invalid value 0");
    assertThatThrownBy(() -> classifier.setTol(0))
        .hasMessageContaining("tol given invalid value 0.0");
    assertThatThrownBy(() -> classifier.setPrecision("float16"))
        .hasMessageContaining("precision given invalid value float16");
    assertThatThrownBy(() -> classifier.setClassWeight("a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> classifier.setBlockMemory(-1))
        .hasMessageContaining("blockMemory given invalid value -1");
  }

  @Test
  void vectorsThatItCannotScoreAreRefused() {
    LogisticClassificationModel model =
        new LogisticClassifier().fit(Rows.drawn(100, 2, 2, 43).in(LocalSpark.session(), 1));

    assertThatThrownBy(() -> model.predictRaw(Vectors.dense(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "column \"features\" must hold vectors of 2 features as in training, was one of 1");
    assertThatThrownBy(() -> model.predictRaw(Vectors.dense(1, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"features\" must hold vectors of numbers, but [1.0,NaN] gives NaN");
  }
}
