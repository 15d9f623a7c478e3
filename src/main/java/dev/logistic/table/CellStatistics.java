package dev.logistic.table;

import dev.logistic.data.Scaling;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Weighted counts of each column's cells in the training rows; of numbers also sum, sum of squares
 * and range, in float64 and as distances from the centre, so that the squares do not cancel; of
 * texts the weight of each level. A row of weight 2 counts as that row twice, and one of weight 0
 * not at all.
 */
final class CellStatistics {

  /** Cells of a block read at a time: few enough for a processor's cache. */
  private static final int CELLS_AT_ONCE = 1 << 13;

  /** The squares of smaller distances come near the limits of float64. */
  private static final double SMALL = 0x1p-300;

  private final double[] units; // powers of two
  private final double[] present;
  private final double[] sums;
  private final double[] squares;
  private final double[] least;
  private final double[] greatest;
  private final double[][] levels;
  private double rows;

  private CellStatistics(int[] levelCounts, double[] units) {
    int columns = levelCounts.length;
    this.units = units;
    present = new double[columns];
    sums = new double[columns];
    squares = new double[columns];
    least = new double[columns];
    greatest = new double[columns];
    levels = new double[columns][];
    for (int column = 0; column < columns; column++) {
      least[column] = Double.POSITIVE_INFINITY;
      greatest[column] = Double.NEGATIVE_INFINITY;
      levels[column] = new double[levelCounts[column]];
    }
  }

  /**
   * @param heldOut rows that do not count
   * @param levelCounts levels of each text column, and 0 for a number
   * @param weights of the table's rows; null where each counts once
   */
  static CellStatistics of(
      CellBlocks cells, BitSet heldOut, int[] levelCounts, double @Nullable [] weights) {
    return inGoodUnits(
        levelCounts, cells, (own, block) -> own.addBlock(cells, block, heldOut, weights));
  }

  /**
   * Those of the features of a formula.
   *
   * @param cells from which the features are computed, without centres
   * @param centres of the features, of those of indicators 0
   */
  static CellStatistics ofFeatures(
      ExpandedCells features,
      CellBlocks cells,
      double[] centres,
      BitSet heldOut,
      double @Nullable [] weights) {
    return inGoodUnits(
        new int[centres.length],
        cells,
        (own, block) ->
            new FeatureStatistics(own, centres).addBlock(features, cells, block, heldOut, weights));
  }

  private static CellStatistics inGoodUnits(
      int[] levelCounts, CellBlocks cells, ObjIntConsumer<CellStatistics> addBlock) {
    double[] units = new double[levelCounts.length];
    Arrays.fill(units, 1);
    CellStatistics plain = of(levelCounts, units, cells, addBlock);
    double[] better = plain.betterUnits();
    return Arrays.equals(better, units) ? plain : of(levelCounts, better, cells, addBlock);
  }

  private static CellStatistics of(
      int[] levelCounts,
      double[] units,
      CellBlocks cells,
      ObjIntConsumer<CellStatistics> addBlock) {
    // Blocks are summed separately and combined in order: the same bits on any number of threads.
    CellStatistics all = new CellStatistics(levelCounts, units);
    cells
        .onAllCores(
            block -> {
              CellStatistics own = new CellStatistics(levelCounts, units);
              addBlock.accept(own, block);
              return own;
            })
        .forEach(all::add);
    return all;
  }

  /** Returns units in which no square of a distance underflows. */
  private double[] betterUnits() {
    double[] better = new double[units.length];
    for (int column = 0; column < better.length; column++) {
      double largest = Math.max(-least[column], greatest[column]);
      boolean small = levels[column].length == 0 && largest > 0 && largest < SMALL;
      better[column] = small ? Math.scalb(1.0, -Math.getExponent(largest)) : 1;
    }
    return better;
  }

  private void addBlock(CellBlocks cells, int block, BitSet heldOut, double @Nullable [] weights) {
    int atOnce = Math.max(1, CELLS_AT_ONCE / units.length);
    CellBlocks.Rows read = cells.rows(block, atOnce);
    int[] starts = new int[atOnce];
    double[] counts = new double[atOnce];
    Arrays.fill(counts, 1);
    while (read.next()) {
      int count = read.starts(heldOut, false, starts);
      if (weights != null) {
        count = keepWeighted(read, weights, starts, counts, count);
      }
      for (int row = 0; row < count; row++) {
        rows += counts[row];
      }
      for (int column = 0; column < units.length; column++) {
        add(column, read.cells, starts, counts, count);
      }
    }
  }

