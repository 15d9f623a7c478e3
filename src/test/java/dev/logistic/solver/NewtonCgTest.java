package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.checkpoint.State;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.objective.Penalty;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewtonCgTest {

  private static final int ROWS = 700;
  private static final int COLUMNS = 5;

  /** Columns of unlike scales, far from zero, and correlated; labels that follow them. */
  private static void withRows(int classes, BiConsumer<WholeData, Penalty> test) {
    Random random = new Random(classes);
    double[][] x = new double[ROWS][COLUMNS];
    float[] y = new float[ROWS];
    float[] weights = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double common = random.nextGaussian();
      for (int i = 0; i < COLUMNS; i++) {
        x[row][i] = Math.pow(10, i - 2) * (3 + common + random.nextGaussian());
      }
      y[row] = Math.floorMod((int) Math.floor(common + random.nextGaussian() + classes), classes);
      weights[row] = row % 4;
    }
    List<String> names = Arrays.asList("a", "b", "c").subList(0, classes);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      LabelledData data =
          LabelledData.ofClasses(manager.create(x), manager.create(y), List.of(), names)
              .withWeights(manager.create(weights));
      try (WholeData whole = new WholeData(data)) {
        test.accept(whole, new Penalty(0, 0.01, data.outputs()));
      }
    }
  }

  private static double[] zeros(WholeData rows) {
    return new double[(COLUMNS + 1) * rows.facts().outputs()];
  }

  /** Oracle: Newton's method with the factor of the whole matrix of second derivatives. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void itEndsWhereNewtonsMethodEnds(int classes) {
    withRows(
        classes,
        (rows, penalty) -> {
          NewtonMethod expected = new NewtonMethod(rows, penalty, zeros(rows));
          NewtonCg actual = new NewtonCg(rows, penalty, zeros(rows));
          while (expected.step()) {
            assertThat(expected.value()).isFinite();
          }
          int steps = 0;
          while (actual.step()) {
            steps++;
          }

          assertThat(steps).isBetween(3, 30);
          assertThat(actual.value()).isCloseTo(expected.value(), Offset.offset(1e-14));
          assertThat(actual.parameters())
              .containsExactly(expected.parameters(), Offset.offset(1e-9));
          assertThat(actual.gradientNorm()).isLessThan(1e-10);
        });
  }

  @Test
  void aRestoredOneContinuesWithTheSameBits() {
    withRows(
        2,
        (rows, penalty) -> {
          NewtonCg whole = new NewtonCg(rows, penalty, zeros(rows));
          whole.step();
          State state = new State();
          whole.save(state);
          NewtonCg restored = new NewtonCg(rows, penalty, zeros(rows));
          restored.restore(state);
          whole.step();
          restored.step();

          assertThat(restored.parameters()).containsExactly(whole.parameters());
        });
  }
}
