package dev.logistic.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The statistics of the rows of one partition, or of several, merged. */
final class PartitionSummary implements Serializable {

  private static final long serialVersionUID = 1L;

  private @Nullable Moments moments; // null until there is a row
  private long[] classRows = new long[0];
  private double[] classWeights = new double[0];
  private int columns; // 0 until there is a row
  private boolean sparse;
  private long checksum;

  /** Adds a block of rows. */
  void add(Moments block) {
    if (moments == null) {
      moments = new Moments(block.columns());
      columns = block.columns();
    }
    moments.add(block);
  }

  /** Adds a row. */
  void add(int label, double weight) {
    grow(label + 1);
    classRows[label]++;
    classWeights[label] += weight;
  }

  private void grow(int classes) {
    if (classes > classRows.length) {
      classRows = Arrays.copyOf(classRows, classes);
      classWeights = Arrays.copyOf(classWeights, classes);
    }
  }

  /** Adds the classes of later rows. */
  void add(PartitionSummary later) {
    columns = Math.max(columns, later.columns);
    sparse |= later.sparse;
    grow(later.classRows.length);
    for (int label = 0; label < later.classRows.length; label++) {
      classRows[label] += later.classRows[label];
      classWeights[label] += later.classWeights[label];
    }
  }

  /** Null if there are no rows. */
  @Nullable Moments moments() {
    return moments;
  }

  /** One more than the greatest label. */
  int classes() {
    return classRows.length;
  }

  /** Rows with a label. */
  long rows(int label) {
    return label < classRows.length ? classRows[label] : 0;
  }

  /** The sum of the weights of rows with a label. */
  double weight(int label) {
    return label < classWeights.length ? classWeights[label] : 0;
  }

  /** Records that some rows are sparse. */
  void markSparse() {
    sparse = true;
  }

  /** Whether some rows are sparse. */
  boolean isSparse() {
    return sparse;
  }

  /** Adds a number of a row to the checksum. */
  void check(long bits) {
    checksum = 31 * checksum + bits;
  }

  /**
   * The checksum of everything that was read, in order: different rows have a different one, except
   * by rare chance.
   */
  long checksum() {
    return checksum;
  }

  int columns() {
    return columns;
  }

  /** The small part: everything but the moments. */
  PartitionSummary withoutMoments() {
    PartitionSummary small = new PartitionSummary();
    small.classRows = classRows;
    small.classWeights = classWeights;
    small.columns = columns;
    small.sparse = sparse;
    small.checksum = checksum;
    return small;
  }
}
