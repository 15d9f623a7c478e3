package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import java.util.Iterator;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of rows, from where they are given to the minibatches. */
class RowWeightsTest {

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final LabelledData plain =
      LabelledData.of(
          manager.create(new float[][] {{1}, {2}, {3}}), manager.create(new int[] {1, 0, 1}));

  @AfterEach
  void close() {
    plain.close();
    manager.close();
  }

  private LabelledData weighted(double... weights) {
    return plain.withWeights(manager.create(weights));
  }

  @Test
  void weightsBecomeAColumnOfTheFeaturesType() {
    for (NDArray weights :
        new NDArray[] {
          manager.create(new int[] {2, 0, 1}),
          manager.create(new double[] {2, 0, 1}).reshape(3, 1),
          manager.create(new float[] {2, 0, 1})
        }) {
      try (NDScope scope = new NDScope();
          LabelledData data = plain.withWeights(weights)) {
        NDArray column = data.weights().orElseThrow();
        assertThat(column.getShape()).isEqualTo(new Shape(3, 1));
        assertThat(column.toFloatArray()).containsExactly(2, 0, 1);
        assertThat(data.weightSum()).isEqualTo(3);
        assertThat(data.labels().toFloatArray()).containsExactly(1, 0, 1);
      }
    }
  }

  @Test
  void withoutWeightsEachRowCountsOne() {
    assertThat(plain.weights()).isEmpty();
    assertThat(plain.weightSum()).isEqualTo(3);
  }

  @Test
  void closingFreesTheWeightsAloneAndLeavesTheCallersArrayOpen() {
    NDArray weights = manager.create(new float[] {1, 2, 3});
    LabelledData data = plain.withWeights(weights);
    NDArray column = data.weights().orElseThrow();
    data.close();

    assertThat(column.isReleased()).isTrue();
    assertThat(weights.toFloatArray()).hasSize(3);
    assertThat(plain.labels().toFloatArray()).hasSize(3);
  }

  @Test
  void whatIsNoWeightIsNamedWithItsRow() {
    assertThatThrownBy(() -> weighted(1, -0.5, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be finite and at least 0, was -0.5 in row 1");
    assertThatThrownBy(() -> weighted(1, 1, Double.NaN))
        .hasMessage("weights must be finite and at least 0, was NaN in row 2");
    assertThatThrownBy(() -> weighted(Double.POSITIVE_INFINITY, 1, 1))
        .hasMessage("weights must be finite and at least 0, was Infinity in row 0");
    assertThatThrownBy(() -> weighted(0, 0, 0)).hasMessage("weights must not all be 0");
    assertThatThrownBy(() -> weighted(1, 2))
        .hasMessage("weights must have shape (3) or (3, 1), was (2)");
  }

  @Test
  void weightsWhoseSumOverflowsAreRefused() {
    NDArray wide = manager.create(new double[][] {{1}, {2}});
    try (LabelledData data = LabelledData.of(wide, manager.create(new int[] {0, 1}))) {
      assertThatThrownBy(() -> data.withWeights(manager.create(new double[] {1e308, 1e308})))
          .hasMessage("weights must have a finite sum");
    }
  }

  @Test
  void theFingerprintCoversWeights() {
    try (LabelledData some = weighted(1, 2, 3);
        LabelledData same = weighted(1, 2, 3);
        LabelledData other = weighted(1, 2, 4)) {
      assertThat(Fingerprint.of(some))
          .isEqualTo(Fingerprint.of(same))
          .isNotEqualTo(Fingerprint.of(other))
          .isNotEqualTo(Fingerprint.of(plain));
    }
  }

  @Test
  void aMinibatchHasThemDividedByTheMeanOverAllRows() {
    try (LabelledData data = weighted(1, 0, 5);
        Minibatches minibatches = new Minibatches(data, 2, OptionalLong.empty())) {
      Iterator<Minibatch> epoch = minibatches.epoch(0).iterator();
      Minibatch first = epoch.next();
      assertThat(first.isWeighted()).isTrue();
      assertThat(first.weights().getShape()).isEqualTo(new Shape(2, 1));
      assertThat(first.weights().toFloatArray()).containsExactly(0.5f, 0);
      assertThat(first.negativeMean().toFloatArray()).containsExactly(-0.25f, -0f);
      Minibatch last = epoch.next();
      assertThat(last.weights().toFloatArray()).containsExactly(2.5f);
      assertThat(last.negativeMean().toFloatArray()).containsExactly(-2.5f);
    }
  }

  @Test
  void aMinibatchOfUnweightedRowsHasNone() {
    try (Minibatches minibatches = new Minibatches(plain, 2, OptionalLong.empty())) {
      Minibatch minibatch = minibatches.epoch(0).iterator().next();
      assertThat(minibatch.isWeighted()).isFalse();
      assertThatThrownBy(minibatch::weights)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the rows have no weights");
    }
  }

  /** Row i has weight i, which identifies it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20_000})
  void weightsMoveWithTheirRows(int batchSize) {
    int rows = 20_001;
    NDArray numbers = manager.arange(rows).toType(DataType.FLOAT64, false).reshape(rows, 1);
    try (LabelledData data = LabelledData.of(numbers, manager.arange(rows).mod(2));
        LabelledData weighted = data.withWeights(numbers)) {
      for (OptionalLong seed : new OptionalLong[] {OptionalLong.empty(), OptionalLong.of(3)}) {
        try (Minibatches minibatches = new Minibatches(weighted, batchSize, seed)) {
          long seen = 0;
          for (Minibatch minibatch : minibatches.epoch(0)) {
            for (Minibatch part : minibatch.parts()) {
              double[] features = part.features().toDoubleArray();
              double[] weights = part.weights().toDoubleArray();
              double[] means = part.negativeMean().toDoubleArray();
              for (int i = 0; i < features.length; i++) {
                assertThat(weights[i]).isCloseTo(features[i] / 10_000, within(1e-12));
                assertThat(means[i]).isCloseTo(-weights[i] / features.length, within(1e-15));
              }
              seen += features.length;
            }
          }
          assertThat(seen).isEqualTo(rows);
        }
      }
    }
  }
}
