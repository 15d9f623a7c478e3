package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.OneThread;
import dev.logistic.engine.PyTorch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeDataTest {

  private static final int ROWS = 80_000; // ten blocks

  /** Whatever threads looked at which block. */
  @Test
  void aPassGivesTheBitsOfOneThreadThatGoesThroughTheBlocksInOrder() {
    try (NoGradient off = NoGradient.onThisThread();
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      LabelledData data =
          LabelledData.of(
              manager.randomNormal(new Shape(ROWS, 3), DataType.FLOAT32),
              manager
                  .randomUniform(0, 1, new Shape(ROWS, 1))
                  .gt(0.4f)
                  .toType(DataType.FLOAT32, false),
              List.of());
      List<RowBlock> blocks =
          Minibatches.kept(manager, data, RowBlock.mostRows(3)).stream()
              .map(rows -> RowBlock.of(rows, (double) rows.size()))
              .toList();
      Passes.Derivatives pass =
          new Passes.Derivatives(
              new Centering(new double[] {0.1, 0, -0.1}, 1), new double[] {0.3, 1, -2, 0.5});
      try (WholeData whole = new WholeData(data)) {
        Information expected = onOneThread(pass, blocks);
        Information actual = whole.aggregate(pass);

        assertThat(blocks).hasSizeGreaterThan(4);
        assertThat(actual.logLikelihood()).isEqualTo(expected.logLikelihood());
        assertThat(actual.gradient()).containsExactly(expected.gradient());
        assertThat(actual.matrix()).isDeepEqualTo(expected.matrix());
        assertThat(actual.largest()).containsExactly(expected.largest());
      }
    }
  }

  /** More rows than are counted at a time. */
  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64"})
  void rowsOfEachClassAreCounted(String type) {
    int rows = 1_200_000;
    double[] labels = new double[rows];
    Arrays.setAll(labels, row -> row % 7 == 0 ? 3 : row > 1_100_000 ? 1 : 0); // no 2
    long third = Arrays.stream(labels).filter(label -> label == 3).count();
    long second = Arrays.stream(labels).filter(label -> label == 1).count();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.ofClasses(
                manager.zeros(new Shape(rows, 1), DataType.valueOf(type)),
                manager.create(labels),
                List.of("x"),
                List.of("a", "b", "c", "d"));
        WholeData whole = new WholeData(data)) {

      assertThat(whole.facts().classRows())
          .containsExactly(rows - second - third, second, 0L, third);
      assertThat(whole.areOfOneClass()).isFalse();
    }
  }

  private static Information onOneThread(Pass<Information> pass, List<RowBlock> blocks) {
    try (OneThread one = OneThread.onThisThread()) {
      return pass.over(blocks);
    }
  }
}
