package dev.logistic.spark.table;

import dev.logistic.table.TextKinds;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of one column over some rows. The mean, the range and the weights of levels are
 * weighted. Scans of runs of rows are merged in order.
 */
final class FeatureScan implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int mostLevels;
  private final TextKinds beyond; // whether there are more texts than levels allowed
  private final Map<String, Long> levels = new HashMap<>();
  private final Map<String, Double> levelWeights = new HashMap<>();
  private boolean overflown;
  private long missing;
  private String missingRow = "";
  private double weight; // of rows in which it is present
  private double centre;
  private double sum; // of weighted distances from the centre, so that digits of large numbers stay
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  /**
   * @param none counts of no texts, by the rules for columns of this table
   */
  FeatureScan(int mostLevels, TextKinds none) {
    this.mostLevels = mostLevels;
    this.beyond = none.empty();
  }

  /** Adds a row's cell; {@code ofRow} is the weight of the row. */
  void add(Row row, int place, Cells cells, double ofRow) {
    boolean found =
        cells.isText(place)
            ? addText(cells.text(row, place), ofRow)
            : addNumber(cells.number(row, place), ofRow);
    if (!found) {
      if (missing++ == 0) {
        missingRow = cells.shown(row);
      }
    }
  }

  private boolean addNumber(@Nullable Double value, double ofRow) {
    if (value == null) {
      return false;
    }
    if (ofRow == 0) {
      return true;
    }
    if (weight == 0) {
      centre = value;
    }
    weight += ofRow;
    sum += ofRow * (value - centre);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    return true;
  }

  private boolean addText(@Nullable String level, double ofRow) {
    if (level == null) {
      return false;
    }
    weight += ofRow;
    addLevel(level, 1, ofRow);
    return true;
  }

  private void addLevel(String level, long count, double ofRows) {
    if (levels.size() < mostLevels || levels.containsKey(level)) {
      levels.merge(level, count, Long::sum);
      levelWeights.merge(level, ofRows, Double::sum);
    } else {
      overflown = true;
      beyond.add(level, count);
    }
  }

  void add(FeatureScan later) {
    if (missing == 0) {
      missingRow = later.missingRow;
    }
    missing += later.missing;
    later.levels.forEach((level, count) -> addLevel(level, count, later.weight(level)));
    overflown |= later.overflown;
    beyond.add(later.beyond);
    if (weight == 0) {
      centre = later.centre;
    }
    if (later.weight > 0) {
      sum += later.sum + later.weight * (later.centre - centre);
    }
    weight += later.weight;
    least = Math.min(least, later.least);
    greatest = Math.max(greatest, later.greatest);
  }

  /** The weight of the rows with a value. */
  double weight() {
    return weight;
  }

  /** The weight of the rows with a level. */
  double weight(String level) {
    return levelWeights.getOrDefault(level, 0.0);
  }

  /** Number of cells that are missing. */
  long missing() {
    return missing;
  }

  /** The first row in which it is missing. */
  String missingRow() {
    return missingRow;
  }

  /** The count of each text; incomplete if {@link #overflown()}. */
  Map<String, Long> levels() {
    return levels;
  }

  /** The kinds of its texts. */
  TextKinds kinds() {
    TextKinds kinds = beyond.empty();
    new TreeMap<>(levels).forEach(kinds::add);
    kinds.add(beyond);
    return kinds;
  }

  /** Whether there are more texts than allowed. */
  boolean overflown() {
    return overflown;
  }

  /** Whether all numbers are the same. */
  boolean isConstant() {
    return least == greatest;
  }

  /** The mean of the numbers; exact for a constant. */
  double mean() {
    return isConstant() ? least : centre + sum / weight;
  }
}
