package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

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

  @Test
  void twoClassesWithAPenalty() throws IOException {
    Rows rows = Rows.drawn(1_000, 4, 2, 1);

    LogisticClassificationModel found =
        classifier().setL2(0.01).fit(rows.in(LocalSpark.session(), 3));

    assertSame(found, ofTheCore(rows, 2, false, TIGHT.with(Settings.L2, OptionalDouble.of(0.01))));
  }
}
