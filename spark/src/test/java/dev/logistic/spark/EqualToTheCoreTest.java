package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Standardization;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same objective on the same rows: the oracle is the core's own training in one process. */
class EqualToTheCoreTest {

  private static final Offset<Double> CLOSE = within(1e-7);

  private static final Settings TIGHT =
      Settings.original()
          .with(Settings.SOLVER, Solver.LBFGS)
          .with(Settings.EPOCHS, 500)
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-9));

  private static LogisticClassifier classifier() {
    return new LogisticClassifier()
        .setPrecision("float64")
        .setStandardization(false)
        .setMaxIter(500)
        .setTol(1e-9);
  }

  /** The core's training of the same rows in float64. */
  private static TrainingResult ofTheCore(Rows rows, int classes, boolean weighted, Settings with) {
    try (NDManager manager = PyTorch.engine().newBaseManager()) {
      NDArray labels = manager.create(rows.labels());
      List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
      LabelledData data =
          LabelledData.ofClasses(manager.create(rows.features()), labels, List.of(), names);
      LabelledData counted = weighted ? data.withWeights(manager.create(rows.weights())) : data;
      return LogisticRegression.with(with).train(counted);
    }
  }

  private static void assertSame(LogisticClassificationModel found, TrainingResult expected)
      throws IOException {
    try (LogisticModel model = found.toLogisticModel();
        expected) {
      double objective = expected.fit().objective();
      assertThat(model.card().metrics().get("objective"))
          .isCloseTo(objective, within(1e-9 * objective));
      for (int output = 0; output < model.card().outputs(); output++) {
        Coefficients own = model.coefficients(output);
        Coefficients others = expected.model().coefficients(output);
        assertThat(own.bias()).isCloseTo(others.bias(), within(1e-5));
        for (int i = 0; i < own.weights().size(); i++) {
          assertThat(own.weights().get(i)).isCloseTo(others.weights().get(i), CLOSE);
        }
      }
    }
  }

  private static Settings penalised(double l1, double l2) {
    return TIGHT.with(Settings.L1, l1).with(Settings.L2, OptionalDouble.of(l2));
  }

  @Test
  void twoClassesWithAPenalty() throws IOException {
    Rows rows = Rows.drawn(1_000, 4, 2, 1);

    assertSame(
        classifier().setL2(0.01).fit(rows.in(LocalSpark.session(), 3)),
        ofTheCore(rows, 2, false, penalised(0, 0.01)));
  }

  @Test
  void anElasticNetWithWeights() throws IOException {
    Rows rows = Rows.drawn(1_000, 4, 2, 2);
    LogisticClassificationModel found =
        classifier()
            .setL1(0.05)
            .setL2(0.01)
            .setWeightCol("weight")
            .fit(rows.in(LocalSpark.session(), 3));

    assertThat(found.coefficientMatrix().numActives()).isEqualTo(4);
    assertSame(found, ofTheCore(rows, 2, true, penalised(0.05, 0.01)));
  }

  @Test
  void threeClassesWithBalancedWeights() throws IOException {
    Rows rows = Rows.drawn(1_000, 3, 3, 3);
    Settings balanced = penalised(0, 0.01).with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);

    assertSame(
        classifier()
            .setL2(0.01)
            .setClassWeight("balanced")
            .setWeightCol("weight")
            .fit(rows.in(LocalSpark.session(), 3)),
        ofTheCore(rows, 3, true, balanced));
  }

  @Test
  void classesWithWeightsOfTheirOwn() throws IOException {
    Rows rows = Rows.drawn(1_000, 3, 2, 4);
    Settings named =
        penalised(0, 0.01).with(Settings.CLASS_WEIGHT, Settings.CLASS_WEIGHT.parse("1:2.5"));

    assertSame(
        classifier().setL2(0.01).setClassWeight("1:2.5").fit(rows.in(LocalSpark.session(), 2)),
        ofTheCore(rows, 2, false, named));
  }

  /** Without a setting, the penalty is that of a table: 1 by the rows. */
  @Test
  void theDefaultPenaltyIsThatOfTables() throws IOException {
    Rows rows = Rows.drawn(500, 3, 2, 5);

    assertSame(
        classifier().fit(rows.in(LocalSpark.session(), 2)),
        ofTheCore(rows, 2, false, penalised(0, 1 / 500.0)));
  }

  @Test
  void standardizedFeaturesAreThoseOfATable() throws IOException {
    Rows rows = Rows.drawn(1_000, 4, 2, 6);
    LogisticClassificationModel found =
        classifier()
            .setStandardization(true)
            .setL1(0.01)
            .setL2(0.1)
            .fit(rows.in(LocalSpark.session(), 3));

    try (LogisticModel model = found.toLogisticModel()) {
      Standardization scaling = model.card().schema().standardization().orElseThrow();
      for (int column = 0; column < 4; column++) {
        int place = column;
        double[] cells = Arrays.stream(rows.features()).mapToDouble(row -> row[place]).toArray();
        double mean = Arrays.stream(cells).average().orElseThrow();
        double scale =
            Math.sqrt(
                Arrays.stream(cells)
                    .map(cell -> (cell - mean) * (cell - mean))
                    .average()
                    .orElseThrow());
        assertThat(scaling.means().get(column)).isCloseTo(mean, within(1e-12));
        assertThat(scaling.scales().get(column)).isCloseTo(scale, within(1e-12));
      }
    }
    assertSame(found, ofTheCore(rows.standardized(), 2, false, penalised(0.01, 0.1)));
  }

  @Test
  void float32ComesAsNearAsItCan() throws IOException {
    Rows rows = Rows.drawn(1_000, 4, 2, 7);
    LogisticClassificationModel found =
        new LogisticClassifier().setL2(0.01).fit(rows.in(LocalSpark.session(), 3));

    try (LogisticModel model = found.toLogisticModel();
        TrainingResult expected = ofTheCore(rows.standardized(), 2, false, penalised(0, 0.01))) {
      assertThat(model.card().metrics().get("objective"))
          .isCloseTo(expected.fit().objective(), within(1e-6));
      assertThat(model.card().metrics().get("gradient_norm")).isLessThanOrEqualTo(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void statisticsComeWithAnUnpenalisedFit(int classes, @TempDir Path directory) throws IOException {
    Rows rows = Rows.drawn(1_000, 3, classes, 8);
    String saved = directory.resolve("stage").toString();
    classifier().setL2(0).fit(rows.in(LocalSpark.session(), 3)).save(saved);

    try (LogisticModel model = LogisticClassificationModel.load(saved).toLogisticModel();
        TrainingResult expected = ofTheCore(rows, classes, false, penalised(0, 0))) {
      FitStatistics own = model.card().statistics().known().orElseThrow();
      FitStatistics others = expected.statistics().known().orElseThrow();
      assertThat(own.logLikelihood()).isCloseTo(others.logLikelihood(), within(1e-8));
      assertThat(own.coefficients()).hasSize(4 * (classes - 1));
      for (int i = 0; i < own.coefficients().size(); i++) {
        assertThat(own.covariance().orElseThrow().at(0, i))
            .isCloseTo(others.covariance().orElseThrow().at(0, i), within(1e-8));
        assertThat(own.coefficients().get(i).standardError())
            .isCloseTo(others.coefficients().get(i).standardError(), within(1e-8));
      }
    }
  }
}
