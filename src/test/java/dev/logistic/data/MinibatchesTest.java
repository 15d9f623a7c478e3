package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinibatchesTest {

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** One column that counts the rows; odd rows are positive. */
  private LabelledData counted(int rows) {
    NDArray features = manager.arange(rows).toType(DataType.FLOAT32, false).reshape(rows, 1);
    return LabelledData.of(features, manager.arange(rows).mod(2));
  }

  private static List<Integer> rowsOf(Minibatch minibatch) {
    float[] design = minibatch.design().toFloatArray();
    return IntStream.range(0, (int) minibatch.size()).mapToObj(i -> (int) design[2 * i]).toList();
  }

  private static List<Integer> rowsOf(Iterable<Minibatch> epoch) {
    List<Integer> rows = new ArrayList<>();
    epoch.forEach(minibatch -> minibatch.parts().forEach(part -> rows.addAll(rowsOf(part))));
    return rows;
  }

  @Test
  void aMinibatchHoldsTheFormsThatObjectivesComputeWith() {
    try (LabelledData data = counted(3);
        Minibatches minibatches = new Minibatches(data, 2, OptionalLong.empty())) {
      Iterator<Minibatch> epoch = minibatches.epoch(0).iterator();
      Minibatch first = epoch.next();
      assertThat(first.design().toFloatArray()).containsExactly(0, 1, 1, 1);
      assertThat(first.signs().toFloatArray()).containsExactly(-1, 1);
      assertThat(first.negatives().toFloatArray()).containsExactly(1, 0);
      assertThat(first.negativeMean().toFloatArray()).containsExactly(-0.5f, -0.5f);
      assertThat(first.opposed().toFloatArray()).containsExactly(0, 1, -1, -1);
      assertThat(first.opposedTransposed().toFloatArray()).containsExactly(0, -1, 1, -1);

      Minibatch last = epoch.next();
      assertThat(last.size()).isEqualTo(1);
      assertThat(last.design().toFloatArray()).containsExactly(2, 1);
      assertThat(last.negativeMean().toFloatArray()).containsExactly(-1);
      assertThat(last.opposedTransposed().toFloatArray()).containsExactly(2, 1);
      assertThat(epoch.hasNext()).isFalse();
      assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  /** 700,000 rows are several chunks where they are shuffled, and one where they are not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEpochResumesAfterItsFirstMinibatches(boolean shuffled) {
    int rows = 700_000;
    int size = 1_000;
    OptionalLong seed = shuffled ? OptionalLong.of(5) : OptionalLong.empty();
    try (LabelledData data = counted(rows)) {
      List<Integer> all;
      try (Minibatches minibatches = new Minibatches(data, size, seed)) {
        minibatches.epoch(0).forEach(minibatch -> {});
        all = rowsOf(minibatches.epoch(1));
      }
      for (int made : new int[] {0, 1, 64, 65, 524, 699, 700}) {
        try (Minibatches minibatches = new Minibatches(data, size, seed)) {
          assertThat(rowsOf(minibatches.epoch(1, made))).isEqualTo(all.subList(made * size, rows));
        }
      }
    }
  }

  @Test
  void anEpochCannotResumeAfterItsEnd() {
    try (LabelledData data = counted(5);
        Minibatches minibatches = new Minibatches(data, 2, OptionalLong.empty())) {
      assertThatThrownBy(() -> minibatches.epoch(0, 4))
          .hasMessage("an epoch of 3 minibatches cannot resume after 4");
      assertThatThrownBy(() -> minibatches.epoch(0, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyRowComesOnceAndInOrderAcrossChunks() {
    int rows = 20_001;
    try (LabelledData data = counted(rows)) {
      for (int batchSize : new int[] {1, 7, 4_096, 16_385, 70_000}) {
        try (Minibatches minibatches = new Minibatches(data, batchSize, OptionalLong.empty())) {
          for (int epoch = 0; epoch < 2; epoch++) {
            assertThat(rowsOf(minibatches.epoch(epoch)))
                .isEqualTo(IntStream.range(0, rows).boxed().toList());
          }
        }
      }
    }
  }

  /** {@code torch.manual_seed(123 + 1 + epoch); torch.randperm(10)} in PyTorch 1.13. */
  @Test
  void shuffledEpochsFollowTorchRandperm() {
    try (LabelledData data = counted(10);
        Minibatches minibatches = new Minibatches(data, 3, OptionalLong.of(123))) {
      assertThat(rowsOf(minibatches.epoch(0))).containsExactly(4, 3, 1, 9, 6, 0, 5, 7, 8, 2);
      assertThat(rowsOf(minibatches.epoch(1))).containsExactly(5, 3, 4, 0, 1, 8, 2, 9, 6, 7);
    }
  }

  /**
   * Of 28 columns, minibatches of 1 and 100 rows are gathered together, those of 300 and 1,024
   * separately, and those of 1,500 and 20,000 in pieces.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 300, 1_024, 1_500, 20_000})
  void rowsAreGatheredWholeWhateverTheSizeOfAMinibatch(int size) {
    int rows = 5_000;
    int columns = 28;
    NDArray features = manager.arange(rows * columns).toType(DataType.FLOAT32, false);
    NDArray places = manager.arange(rows).mod(2);
    try (LabelledData data = LabelledData.of(features.reshape(rows, columns), places);
        Minibatches minibatches = new Minibatches(data, size, OptionalLong.of(9))) {
      List<Integer> seen = new ArrayList<>();
      for (Minibatch minibatch : minibatches.epoch(0)) {
        for (Minibatch part : minibatch.parts()) {
          float[] values = part.features().toFloatArray();
          float[] signs = part.signs().toFloatArray();
          for (int row = 0; row < part.size(); row++) {
            int first = (int) values[row * columns];
            seen.add(first / columns);
            assertThat(signs[row]).isEqualTo(first / columns % 2 == 1 ? 1 : -1);
            for (int column = 0; column < columns; column++) {
              assertThat(values[row * columns + column]).isEqualTo(first + column);
            }
          }
          assertThat(part.featuresTransposed()).isEqualTo(part.features().transpose());
          NDArray ones = part.signs().onesLike();
          assertThat(part.design()).isEqualTo(part.features().concat(ones, 1));
          assertThat(part.opposed()).isEqualTo(part.design().mul(part.signs().neg()));
        }
      }
      assertThat(seen).isEqualTo(orderOf(rows, 9 + 1));
    }
  }

  private List<Integer> orderOf(int rows, long seed) {
    return RandomDraws.seeded(
        seed,
        () ->
            Arrays.stream(manager.randomPermutation(rows).toLongArray())
                .mapToObj(row -> (int) row)
                .toList());
  }

  /** 3 rows are one chunk, so that chunks of the announced epoch are fetched immediately. */
  @ParameterizedTest
  @ValueSource(ints = {3, 50_000})
  void anAnnouncedEpochHasTheOrderThatItHasUnannounced(int rows) {
    try (LabelledData data = counted(rows);
        Minibatches minibatches = new Minibatches(data, 1_000, OptionalLong.of(4))) {
      for (int epoch : new int[] {0, 1, 2, 5, 1}) { // what was announced need not come
        minibatches.announce(epoch + 1);
        assertThat(rowsOf(minibatches.epoch(epoch))).isEqualTo(orderOf(rows, 4 + 1 + epoch));
      }
    }
  }

  @Test
  void anEpochMayBeLeftInItsMiddle() {
    try (LabelledData data = counted(200_000);
        Minibatches minibatches = new Minibatches(data, 1_000, OptionalLong.of(4))) {
      minibatches.announce(1);
      List<Integer> first = rowsOf(minibatches.epoch(0).iterator().next());
      assertThat(first).isEqualTo(orderOf(200_000, 5).subList(0, 1_000));
      assertThat(rowsOf(minibatches.epoch(1))).isEqualTo(orderOf(200_000, 6));
      minibatches.announce(7);
      assertThat(rowsOf(minibatches.epoch(0).iterator().next())).isEqualTo(first);
    } // and closing ends what is still being prepared
  }

  @Test
  void labelsMoveWithTheirRows() {
    try (LabelledData data = counted(9_000);
        Minibatches minibatches = new Minibatches(data, 1, OptionalLong.of(1))) {
      for (Minibatch minibatch : minibatches.epoch(0)) {
        float row = minibatch.design().toFloatArray()[0];
        assertThat(minibatch.signs().toFloatArray()[0]).isEqualTo(row % 2 == 1 ? 1 : -1);
      }
    }
  }

  @Test
  void aBatchHoldsAtLeastOneRow() {
    try (LabelledData data = counted(3)) {
      assertThatThrownBy(() -> new Minibatches(data, 0, OptionalLong.empty()))
          .hasMessage("batch-size must be at least 1, was 0");
    }
  }
}
