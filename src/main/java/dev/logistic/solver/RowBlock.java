package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Targets;
import java.util.List;

/**
 * Some rows as a {@link Pass} sees them.
 *
 * @param features on the CPU
 * @param targets labels and weights of the rows
 * @param weight of a mean over them: their number if they are not weighted
 * @param clusters of the rows; none if they are independent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RowBlock(FeatureBlock features, Targets targets, double weight, int[] clusters) {

  /** Independent rows. */
  public RowBlock(FeatureBlock features, Targets targets, double weight) {
    this(features, targets, weight, new int[0]);
  }

  /**
   * Small enough that much of a block is still in the cache for the second of its two products, and
   * that there are blocks for every thread where rows are few and wide.
   */
  private static final long MOST_VALUES = 1 << 19;

  private static final long MOST_ROWS = 8_192;

  /**
   * A block of dense rows.
   *
   * @param rows of one part ({@link Minibatch#isOnePart()}), on the CPU
   */
  public static RowBlock of(Minibatch rows, double weight) {
    return new RowBlock(new DenseFeatures(rows), rows, weight);
  }

  /**
   * Blocks of sparse rows, in order.
   *
   * @param owner of the blocks
   * @param data of sparse rows, which must stay open
   */
  public static List<RowBlock> ofSparse(NDManager owner, LabelledData data) {
    return weighted(SparseFeatures.pieces(owner, data), data.weightSum() / data.rows());
  }

  /** The same blocks with weights in another unit. */
  static List<RowBlock> weighted(List<RowBlock> blocks, double unit) {
    return blocks.stream()
        .map(block -> new RowBlock(block.features, block.targets, unit * block.weight))
        .toList();
  }

  /** Returns the same rows in clusters. */
  RowBlock withClusters(int[] ids) {
    return new RowBlock(features, targets, weight, ids);
  }

  /** The best upper limit of rows in a block of so many columns. */
  public static int mostRows(long columns) {
    return Math.toIntExact(Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / columns)));
  }

  /**
   * The unit of weights: that of a row of weight 1; the weights of a minibatch have a mean of 1
   * over its own data.
   */
  public double unit() {
    return weight / targets.size();
  }

  /**
   * Marks the rows of a class that have positive weight.
   *
   * @param place index of the class
   * @param classes number of classes
   * @return shape (size, 1) of booleans; belongs to the caller's scope
   */
  public NDArray counted(int place, int classes) {
    NDArray own =
        classes == 2
            ? targets.signs().mul(2 * place - 1)
            : targets.indicators().get(":, " + place + ":" + (place + 1));
    NDArray counted = own.gt(0);
    return targets.isWeighted() ? counted.logicalAnd(targets.weights().gt(0)) : counted;
  }
}
