package dev.logistic.spark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What some rows hold of one column. Scans of runs of rows are merged in their order. */
final class FeatureScan implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int mostLevels;
  private final Map<String, Long> levels = new HashMap<>();
  private boolean overflown;
  private long present;
  private long missing;
  private String missingRow = "";
  private double centre;
  private double sum; // of distances from the centre, so that digits of large numbers stay
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  FeatureScan(int mostLevels) {
    this.mostLevels = mostLevels;
  }

  int mostLevels() {
    return mostLevels;
  }

  void add(Row row, int place, Cells cells) {
    boolean found =
        cells.isText(place) ? addText(cells.text(row, place)) : addNumber(cells.number(row, place));
    if (!found) {
      if (missing++ == 0) {
        missingRow = cells.shown(row);
      }
    }
  }

  private boolean addNumber(@Nullable Double value) {
    if (value == null) {
      return false;
    }
    if (present++ == 0) {
      centre = value;
    }
    sum += value - centre;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    return true;
  }

  private boolean addText(@Nullable String level) {
    if (level == null) {
      return false;
    }
    present++;
    addLevel(level, 1);
    return true;
  }

  private void addLevel(String level, long count) {
    if (levels.size() < mostLevels || levels.containsKey(level)) {
      levels.merge(level, count, Long::sum);
    } else {
      overflown = true;
    }
  }

  void add(FeatureScan later) {
    if (missing == 0) {
      missingRow = later.missingRow;
    }
    missing += later.missing;
    later.levels.forEach(this::addLevel);
    overflown |= later.overflown;
    if (present == 0) {
      centre = later.centre;
    }
    if (later.present > 0) {
      sum += later.sum + later.present * (later.centre - centre);
    }
    present += later.present;
    least = Math.min(least, later.least);
    greatest = Math.max(greatest, later.greatest);
  }

  /** Number of cells that are there. */
  long present() {
    return present;
  }

  /** Number of cells that are missing. */
  long missing() {
    return missing;
  }

  /** The first row in which it is missing. */
  String missingRow() {
    return missingRow;
  }

  /** How often each text comes; not all of them if {@link #overflown()}. */
  Map<String, Long> levels() {
    return levels;
  }

  /** Whether there are more texts than allowed. */
  boolean overflown() {
    return overflown;
  }

  /** Whether all numbers are the same. */
  boolean isConstant() {
    return least == greatest;
  }

  /** Of the numbers; exact for a constant. */
  double mean() {
    return isConstant() ? least : centre + sum / present;
  }
}
