package dev.logistic.selection;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.GroupDeal;
import dev.logistic.data.LabelledData;
import dev.logistic.data.TimeCuts;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The assignment of rows to folds. Each fold is held out once, and its model learns from all other
 * rows, or from the earlier ones where rows are in an order of time. Rows and folds count from 0.
 * Immutable.
 */
public final class Folds {

  private final int count;
  private final int[] foldOf; // by row; -1 for those that are never held out
  private final boolean forward;

  private Folds(int count, int[] foldOf, boolean forward) {
    this.count = count;
    this.foldOf = foldOf;
    this.forward = forward;
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
   * <p>Rows with {@linkplain LabelledData#withTimes instants}, as by {@code data.time}, are cut in
   * the order of time into one part more than there are folds, of about equally many rows. Each
   * fold is learned from all parts before it, so that the first part is never held out.
   *
   * @throws IllegalArgumentException if a class has fewer rows of positive weight than there are
   *     folds, or is in fewer groups
   */
  public static Folds stratified(LabelledData data, int count, long seed) {
    int[] groups = groups(data);
    if (data.isOrdered()) {
      return rolling(data, groups, count);
    }
    requireEnough(data, groups, count);
    if (data.groups().length > 0) {
      return new Folds(count, ofWholeGroups(data, groups, count, seed), false);
    }
    if (!data.isGrouped()) {
      return new Folds(count, dealt(groups, data.classes().size() + 1, count, seed), false);
    }
    int[] ofPairs = dealt(pairs(groups), 4, count, seed);
    return new Folds(
        count, IntStream.range(0, groups.length).map(row -> ofPairs[row / 2]).toArray(), false);
  }

  private static Folds rolling(LabelledData data, int[] classOf, int count) {
    int[] sorted = Arrays.stream(data.groups()).sorted().distinct().toArray();
    if (sorted.length <= count) {
      throw new IllegalArgumentException(
          "cross-validation with %d folds needs rows of at least %d instants (data.time), found %d"
              .formatted(count, count + 1, sorted.length));
    }
    int[] instants =
        Arrays.stream(data.groups()).map(time -> Arrays.binarySearch(sorted, time)).toArray();
    double[] shares = new double[count + 1];
    Arrays.fill(shares, 1.0 / shares.length);
    int[] parts = TimeCuts.parts(instants, shares);
    requireInFirst(data, classOf, parts, count);
    return new Folds(count, Arrays.stream(parts).map(part -> part - 1).toArray(), true);
  }

  /** The rows of the first part are those that the first fold is learned from. */
  private static void requireInFirst(LabelledData data, int[] classOf, int[] parts, int count) {
    for (int label = 0; label < data.classes().size(); label++) {
      int wanted = label;
      if (IntStream.range(0, parts.length)
          .noneMatch(row -> parts[row] == 0 && classOf[row] == wanted)) {
        throw new IllegalArgumentException(
            "cross-validation with %d folds in the order of data.time learns the first fold from the oldest of %d parts, which has no rows%s of class \"%s\": use fewer folds"
                .formatted(
                    count,
                    count + 1,
                    data.weights().isPresent() ? " that weigh more than 0" : "",
                    data.classes().get(label)));
      }
    }
    for (int part = 1; part <= count; part++) {
      int wanted = part;
      if (IntStream.range(0, parts.length)
          .noneMatch(row -> parts[row] == wanted && classOf[row] < data.classes().size())) {
        throw new IllegalArgumentException(
            "cross-validation with %d folds in the order of data.time holds out part %d of %d, which has no rows that weigh more than 0: use fewer folds"
                .formatted(count, part + 1, count + 1));
      }
    }
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

  /** The fold that a row is held out in; -1 if in none. */
  public int of(int row) {
    return foldOf[row];
  }

  /** The rows of a fold, in order. */
  public long[] heldOut(int fold) {
    return rows(other -> other == fold);
  }

  /** The rows that are learned from where a fold is held out, in order. */
  public long[] training(int fold) {
    return rows(other -> forward ? other < fold : other != fold);
  }

  /**
   * Copies the rows of a fold.
   *
   * @param data the rows that were dealt
   * @param owner ends the copies
   * @throws IllegalArgumentException if their features cannot be learned from its training rows
   */
  LabelledData.Divided divided(LabelledData data, int fold, NDManager owner) {
    try {
      return data.divided(training(fold), heldOut(fold), owner);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "fold %d of %d: %s".formatted(fold + 1, count, e.getMessage()), e);
    }
  }

  /** The same without two folds, whose rows stay in order. Not for rows in an order of time. */
  LabelledData.Divided divided(LabelledData data, int one, int other, NDManager owner) {
    try {
      return data.divided(
          rows(fold -> fold != one && fold != other),
          rows(fold -> fold == one || fold == other),
          owner);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "without folds %d and %d of %d: %s".formatted(one + 1, other + 1, count, e.getMessage()),
          e);
    }
  }

  /** Whether a fold is learned from earlier rows alone. */
  boolean isForward() {
    return forward;
  }

  private long[] rows(IntPredicate chosen) {
    return LongStream.range(0, foldOf.length)
        .filter(row -> chosen.test(foldOf[(int) row]))
        .toArray();
  }
}
