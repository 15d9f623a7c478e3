package dev.logistic.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.ContributionSpread.Column;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Contributions;
import dev.logistic.schema.Standardization;
import dev.logistic.table.TableRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects the contributions of columns over rows that are read in blocks; of many rows, those of a
 * sample, which is the same each time. For one thread. For use within this project.
 */
public final class ContributionSampler {

  private static final int MOST_ROWS = 10_000;
  private static final int MOST_VALUES = 4_000_000;
  private static final int ROWS_AT_ONCE = 4_096;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(long number, double weight, double[] contributions) {}

  private final Contributions contributions;
  private final Optional<Standardization> scaling;
  private final int most;
  private final List<Row> kept = new ArrayList<>();
  private long seen;
  private int level; // one row of 2 to this power is kept

  private ContributionSampler(Contributions contributions, Optional<Standardization> scaling) {
    this.contributions = contributions;
    this.scaling = scaling;
    this.most = Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / contributions.columns().size()));
  }

  /**
   * Of a model's rows; empty where it has no contributions, as {@link
   * LogisticModel#contributions()} refuses.
   */
  public static Optional<ContributionSampler> of(LogisticModel model) {
    try {
      return Optional.of(
          new ContributionSampler(model.contributions(), model.card().schema().standardization()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Adds the rows that were read last; none if they are read as sparse ones. */
  public void add(TableRows rows) {
    if (rows.isSparse()) {
      return;
    }
    int rowsEach = rows.isGrouped() ? 2 : 1;
    for (int row = 0; row < rows.rows(); row += rowsEach) {
      double weight = rows.weightOf(row) + (rowsEach == 2 ? rows.weightOf(row + 1) : 0);
      if (isChosen(weight)) {
        keep(rows.features(), row * contributions.width(), weight);
      }
    }
  }

  /** Adds rows in memory; none if they are sparse. */
  public void add(LabelledData rows) {
    if (rows.sparse().isPresent()) {
      return;
    }
    int width = contributions.width();
    int rowsEach = rows.isGrouped() ? 2 : 1;
    for (long from = 0; from < rows.rows(); from += ROWS_AT_ONCE) {
      long end = Math.min(rows.rows(), from + ROWS_AT_ONCE);
      NDIndex some = NDIndex.sliceAxis(0, from, end);
      try (NDManager scratch = rows.newManager()) {
        double[] own = doubles(rows.features(), some, scratch);
        int learned = own.length / (int) (end - from);
        double[] weights =
            rows.weights().map(all -> doubles(all, some, scratch)).orElse(new double[0]);
        double[] offsets =
            rows.offsets()
                .map(known -> doubles(known.values(), some, scratch))
                .orElse(new double[0]);
        double[] features = new double[width];
        for (int row = 0; row < end - from; row += rowsEach) {
          double weight = weights.length == 0 ? 1 : weights[row];
          weight += rowsEach == 2 ? weights[row + 1] : 0;
          if (!isChosen(weight)) {
            continue;
          }
          for (int i = 0; i < learned; i++) {
            features[i] = raw(own[row * learned + i], i, rows.isStandardized());
          }
          if (offsets.length > 0) {
            features[learned] = offsets[row];
          }
          keep(features, 0, weight);
        }
      }
    }
  }

  private static double[] doubles(NDArray array, NDIndex some, NDManager scratch) {
    return array.get(scratch, some).toType(DataType.FLOAT64, false).toDoubleArray();
  }

  /** A feature on the scale of its column. */
  private double raw(double value, int feature, boolean standardized) {
    return standardized && scaling.isPresent()
        ? value * scaling.get().scales().get(feature) + scaling.get().means().get(feature)
        : value;
  }

  /** Counts a row; returns whether it belongs to the sample. */
  private boolean isChosen(double weight) {
    if (!(weight > 0)) {
      return false;
    }
    long number = seen++;
    while (isKept(number) && kept.size() >= most) {
      level++;
      kept.removeIf(row -> !isKept(row.number()));
    }
    return isKept(number);
  }

  /** Keeps the row that was counted last. */
  private void keep(double[] features, int from, double weight) {
    kept.add(new Row(seen - 1, weight, contributions.of(features, from)));
  }

  /** Chosen by the mixed bits of the number, as rows at a fixed distance could all be alike. */
  private boolean isKept(long number) {
    long mixed = (number ^ (number >>> 32)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
    return Long.numberOfTrailingZeros(mixed ^ (mixed >>> 32)) >= level;
  }

  /** The distribution of what was added; empty where no row of a weight above 0 was. */
  public Optional<ContributionSpread> spread() {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    double[] weights = kept.stream().mapToDouble(Row::weight).toArray();
    List<Column> columns = new ArrayList<>();
    for (String name : contributions.columns()) {
      int column = columns.size();
      double[] values = kept.stream().mapToDouble(row -> row.contributions()[column]).toArray();
      columns.add(Column.of(name, values, weights));
    }
    columns.sort(Comparator.comparingDouble(column -> -column.meanSize()));
    return Optional.of(new ContributionSpread(seen, kept.size(), columns));
  }
}
