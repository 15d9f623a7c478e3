package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result says of its training, and who closes its model. */
class TrainingResultTest {

  private static final double[][] ROWS = {{1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
  private static final int[] LABELS = {0, 0, 1, 0, 1, 1};
  private static final int[] SEPARABLE = {0, 0, 0, 1, 1, 1};

  private static TrainingResult train(Settings settings, int[] labels) {
    try (LabelledData data = LabelledData.of(ROWS, labels)) {
      return LogisticRegression.with(settings).train(data);
    }
  }

  @Test
  void aConvergedTrainingHasNoWarnings() {
    try (TrainingResult result = train(Settings.defaults(), LABELS)) {
      assertThat(result.warnings()).isEmpty();
      assertThat(result.requireConverged()).isSameAs(result);
      assertThat(result.model().probability(ROWS[0])).isLessThan(0.5);
    }
  }

  @Test
  void iterationsThatRanOutAreAWarningAndAnErrorWhereConvergenceIsRequired() {
    try (TrainingResult result = train(Settings.defaults().with(Settings.EPOCHS, 1), LABELS)) {
      assertThat(result.warnings()).hasSize(1);
      assertThat(result.warnings().get(0))
          .startsWith("not converged after 1 iteration: ")
          .endsWith(" must be at most 1.0e-10 of the null loss; raise train.epochs");
      assertThatThrownBy(result::requireConverged)
          .isInstanceOf(UnconvergedException.class)
          .hasMessage(result.warnings().get(0));
      assertThatThrownBy(() -> result.model().probability(ROWS[0]))
          .as("the result was not in a try, so nobody else could close it")
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("requireConverged()");
      assertThatThrownBy(result::takeModel)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("requireConverged()");
    }
  }

  @Test
  void withoutAnOptimumTheReasonIsTheWarning() {
    Settings settings = Settings.defaults().with(Settings.L2, 0);
    try (TrainingResult result = train(settings, SEPARABLE)) {
      assertThat(result.warnings()).containsExactly(result.stop().noOptimum().orElseThrow());
      assertThatThrownBy(result::requireConverged).hasMessageContaining("x0");
    }
  }

  @Test
  void stepsAreNoWarningButProveNoOptimum() {
    Settings settings =
        Settings.defaults().with(Settings.SOLVER, Solver.SGD).with(Settings.EPOCHS, 2);
    try (TrainingResult result = train(settings, LABELS)) {
      assertThat(result.warnings()).isEmpty();
      assertThatThrownBy(result::requireConverged)
          .hasMessageStartingWith("not converged after 2 epochs: the largest component of the")
          .hasMessageEndingWith(
              "; train.solver=sgd does not go to the optimum: train with train.solver=lbfgs");
    }
  }

  @Test
  void theWarningsOfATableComeFirst(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,constant,y\n");
    for (int row = 0; row < ROWS.length; row++) {
      csv.append("%s,%s,7,%d\n".formatted(ROWS[row][0], ROWS[row][1], LABELS[row]));
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.writeString(folder.resolve("x.csv"), csv).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.EPOCHS, 1);
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), read -> {});
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      assertThat(table.warnings()).hasSize(1);
      assertThat(result.warnings()).hasSize(2).startsWith(table.warnings().get(0));
      assertThat(result.warnings().get(0)).contains("\"constant\"");
      assertThat(result.warnings().get(1)).startsWith("not converged");
    }
  }

  @Test
  void itsTextHasTheEndAndTheModel() {
    try (TrainingResult result = train(Settings.defaults(), LABELS)) {
      assertThat(result.model())
          .hasToString("LogisticModel[features: x0, x1, classes: 0, 1, solver: lbfgs]");
      assertThat(result.toString())
          .startsWith("TrainingResult[tolerance after ")
          .contains("loss " + result.fit().loss())
          .endsWith(result.model() + "]");
    }
  }

  @Test
  void aModelThatWasTakenOutlivesItsResult() {
    LogisticModel model;
    try (TrainingResult result = train(Settings.defaults(), LABELS)) {
      model = result.takeModel();
    }
    try (model) {
      assertThat(model.probability(ROWS[0])).isLessThan(0.5);
    }
  }

  @Test
  void aClosedModelStatesWhatClosedIt() {
    TrainingResult result = train(Settings.defaults(), LABELS);
    LogisticModel ofResult = result.model();
    result.close();
    ofResult.close();
    LogisticModel taken = train(Settings.defaults(), LABELS).takeModel();
    taken.close();

    assertThatThrownBy(() -> ofResult.probability(ROWS[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the model is closed: its TrainingResult was closed; takeModel() keeps a model open");
    assertThatThrownBy(ofResult::weights).hasMessageStartingWith("the model is closed: ");
    assertThatThrownBy(taken::coefficients)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed: its close() was called");
    assertThat(taken.card().features()).containsExactly("x0", "x1");
  }
}
