package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SyntheticDataTest {

  private static SyntheticData draw(long seed, int samples, List<Double> coefficients) {
    return SyntheticData.draw(seed, samples, coefficients, DataType.FLOAT32, Device.cpu());
  }

  @Test
  void labelsFollowTheSignOfTheWeightedSum() {
    List<Double> coefficients = List.of(2.0, -1.0, 0.5);
    try (SyntheticData data = draw(1, 200, coefficients)) {
      float[] features = data.rows().features().toFloatArray();
      float[] labels = data.rows().labels().toFloatArray();
      for (int row = 0; row < 200; row++) {
        float sum = 0;
        for (int column = 0; column < 3; column++) {
          sum += features[3 * row + column] * coefficients.get(column).floatValue();
        }
        assertThat(labels[row]).isEqualTo(sum > 0 ? 1 : 0);
      }
      assertThat(data.initialWeights().getShape()).isEqualTo(new Shape(3, 1));
    }
  }

  @Test
  void float64HoldsTheSameRowsWidened() {
    try (SyntheticData narrow = draw(9, 5, List.of(0.5, -1.5));
        SyntheticData wide =
            SyntheticData.draw(9, 5, List.of(0.5, -1.5), DataType.FLOAT64, Device.cpu())) {
      float[] expected = narrow.rows().features().toFloatArray();
      double[] actual = wide.rows().features().toDoubleArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isEqualTo(expected[i]);
      }
      assertThat(wide.rows().labels().getDataType()).isEqualTo(DataType.FLOAT64);
    }
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAloneWhateverElseDraws() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<float[]>> drawn = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long seed = i % 4;
        drawn.add(
            threads.submit(
                () -> {
                  try (SyntheticData data = draw(seed, 50, List.of(1.0, 1.0))) {
                    return data.rows().features().toFloatArray();
                  }
                }));
      }
      for (int i = 4; i < drawn.size(); i++) {
        assertThat(drawn.get(i).get()).isEqualTo(drawn.get(i % 4).get());
      }
    } finally {
      threads.shutdown();
    }
  }
}
