package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: scikit-learn's SAGA, run to the end; written by bench/elastic_net_figures.py. */
class ElasticNetTest {

  private static JsonObject stored(String name) throws IOException {
    return JsonParser.parseString(
            Files.readString(Path.of("src/test/resources/train/elastic_net.json")))
        .getAsJsonObject()
        .getAsJsonObject(name);
  }

  private static TrainingTable breastCancer(Precision precision) throws IOException {
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, "examples/data/breast_cancer.csv")
            .with(Settings.LABEL, "diagnosis")
            .with(Settings.PRECISION, precision);
    return Tables.read(settings, null, Device.cpu(), rows -> {});
  }

  private static double[] doubles(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(element -> element.getAsDouble())
        .toArray();
  }

  private static LabelledData rows(JsonObject set, NDManager manager) {
    double[][] features =
        StreamSupport.stream(set.getAsJsonArray("features").spliterator(), false)
            .map(row -> doubles(row.getAsJsonArray()))
            .toArray(double[][]::new);
    return LabelledData.of(
        manager.create(features), manager.create(doubles(set.getAsJsonArray("labels"))));
  }

  private static Settings penalised(double l1, double l2) {
    return Settings.original()
        .with(Settings.SOLVER, Solver.LBFGS)
        .with(Settings.EPOCHS, 1000)
        .with(Settings.L1, l1)
        .with(Settings.L2, OptionalDouble.of(l2));
  }

  private static void assertScikitLearns(JsonObject set, LabelledData data) {
    for (int i = 0; i < set.getAsJsonArray("fits").size(); i++) {
      JsonObject expected = set.getAsJsonArray("fits").get(i).getAsJsonObject();
      Settings settings =
          penalised(expected.get("l1").getAsDouble(), expected.get("l2").getAsDouble())
              .with(Settings.TOLERANCE, OptionalDouble.of(1e-9));
      try (TrainingResult result = LogisticRegression.with(settings).train(data)) {
        assertThat(result.stop().reason()).isEqualTo(Stop.Reason.TOLERANCE);
        assertThat(result.stop().iterations()).isLessThan(150);
        assertThat(result.fit().gradientNorm()).isLessThanOrEqualTo(1e-8);
        double optimum = expected.get("objective").getAsDouble();
        assertThat(result.fit().objective()).isCloseTo(optimum, within(1e-12 * optimum));
        assertThat(result.fit().loss()).isCloseTo(expected.get("loss").getAsDouble(), within(1e-6));
        double[] weights = doubles(expected.getAsJsonArray("weights"));
        double[] actual = result.model().weights().toDoubleArray();
        assertThat(actual).containsExactly(weights, within(2e-5));
        for (int j = 0; j < weights.length; j++) {
          assertThat(actual[j] == 0).as("weight %d", j).isEqualTo(weights[j] == 0);
        }
        assertThat(result.model().bias().toDoubleArray()[0])
            .isCloseTo(expected.get("bias").getAsDouble(), within(2e-5));
      }
    }
  }

  @Test
  void onBreastCancerTheOptimumAndItsZerosAreScikitLearns() throws IOException {
    try (TrainingTable table = breastCancer(Precision.FLOAT64)) {
      assertScikitLearns(stored("breast_cancer"), table.training());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"synthetic", "more_columns_than_rows", "a_class_with_one_row"})
  void onOtherRowsToo(String name) throws IOException {
    JsonObject set = stored(name);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = rows(set, manager)) {
      assertScikitLearns(set, data);
    }
  }

  @Test
  void inFloat32TheObjectiveAgreesToItsPrecision() throws IOException {
    JsonArray fits = stored("breast_cancer").getAsJsonArray("fits");
    try (TrainingTable table = breastCancer(Precision.FLOAT32)) {
      for (int i = 0; i < fits.size(); i++) {
        JsonObject expected = fits.get(i).getAsJsonObject();
        Settings settings =
            penalised(expected.get("l1").getAsDouble(), expected.get("l2").getAsDouble())
                .with(Settings.TOLERANCE, OptionalDouble.of(3e-6));
        try (TrainingResult result = LogisticRegression.with(settings).train(table.training())) {
          assertThat(result.stop().converged()).isTrue();
          double optimum = expected.get("objective").getAsDouble();
          assertThat(result.fit().objective()).isCloseTo(optimum, within(1e-6 * optimum));
        }
      }
    }
  }

  /** At an optimum the mean residual is 0, which is the bias's part of the loss's own gradient. */
  @Test
  void thePenaltyLeavesTheBiasAlone() throws IOException {
    try (TrainingTable table = breastCancer(Precision.FLOAT64);
        TrainingResult result =
            LogisticRegression.with(penalised(100, 0)).train(table.training())) {
      assertThat(result.model().weights().toDoubleArray()).containsOnly(0);
      // 212 of 569 are malignant
      assertThat(result.model().bias().toDoubleArray()[0])
          .isCloseTo(Math.log(212.0 / 357), within(1e-7));
    }
  }

  @Test
  void stochasticStepsComeNearTheSameObjective() throws IOException {
    JsonObject expected = stored("synthetic").getAsJsonArray("fits").get(2).getAsJsonObject();
    Settings settings =
        penalised(expected.get("l1").getAsDouble(), expected.get("l2").getAsDouble())
            .with(Settings.SOLVER, Solver.SGD)
            .with(Settings.BATCH_SIZE, 150)
            .with(Settings.LEARNING_RATE, 0.02);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = rows(stored("synthetic"), manager);
        TrainingResult result =
            LogisticRegression.with(settings.with(Settings.EPOCHS, 4000)).train(data)) {
      double optimum = expected.get("objective").getAsDouble();
      assertThat(result.fit().objective()).isBetween(optimum, optimum * (1 + 1e-3));
    }
  }

  @Test
  void resultsDoNotDependOnTheThreadsOfAnOperation() {
    int rows = 20_000;
    float[][] features = new float[rows][8];
    float[] labels = new float[rows];
    Random random = new Random(1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 8; j++) {
        features[i][j] = (float) random.nextGaussian();
      }
      labels[i] = features[i][0] - features[i][1] + random.nextGaussian() > 0 ? 1 : 0;
    }
    int before = PyTorch.threads();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(manager.create(features), manager.create(labels))) {
      PyTorch.setThreads(1);
      List<Double> one = weights(data);
      PyTorch.setThreads(2);
      assertThat(weights(data)).isEqualTo(one);
    } finally {
      PyTorch.setThreads(before);
    }
  }

  private static List<Double> weights(LabelledData data) {
    try (TrainingResult result = LogisticRegression.with(penalised(0.01, 0.001)).train(data)) {
      assertThat(data.features().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(result.stop().converged()).isTrue();
      return result.model().coefficients().weights();
    }
  }
}
