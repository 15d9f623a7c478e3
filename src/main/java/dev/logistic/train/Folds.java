package dev.logistic.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Which rows are held out together: each row once. */
final class Folds {

  private final int count;
  private final int[] foldOf; // by row

  private Folds(int count, int[] foldOf) {
    this.count = count;
    this.foldOf = foldOf;
  }

  /**
   * Deals the rows to the folds like cards, class after class: in the order of {@code
   * torch.randperm(rows)}, drawn on the CPU right after {@code torch.manual_seed(seed)}, first the
   * rows of label 0, then those of label 1 and so on; the i-th row dealt, from 0, comes to fold
   * {@code i % count}. So neither the rows of a fold nor those of any class in it differ by more
   * than one between folds, and the same rows in the same order are dealt the same way.
   *
   * @throws IllegalArgumentException if a class has fewer rows than there are folds
   */
  static Folds stratified(LabelledData data, int count, long seed) {
    int[] labels = labels(data);
    requireEnough(data, labels, count);
    long[] order = permutation(labels.length, seed);
    int[] foldOf = new int[labels.length];
    int dealt = 0;
    for (int label = 0; label < data.classes().size(); label++) {
      for (long row : order) {
        if (labels[(int) row] == label) {
          foldOf[(int) row] = dealt++ % count;
        }
      }
    }
    return new Folds(count, foldOf);
  }

  private static int[] labels(LabelledData data) {
    try (NDArray wide = data.labels().toType(DataType.FLOAT64, true)) {
      return Arrays.stream(wide.toDoubleArray()).mapToInt(label -> (int) label).toArray();
    }
  }

  private static void requireEnough(LabelledData data, int[] labels, int count) {
    for (int label = 0; label < data.classes().size(); label++) {
      int wanted = label;
      long rows = Arrays.stream(labels).filter(known -> known == wanted).count();
      if (rows < count) {
        throw new IllegalArgumentException(
            "cross-validation with %d folds needs at least %d rows of each class, class \"%s\" has %d"
                .formatted(count, count, data.classes().get(label), rows));
      }
    }
  }

  private static long[] permutation(long rows, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray order = RandomDraws.seeded(seed, () -> cpu.randomPermutation(rows))) {
      return order.toLongArray();
    }
  }

  int count() {
    return count;
  }

  /** The fold that a row is held out in. */
  int of(int row) {
    return foldOf[row];
  }

  /** The rows of a fold, in order. */
  long[] heldOut(int fold) {
    return rows(fold, true);
  }

  /** The rows of all other folds, in order. */
  long[] training(int fold) {
    return rows(fold, false);
  }

  private long[] rows(int fold, boolean inside) {
    return LongStream.range(0, foldOf.length)
        .filter(row -> (foldOf[(int) row] == fold) == inside)
        .toArray();
  }
}
