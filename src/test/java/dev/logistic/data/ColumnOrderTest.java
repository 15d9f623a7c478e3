package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.engine.PyTorch;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: the same features row by row. */
class ColumnOrderTest {

  private static final int ROWS = 20_000; // of several blocks

  @Test
  void theCopyHasTheSameRows() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray rows = manager.arange(12f).reshape(4, 3);

      NDArray copy = ColumnOrder.copyOf(rows);

      assertThat(copy).isEqualTo(rows);
      copy.muli(2);
      assertThat(rows.toFloatArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }
  }

  @Test
  void featuresOfMoreThan512ColumnsStayAsTheyAre() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray wide = manager.ones(new Shape(2, 513));
      NDArray narrow = manager.arange(2 * 512f).reshape(2, 512);
      NDArray same = narrow.duplicate();

      NDArray ordered = ColumnOrder.fastest(narrow);

      assertThat(ColumnOrder.fastest(wide)).isSameAs(wide);
      assertThat(ordered).isEqualTo(same);
      assertThatThrownBy(narrow::toFloatArray).hasMessageContaining("released already");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySolverFindsTheSameAndFingerprintsAreTheSame(Solver solver) {
    Settings settings =
        Settings.original()
            .with(Settings.SOLVER, solver)
            .with(Settings.EPOCHS, solver == Solver.LBFGS ? 100 : 2)
            .with(Settings.BATCH_SIZE, 64)
            .with(Settings.SHUFFLE, solver == Solver.ADAM);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray rows = manager.randomNormal(new Shape(ROWS, 5));
      NDArray noise = manager.randomNormal(new Shape(ROWS));
      NDArray labels = rows.sum(new int[] {1}).add(noise.mul(3)).gt(0);
      try (LabelledData byRow = LabelledData.of(rows, labels);
          LabelledData byColumn = LabelledData.of(ColumnOrder.copyOf(rows), labels);
          TrainingResult expected = LogisticRegression.with(settings).train(byRow);
          TrainingResult found = LogisticRegression.with(settings).train(byColumn)) {
        for (int i = 0; i < 5; i++) {
          assertThat(found.model().coefficients().weights().get(i))
              .isCloseTo(expected.model().coefficients().weights().get(i), within(1e-5));
        }
        assertThat(found.model().card().trainingData())
            .isEqualTo(expected.model().card().trainingData());
      }
    }
  }
}
