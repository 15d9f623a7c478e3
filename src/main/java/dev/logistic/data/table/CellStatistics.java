package dev.logistic.data.table;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What the training rows hold of each column: how many cells are there, and of numbers their sum,
 * sum of squares and range, in float64 and as distances from the centre, so that the squares do not
 * cancel; of texts how often each level comes.
 */
final class CellStatistics {

  /** What is read of a block at a time: so little that a processor's cache holds it. */
  private static final int CELLS_AT_ONCE = 1 << 13;

  private final long[] present;
  private final double[] sums;
  private final double[] squares;
  private final double[] least;
  private final double[] greatest;
  private final long[][] levels;
  private long rows;

  private CellStatistics(int[] levelCounts) {
    int columns = levelCounts.length;
    present = new long[columns];
    sums = new double[columns];
    squares = new double[columns];
    least = new double[columns];
    greatest = new double[columns];
    levels = new long[columns][];
    for (int column = 0; column < columns; column++) {
      least[column] = Double.POSITIVE_INFINITY;
      greatest[column] = Double.NEGATIVE_INFINITY;
      levels[column] = new long[levelCounts[column]];
    }
  }

  /**
   * @param heldOut rows that do not count
   * @param levelCounts levels of each text column, and 0 for a number
   */
  static CellStatistics of(CellBlocks cells, BitSet heldOut, int[] levelCounts) {
    // Each block by itself and then one after the other: the same bits on any number of threads.
    CellStatistics all = new CellStatistics(levelCounts);
    IntStream.range(0, cells.blocks())
        .parallel()
        .mapToObj(block -> ofBlock(cells, block, heldOut, levelCounts))
        .toList()
        .forEach(all::add);
    return all;
  }

  private static CellStatistics ofBlock(
      CellBlocks cells, int block, BitSet heldOut, int[] levelCounts) {
    CellStatistics statistics = new CellStatistics(levelCounts);
    int atOnce = Math.max(1, CELLS_AT_ONCE / levelCounts.length);
    CellBlocks.Rows read = cells.rows(block, atOnce);
    int[] rows = new int[atOnce];
    while (read.next()) {
      int count = read.starts(heldOut, false, rows);
      statistics.rows += count;
      for (int column = 0; column < levelCounts.length; column++) {
        statistics.add(column, read.cells, rows, count);
      }
    }
    return statistics;
  }

  private void add(int column, double[] cells, int[] rows, int count) {
    long[] ofLevels = levels[column];
    double sum = sums[column];
    double sumOfSquares = squares[column];
    double smallest = least[column];
    double largest = greatest[column];
    for (int row = 0; row < count; row++) {
      double value = cells[rows[row] + column];
      if (!Double.isNaN(value)) {
        present[column]++;
        sum += value;
        sumOfSquares += value * value;
        smallest = value < smallest ? value : smallest;
        largest = value > largest ? value : largest;
        if (ofLevels.length > 0) {
          ofLevels[(int) value]++;
        }
      }
    }
    sums[column] = sum;
    squares[column] = sumOfSquares;
    least[column] = smallest;
    greatest[column] = largest;
  }

  private void add(CellStatistics other) {
    rows += other.rows;
    for (int column = 0; column < sums.length; column++) {
      present[column] += other.present[column];
      sums[column] += other.sums[column];
      squares[column] += other.squares[column];
      least[column] = Math.min(least[column], other.least[column]);
      greatest[column] = Math.max(greatest[column], other.greatest[column]);
      for (int level = 0; level < levels[column].length; level++) {
        levels[column][level] += other.levels[column][level];
      }
    }
  }

  /** Number of training rows. */
  long rows() {
    return rows;
  }

  /** Number of cells that are not missing. */
  long present(int column) {
    return present[column];
  }

  /** Whether all cells of a column hold the same number. */
  boolean isConstant(int column) {
    return least[column] == greatest[column];
  }

  /** Mean of a column's cells, as distance from the centre; exact for a constant. */
  double mean(int column) {
    return isConstant(column) ? least[column] : sums[column] / present[column];
  }

  /** Population standard deviation of a column whose missing cells are filled with the mean. */
  double deviation(int column) {
    double mean = sums[column] / present[column];
    return Math.sqrt(Math.max(0, squares[column] - mean * sums[column]) / rows);
  }

  /** How often a level comes. */
  long count(int column, int level) {
    return levels[column][level];
  }
}
