package dev.logistic.table;

import dev.logistic.schema.BinCounts;
import dev.logistic.schema.Distribution;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of each column are distributed over the training rows, each of which counts once.
 * The bins of numbers follow from evenly spaced rows; every row is counted in them.
 */
final class ColumnDistributions {

  /** A table of more columns has no distributions: they would be most of its model's metadata. */
  static final int MOST_COLUMNS = 1_000;

  private static final int MOST_LEVELS = 100;
  private static final int MOST_SAMPLED_CELLS = 1 << 22;
  private static final int CELLS_AT_ONCE = 1 << 13;

  private final CellBlocks cells;
  private final BitSet heldOut;
  private final boolean single;
  private final List<Column> columns;
  private final List<@Nullable List<String>> texts;
  private final int atOnce;

  private ColumnDistributions(
      CellBlocks cells,
      BitSet heldOut,
      boolean single,
      List<Column> columns,
      List<@Nullable List<String>> texts) {
    this.cells = cells;
    this.heldOut = heldOut;
    this.single = single;
    this.columns = columns;
    this.texts = texts;
    this.atOnce = Math.max(1, CELLS_AT_ONCE / columns.size());
  }

  /**
   * Returns one for each column; none for a table of more than {@value #MOST_COLUMNS}.
   *
   * @param heldOut rows that do not count
   * @param single whether the cells are kept in float32
   * @param texts the levels of each text column by code, and null for a number
   */
  static List<Distribution> of(
      CellBlocks cells,
      BitSet heldOut,
      boolean single,
      List<Column> columns,
      List<@Nullable List<String>> texts) {
    return columns.isEmpty() || columns.size() > MOST_COLUMNS
        ? List.of()
        : new ColumnDistributions(cells, heldOut, single, columns, texts).all();
  }

  private List<Distribution> all() {
    double[][] edges = edges();
    BinCounts[] numbers = new BinCounts[columns.size()];
    long[][] levels = new long[columns.size()][];
    IntStream.range(0, cells.blocks())
        .parallel()
        .mapToObj(block -> new OfBlock(edges).counted(block))
        .toList()
        .forEach(
            block -> {
              for (int column = 0; column < numbers.length; column++) {
                numbers[column] = sum(numbers[column], block.numbers[column]);
                levels[column] = sum(levels[column], block.levels[column]);
              }
            });
    return IntStream.range(0, numbers.length)
        .mapToObj(
            column ->
                texts.get(column) == null
                    ? ofNumbers(column, numbers[column])
                    : ofTexts(column, texts.get(column), levels[column]))
        .toList();
  }

  private static BinCounts sum(@Nullable BinCounts sum, BinCounts more) {
    if (sum == null) {
      return more;
    }
    sum.add(more);
    return sum;
  }

  private static long[] sum(long @Nullable [] sum, long[] more) {
    if (sum == null) {
      return more;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
    return sum;
  }

  /** The edges of each column of numbers, as distances from its centre. */
  private double[][] edges() {
    int most = Math.min(BinCounts.MOST_SAMPLED, MOST_SAMPLED_CELLS / columns.size());
    int step = Math.toIntExact((cells.rows() + most - 1) / most);
    double[][] samples = new double[columns.size()][most];
    int[] sizes = new int[columns.size()];
    int next = 0;
    for (int block = 0; block < cells.blocks(); block++) {
      CellBlocks.Rows read = cells.rows(block, 1);
      int end = cells.firstRowOf(block) + cells.rowsOf(block);
      read.skip(next - cells.firstRowOf(block));
      for (; next < end; next += step) {
        read.next();
        if (!heldOut.get(next)) {
          keep(read.cells, samples, sizes);
        }
        read.skip(step - 1);
      }
    }
    return IntStream.range(0, samples.length)
        .parallel()
        .mapToObj(
            column ->
                texts.get(column) == null
                    ? BinCounts.edges(Arrays.copyOf(samples[column], sizes[column]))
                    : new double[0])
        .toArray(double[][]::new);
  }

  /** Adds the cells of a row that are not missing to their columns. */
  private static void keep(double[] cells, double[][] samples, int[] sizes) {
    for (int column = 0; column < cells.length; column++) {
      if (!Double.isNaN(cells[column])) {
        samples[column][sizes[column]++] = cells[column];
      }
    }
  }

  private Distribution ofNumbers(int column, BinCounts counts) {
    Distribution distances = counts.named(columns.get(column).name());
    double centre = cells.centre(column);
    List<Double> range =
        distances.range().isEmpty()
            ? List.of()
            : List.of(
                centre - above(-distances.range().get(0)),
                centre + above(distances.range().get(1)));
    return new Distribution(
        distances.name(),
        distances.edges().stream().map(edge -> centre + edge).toList(),
        null,
        distances.counts(),
        distances.missing(),
        range);
  }

  /** The cells are rounded: what was read may have been the next number. */
  private double above(double distance) {
    return single ? Math.nextUp((float) distance) : Math.nextUp(distance);
  }

  /** The most frequent levels, first the one that appeared first among equally frequent ones. */
  private Distribution ofTexts(int column, List<String> levels, long[] counts) {
    int missing = levels.size();
    int[] kept =
        IntStream.range(0, missing)
            .boxed()
            .sorted(Comparator.comparingLong((Integer code) -> -counts[code]))
            .limit(MOST_LEVELS)
            .mapToInt(Integer::intValue)
            .toArray();
    long all = Arrays.stream(counts, 0, missing).sum();
    long listed = Arrays.stream(kept).mapToLong(code -> counts[code]).sum();
    return new Distribution(
        columns.get(column).name(),
        List.of(),
        Arrays.stream(kept).mapToObj(levels::get).toList(),
        LongStream.concat(
                Arrays.stream(kept).mapToLong(code -> counts[code]), LongStream.of(all - listed))
            .boxed()
            .toList(),
        counts[missing],
        List.of());
  }

  /** What is counted in a block. */
  private final class OfBlock {

    private final BinCounts[] numbers;
    private final long[][] levels; // by code, and missing cells after them

    OfBlock(double[][] edges) {
      numbers = Arrays.stream(edges).map(BinCounts::ofNumbers).toArray(BinCounts[]::new);
      levels =
          texts.stream()
              .map(known -> new long[known == null ? 0 : known.size() + 1])
              .toArray(long[][]::new);
    }

    OfBlock counted(int block) {
      int[] starts = new int[atOnce];
      CellBlocks.Rows read = cells.rows(block, atOnce);
      while (read.next()) {
        int count = read.starts(heldOut, false, starts);
        for (int column = 0; column < levels.length; column++) {
          count(column, read.cells, starts, count);
        }
      }
      return this;
    }

    private void count(int column, double[] values, int[] starts, int count) {
      BinCounts ofNumbers = numbers[column];
      long[] ofLevels = levels[column];
      for (int row = 0; row < count; row++) {
        double value = values[starts[row] + column];
        if (ofLevels.length > 0) {
          ofLevels[Double.isNaN(value) ? ofLevels.length - 1 : (int) value]++;
        } else if (Double.isNaN(value)) {
          ofNumbers.addMissing();
        } else {
          ofNumbers.add(value);
        }
      }
    }
  }
}