  /** Keeps the rows of positive weight, and sets their weights; returns how many there are. */
  private static int keepWeighted(
      CellBlocks.Rows read, double[] weights, int[] starts, double[] counts, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double weight = weights[read.rowAt(starts[i])];
      if (weight > 0) {
        starts[kept] = starts[i];
        counts[kept++] = weight;
      }
    }
    return kept;
  }

  private void add(int column, double[] cells, int[] rows, double[] counts, int count) {
    double[] ofLevels = levels[column];
    double unit = units[column];
    double there = present[column];
    double sum = sums[column];
    double sumOfSquares = squares[column];
    double smallest = least[column];
    double largest = greatest[column];
    for (int row = 0; row < count; row++) {
      double value = cells[rows[row] + column] * unit;
      if (!Double.isNaN(value)) {
        double weight = counts[row];
        double weighed = weight * value;
        there += weight;
        sum += weighed;
        sumOfSquares += weighed * value;
        smallest = value < smallest ? value : smallest;
        largest = value > largest ? value : largest;
        if (ofLevels.length > 0) {
          ofLevels[(int) value] += weight;
        }
      }
    }
    present[column] = there;
    sums[column] = sum;
    squares[column] = sumOfSquares;
    least[column] = smallest;
    greatest[column] = largest;
  }

  /** Adds the features of a formula, most of which are 0 and are not computed. */
  private static final class FeatureStatistics implements Term.Sink {

    private static final Term.Sink NOTHING = (feature, value) -> {};
    private static final BitSet NONE = new BitSet();

    private final CellStatistics all;
    private final double[] centres;
    private final int[] found; // rows in which a feature was computed
    private double weight;

    FeatureStatistics(CellStatistics all, double[] centres) {
      this.all = all;
      this.centres = centres;
      this.found = new int[centres.length];
    }

    @Override
    public void accept(int feature, double value) {
      double distance = (value - centres[feature]) * all.units[feature];
      double weighed = weight * distance;
      all.sums[feature] += weighed;
      all.squares[feature] += weighed * distance;
      all.least[feature] = Math.min(all.least[feature], distance);
      all.greatest[feature] = Math.max(all.greatest[feature], distance);
      found[feature]++;
    }

    /** Rows that do not count must have features too. */
    void addBlock(
        ExpandedCells features,
        CellBlocks cells,
        int block,
        BitSet heldOut,
        double @Nullable [] weights) {
      ExpandedCells.Reader reader = features.new Reader();
      CellBlocks.Rows read = cells.rows(block, CellBlocks.TILE_ROWS);
      int[] starts = new int[CellBlocks.TILE_ROWS];
      int rows = 0;
      while (read.next()) {
        int count = read.starts(NONE, false, starts);
        for (int i = 0; i < count; i++) {
          int row = read.rowAt(starts[i]);
          weight = heldOut.get(row) ? 0 : weights == null ? 1 : weights[row];
          reader.expand(read.cells, starts[i], row, weight > 0 ? this : NOTHING);
          rows += weight > 0 ? 1 : 0;
          all.rows += weight;
        }
      }
      for (int feature = 0; feature < found.length; feature++) {
        all.present[feature] = all.rows;
        if (found[feature] < rows) {
          all.least[feature] = Math.min(all.least[feature], 0);
          all.greatest[feature] = Math.max(all.greatest[feature], 0);
        }
      }
    }
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

  /** The weight of the training rows; their number where each counts once. */
  double rows() {
    return rows;
  }

  /** The weight of the rows in which a cell is not missing. */
  double present(int column) {
    return present[column];
  }

  /** Whether all cells of a column hold the same number. */
  boolean isConstant(int column) {
    return least[column] == greatest[column];
  }

  /** Mean of a column's cells, as distance from the centre; exact for a constant. */
  double mean(int column) {
    double mean = isConstant(column) ? least[column] : sums[column] / present[column];
    return mean / units[column];
  }

  /** Population standard deviation of a column whose missing cells are filled with the mean. */
  double deviation(int column) {
    double mean = sums[column] / present[column];
    double ofDistances = Math.max(0, squares[column] - mean * sums[column]);
    return Scaling.deviation(ofDistances, rows, units[column]);
  }

  /** Mean of a column whose missing cells are filled, as distance from the centre. */
  double filledMean(int column, double fill) {
    return mean(column) + (fill - mean(column)) * (rows - present[column]) / rows;
  }

  /** Population standard deviation of a column whose missing cells are filled. */
  double filledDeviation(int column, double fill) {
    double share = present[column] / rows;
    double between = Math.sqrt(share * (1 - share)) * Math.abs(fill - mean(column));
    return Math.hypot(deviation(column), between);
  }

  /** The weight of the rows with a level. */
  double count(int column, int level) {
    return levels[column][level];
  }
}
