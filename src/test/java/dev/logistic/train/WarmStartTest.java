package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmStartTest {

  @TempDir Path directory;
  private Settings settings = Settings.original();

  /** Columns of unlike scales, one of them of texts, and classes that overlap. */
  @BeforeEach
  void writeTable() throws IOException {
    Random random = new Random(5);
    StringBuilder table = new StringBuilder("a,b,city,label\n");
    for (int i = 0; i < 80; i++) {
      double a = 5 + 2 * random.nextGaussian();
      double b = -1 + 0.5 * random.nextGaussian();
      String city = List.of("Bern", "Oslo", "Rome").get(random.nextInt(3));
      boolean yes = a - 5 + b + 2 * random.nextGaussian() + (city.equals("Rome") ? 1 : 0) > 0;
      table.append(a + "," + b + "," + city + "," + (yes ? "yes" : "no") + "\n");
    }
    Path file = directory.resolve("t.csv");
    Files.writeString(file, table);
    settings =
        settings
            .with(Settings.SOURCE, file.toString())
            .with(Settings.LABEL, "label")
            .with(Settings.SOLVER, Solver.LBFGS)
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.L2, OptionalDouble.of(0));
  }

  private static TrainingTable read(Settings settings) throws IOException {
    return Tables.read(settings, null, Device.cpu(), rows -> {});
  }

  @Test
  void fromTheOptimumThereIsNothingToDo() throws IOException {
    try (TrainingTable table = read(settings);
        TrainingResult cold = LogisticRegression.with(settings).train(table);
        TrainingResult warm =
            LogisticRegression.with(settings).startingFrom(cold.model()).train(table)) {
      assertThat(cold.stop().iterations()).isGreaterThan(4);
      assertThat(warm.stop().iterations()).isZero();
      assertThat(warm.stop().converged()).isTrue();
      assertThat(warm.model().coefficients()).isEqualTo(cold.model().coefficients());
    }
  }

  @Test
  void fromANearbyOptimumThereIsLessToDo() throws IOException {
    Settings nearby = settings.with(Settings.L1, 0.011);
    try (TrainingTable table = read(settings);
        TrainingResult neighbour =
            LogisticRegression.with(settings.with(Settings.L1, 0.01)).train(table);
        TrainingResult cold = LogisticRegression.with(nearby).train(table);
        TrainingResult warm =
            LogisticRegression.with(nearby).startingFrom(neighbour.model()).train(table)) {
      assertThat(warm.stop().converged()).isTrue();
      assertThat(warm.stop().iterations()).isLessThan(cold.stop().iterations());
      assertThat(warm.fit().objective()).isCloseTo(cold.fit().objective(), within(1e-12));
    }
  }

  /** Oracle: the logits of the rows must be the same. */
  @Test
  void anotherStandardizationIsGoneThroughByTheScaleOfTheColumns() throws IOException {
    Settings unscaled = settings.with(Settings.STANDARDIZE, false);
    try (TrainingTable scaledTable = read(settings);
        TrainingTable rawTable = read(unscaled);
        TrainingResult scaled = LogisticRegression.with(settings).train(scaledTable)) {
      double[] raw = new WarmStart(scaled.model()).parametersFor(rawTable.training());
      assertSameLogits(
          raw, rawTable.training(), scaled.model().logits(scaledTable.training()).toDoubleArray());
      try (TrainingResult back =
          LogisticRegression.with(unscaled.with(Settings.TOLERANCE, OptionalDouble.of(1e-6)))
              .startingFrom(scaled.model())
              .train(rawTable)) {
        assertThat(back.stop().iterations()).isLessThanOrEqualTo(1);
        double[] again = new WarmStart(back.model()).parametersFor(scaledTable.training());
        assertSameLogits(
            again,
            scaledTable.training(),
            back.model().logits(rawTable.training()).toDoubleArray());
      }
    }
  }

  private static void assertSameLogits(double[] parameters, LabelledData data, double[] expected) {
    double[] x = data.features().toDoubleArray();
    int columns = parameters.length - 1;
    for (int i = 0; i < expected.length; i++) {
      double logit = parameters[columns];
      for (int j = 0; j < columns; j++) {
        logit += x[i * columns + j] * parameters[j];
      }
      assertThat(logit).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void stochasticTrainingStartsThereToo() throws IOException {
    Settings sgd =
        settings
            .with(Settings.SOLVER, Solver.SGD)
            .with(Settings.EPOCHS, 1)
            .with(Settings.LEARNING_RATE, 1e-9);
    try (TrainingTable table = read(settings);
        TrainingResult cold = LogisticRegression.with(settings).train(table);
        TrainingResult warm =
            LogisticRegression.with(sgd).startingFrom(cold.model()).train(table)) {
      assertThat(warm.fit().objective()).isCloseTo(cold.fit().objective(), within(1e-12));
    }
  }

  @Test
  void otherFeaturesOrClassesAreRefusedWithBoth() throws IOException {
    try (TrainingTable table = read(settings);
        TrainingTable narrow = read(settings.with(Settings.EXCLUDE, List.of("a")));
        TrainingTable flipped = read(settings.with(Settings.POSITIVE, "no"));
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      LogisticRegression warm = LogisticRegression.with(settings).startingFrom(result.model());
      assertThatThrownBy(() -> warm.train(narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the model to start from must have the features of the data, [b, city[Bern, Oslo,"
                  + " Rome]], but has [a, b, city[Bern, Oslo, Rome]]");
      assertThatThrownBy(() -> warm.train(flipped))
          .hasMessage(
              "the model to start from must have the classes of the data, [yes, no], but has [no,"
                  + " yes]");
    }
  }

  @Test
  void theModelMayBeClosedBefore() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(new double[][] {{1}, {-1}, {2}, {0.5}}),
                manager.create(new int[] {1, 0, 0, 1}))) {
      LogisticRegression warm;
      try (TrainingResult first = LogisticRegression.with(lbfgs()).train(data)) {
        warm = LogisticRegression.with(lbfgs()).startingFrom(first.model());
      }
      try (TrainingResult second = warm.train(data)) {
        assertThat(second.stop().iterations()).isZero();
      }
    }
  }

  private static Settings lbfgs() {
    return Settings.original().with(Settings.SOLVER, Solver.LBFGS);
  }
}
