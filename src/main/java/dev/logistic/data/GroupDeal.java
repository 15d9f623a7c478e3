package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Deals groups of rows to parts, such as folds: all rows of a group to one part, and to each part
 * about its share of every class. For use within this project.
 *
 * <p>The rule is greedy, since the best division would take time that grows exponentially with the
 * groups. A group's share of a class is its rows of the class divided by all rows of the class.
 * Groups are dealt in the order of the sums of their squared shares, from the largest to the
 * smallest: those that are hard to place come first. Groups with equal sums are dealt in the order
 * of {@code torch.randperm(groups)}, drawn on the CPU right after {@code torch.manual_seed(seed)}.
 * Each is dealt to the part in which the sum over the classes of {@code (dealt - wanted)^2 /
 * wanted} grows least, or shrinks most, where {@code dealt} is the part's share of a class so far
 * and {@code wanted} the part's share of all rows; of equal parts to the first. Where the groups
 * that remain with a class are only as many as the parts that lack it, they are dealt to those.
 *
 * <p>Groups are numbered in ascending order, so that rows in another order are dealt the same way
 * if their groups have the same numbers.
 */
public final class GroupDeal {

  private final int[] groupOf; // by row, from 0 and without gaps
  private final int[] classOf;
  private final double[] counts; // by row; empty where each counts 1
  private final int classes;
  private final int[] rows; // group after group
  private final int[] starts; // in rows, by group; one more at the end

  /**
   * @param ids the group of each row
   * @param classOf the class of each row, from 0; other classes than those that are counted are
   *     dealt in shares too, but may be missing in a part
   * @param classes the number of classes
   * @param counts how many rows each row stands for, at least 0; empty where each stands for itself
   */
  public GroupDeal(int[] ids, int[] classOf, int classes, double[] counts) {
    int[] sorted = Arrays.stream(ids).sorted().distinct().toArray();
    this.groupOf = Arrays.stream(ids).map(id -> Arrays.binarySearch(sorted, id)).toArray();
    this.classOf = classOf;
    this.counts = counts;
    this.classes = classes;
    this.starts = new int[sorted.length + 1];
    for (int group : groupOf) {
      starts[group + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    this.rows = new int[ids.length];
    for (int row = 0; row < ids.length; row++) {
      rows[next[groupOf[row]]++] = row;
    }
  }

  /** Number of groups. */
  public int groups() {
    return starts.length - 1;
  }

  /** Number of groups that have rows of a class. */
  public int groupsWith(int label) {
    return (int) IntStream.range(0, groups()).filter(group -> classes(group).get(label)).count();
  }

  /** The classes of a group's rows. */
  private BitSet classes(int group) {
    BitSet found = new BitSet();
    for (int i = starts[group]; i < starts[group + 1]; i++) {
      if (count(rows[i]) > 0) {
        found.set(classOf[rows[i]]);
      }
    }
    return found;
  }

  private double count(int row) {
    return counts.length == 0 ? 1 : counts[row];
  }

  /**
   * Deals the groups.
   *
   * @param wanted share of the rows of each part, positive
   * @return the part of each row
   */
  public int[] deal(double[] wanted, long seed) {
    Parts parts = new Parts(wanted);
    int[] partOf = new int[groups()];
    for (int group : order(parts, seed)) {
      partOf[group] = parts.place(group);
    }
    return Arrays.stream(groupOf).map(group -> partOf[group]).toArray();
  }

  private int[] order(Parts parts, long seed) {
    double[] sizes = new double[groups()];
    for (int group = 0; group < sizes.length; group++) {
      double[] shares = parts.shares(group);
      for (double share : shares) {
        sizes[group] += share * share;
      }
    }
    return Arrays.stream(permutation(sizes.length, seed))
        .mapToObj(group -> (int) group)
        .sorted(Comparator.comparingDouble(group -> -sizes[group]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static long[] permutation(long groups, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray order = RandomDraws.seeded(seed, () -> cpu.randomPermutation(groups))) {
      return order.toLongArray();
    }
  }

  /**
   * Returns the first class that has no rows in a part.
   *
   * @param partOf the part of each row
   * @return its index, or -1 if every part has every class
   */
  public int missingClass(int[] partOf, int parts) {
    for (int label = 0; label < classes; label++) {
      BitSet having = new BitSet(parts);
      for (int row = 0; row < partOf.length; row++) {
        if (classOf[row] == label && count(row) > 0) {
          having.set(partOf[row]);
        }
      }
      if (having.cardinality() < parts) {
        return label;
      }
    }
    return -1;
  }

  /** What the parts have so far. */
  private final class Parts {

    private final double[] wanted;
    private final double[] totals; // by class
    private final double[][] dealt; // shares, by part and class
    private final int[] remaining; // groups with a class that are not dealt yet
    private final int[] lacking; // parts without a class

    Parts(double[] wanted) {
      int all = Math.max(classes, Arrays.stream(classOf).max().orElse(0) + 1);
      this.wanted = wanted;
      this.totals = new double[all];
      this.dealt = new double[wanted.length][all];
      this.remaining = new int[classes];
      this.lacking = new int[classes];
      for (int row = 0; row < classOf.length; row++) {
        totals[classOf[row]] += count(row);
      }
      for (int group = 0; group < groups(); group++) {
        classes(group).stream().filter(label -> label < classes).forEach(c -> remaining[c]++);
      }
      Arrays.fill(lacking, wanted.length);
    }

    /** A group's shares of the classes. */
    double[] shares(int group) {
      double[] shares = new double[totals.length];
      for (int i = starts[group]; i < starts[group + 1]; i++) {
        shares[classOf[rows[i]]] += count(rows[i]);
      }
      for (int label = 0; label < shares.length; label++) {
        shares[label] = totals[label] == 0 ? 0 : shares[label] / totals[label];
      }
      return shares;
    }

    /** Deals a group; returns its part. */
    int place(int group) {
      double[] shares = shares(group);
      BitSet open = open(shares);
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int part = open.nextSetBit(0); part >= 0; part = open.nextSetBit(part + 1)) {
        double growth = growth(part, shares);
        if (growth < least) {
          least = growth;
          best = part;
        }
      }
      for (int label = 0; label < shares.length; label++) {
        if (shares[label] > 0 && label < classes) {
          remaining[label]--;
          lacking[label] -= dealt[best][label] == 0 ? 1 : 0;
        }
        dealt[best][label] += shares[label];
      }
      return best;
    }

    private double growth(int part, double[] shares) {
      double sum = 0;
      for (int label = 0; label < shares.length; label++) {
        double before = dealt[part][label] - wanted[part];
        double after = before + shares[label];
        sum += after * after - before * before;
      }
      return sum / wanted[part];
    }

    /** The parts that a group may be dealt to. */
    private BitSet open(double[] shares) {
      BitSet open = new BitSet();
      open.set(0, wanted.length);
      for (int label = 0; label < classes; label++) {
        if (shares[label] > 0 && remaining[label] <= lacking[label]) {
          BitSet without = new BitSet();
          for (int part = 0; part < wanted.length; part++) {
            without.set(part, dealt[part][label] == 0);
          }
          if (without.intersects(open)) {
            open.and(without);
          }
        }
      }
      return open;
    }
  }
}
