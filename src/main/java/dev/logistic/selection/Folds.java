package dev.logistic.selection;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.GroupDeal;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The assignment of rows to folds: each row is held out once. Rows and folds count from 0.
 * Immutable.
 */
public final class Folds {

  private final int count;
  private final int[] foldOf; // by row

  private Folds(int count, int[] foldOf) {
    this.count = count;
    this.foldOf = foldOf;
  }

  /**
   * Deals the rows to the folds like cards, class after class: in the order of {@code
   * torch.randperm(rows)}, drawn on the CPU right after {@code torch.manual_seed(seed)}, first the
   * rows of label 0, then those of label 1 and so on; the i-th row dealt, from 0, is assigned to
   * fold {@code i % count}. So the sizes of folds, and the numbers of rows of any class in them,
   * differ by at most one, and the same rows in the same order are dealt the same way. Rows of
   * weight 0 are dealt after all others. Where rows are trials ({@link LabelledData#isGrouped()}),
   * pairs of rows are dealt instead: first those without events, then those with events only, then
   * those with both.
   *
   * <p>Rows with {@linkplain LabelledData#withGroups groups}, as by {@code data.group}, are dealt
   * group by group instead, so that no group is in two folds; sizes and shares of classes are then
   * only about the same. Groups come in the order of their shares of the classes, from the largest
   * to the smallest, those of equal shares in that of {@code torch.randperm(groups)}; each is dealt
   * to the fold in which the sum of the squared differences to the wanted shares of the classes
   * grows least.
   *
   * @throws IllegalArgumentException if a class has fewer rows of positive weight than there are
   *     folds, or is in fewer groups
   */
  public static Folds stratified(LabelledData data, int count, long seed) {
    int[] groups = groups(data);
    requireEnough(data, groups, count);
    if (data.groups().length > 0) {
      return new Folds(count, ofWholeGroups(data, groups, count, seed));
    }
    if (!data.isGrouped()) {
      return new Folds(count, dealt(groups, data.classes().size() + 1, count, seed));
    }
    int[] ofPairs = dealt(pairs(groups), 4, count, seed);
    return new Folds(
        count, IntStream.range(0, groups.length).map(row -> ofPairs[row / 2]).toArray());
  }

  private static int[] dealt(int[] groups, int all, int count, long seed) {
    long[] order = permutation(groups.length, seed);
    int[] foldOf = new int[groups.length];
    int dealt = 0;
    for (int group = 0; group < all; group++) {
      for (long row : order) {
        if (groups[(int) row] == group) {
          foldOf[(int) row] = dealt++ % count;
        }
      }
    }
    return foldOf;
  }

  private static int[] ofWholeGroups(LabelledData data, int[] classOf, int count, long seed) {
    double[] counts = data.isGrouped() ? numbers(data.weights().orElseThrow()) : new double[0];
    GroupDeal deal = new GroupDeal(data.groups(), classOf, data.classes().size(), counts);
    if (deal.groups() < count) {
      throw new IllegalArgumentException(
          "cross-validation with %d folds needs at least %d groups of rows (data.group), found %d"
              .formatted(count, count, deal.groups()));
    }
    double[] shares = new double[count];
    Arrays.fill(shares, 1.0 / count);
    int[] foldOf = deal.deal(shares, seed);
    int missing = deal.missingClass(foldOf, count);
    if (missing >= 0) {
      String name = data.classes().get(missing);
      int having = deal.groupsWith(missing);
      throw new IllegalArgumentException(
          having < count
              ? "cross-validation with %d folds needs at least %d groups of rows (data.group) with class \"%s\", found %d"
                  .formatted(count, count, name, having)
              : "a fold of %d would have no rows of class \"%s\", which is in %d groups (data.group): use fewer folds, or try another engine.seed"
                  .formatted(count, name, having));
    }
    return foldOf;
  }

  /** Each pair's group: 0 without events, 1 with events only, 2 with both, 3 without trials. */
  private static int[] pairs(int[] groups) {
    int[] pairs = new int[groups.length / 2];
    for (int pair = 0; pair < pairs.length; pair++) {
      boolean some = groups[2 * pair] == 0;
      boolean events = groups[2 * pair + 1] == 1;
      pairs[pair] = some ? (events ? 2 : 0) : (events ? 1 : 3);
    }
    return pairs;
  }

  /** Each row's class; one more than the last class for rows of weight 0. */
  private static int[] groups(LabelledData data) {
    int[] groups = Arrays.stream(numbers(data.labels())).mapToInt(label -> (int) label).toArray();
    double[] weights = data.weights().map(Folds::numbers).orElseGet(() -> new double[0]);
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] == 0) {
        groups[row] = data.classes().size();
      }
    }
    return groups;
  }

  private static double[] numbers(NDArray column) {
    try (NDArray wide = column.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  private static void requireEnough(LabelledData data, int[] groups, int count) {
    for (int label = 0; label < data.classes().size(); label++) {
      int wanted = label;
      long rows = Arrays.stream(groups).filter(group -> group == wanted).count();
      if (rows < count) {
        throw new IllegalArgumentException(
            "cross-validation with %d folds needs at least %d rows of each class%s, class \"%s\" has %d"
                .formatted(
                    count,
                    count,
                    data.weights().isPresent() ? " that weigh more than 0" : "",
                    data.classes().get(label),
                    rows));
      }
    }
  }

  private static long[] permutation(long rows, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray order = RandomDraws.seeded(seed, () -> cpu.randomPermutation(rows))) {
      return order.toLongArray();
    }
  }

  /** Number of folds. */
  public int count() {
    return count;
  }

  /** The fold that a row is held out in. */
  public int of(int row) {
    return foldOf[row];
  }

  /** The rows of a fold, in order. */
  public long[] heldOut(int fold) {
    return rows(fold, true);
  }

  /** The rows of all other folds, in order. */
  public long[] training(int fold) {
    return rows(fold, false);
  }

  private long[] rows(int fold, boolean inside) {
    return LongStream.range(0, foldOf.length)
        .filter(row -> (foldOf[(int) row] == fold) == inside)
        .toArray();
  }
}
