package dev.logistic.spark.table;

import dev.logistic.table.TextKinds;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of each feature's column, and the counts of labels. Partitions are scanned where they
 * are and merged in order, so that the result has the same bits each time.
 */
final class TableScan implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Most distinct labels that a classifier is meant for. */
  static final int MOST_CLASSES = 1000;

  private final Cells cells;
  private final FeatureScan[] features;
  private final boolean weighted;
  private final int mostLevels;
  private final List<TextKinds> none;
  private final Map<String, Long> labels = new LinkedHashMap<>();
  private boolean labelsOverflown;
  private long missingLabels;
  private String missingLabelRow = "";
  private @Nullable String fault;

  /**
   * @param weighted whether the weight's column follows that of the label
   * @param none counts of no texts by the rules for each feature's column, which precede the label
   */
  TableScan(Cells cells, boolean weighted, int mostLevels, List<TextKinds> none) {
    this.cells = cells;
    this.mostLevels = mostLevels;
    this.none = List.copyOf(none);
    this.features =
        none.stream().map(each -> new FeatureScan(mostLevels, each)).toArray(FeatureScan[]::new);
    this.weighted = weighted;
  }

  /** Scans all rows; this stays empty. */
  TableScan of(JavaRDD<Row> rows) {
    List<TableScan> parts =
        rows.mapPartitions(some -> List.of(emptyCopy().addAll(some)).iterator()).collect();
    TableScan all = emptyCopy();
    parts.forEach(all::add);
    return all;
  }

  private TableScan emptyCopy() {
    return new TableScan(cells, weighted, mostLevels, none);
  }

  private TableScan addAll(Iterator<Row> rows) {
    try {
      while (rows.hasNext()) {
        add(rows.next());
      }
    } catch (Cells.CellException e) {
      fault = e.getMessage(); // a failure would have Spark try again
    }
    return this;
  }

  private void add(Row row) {
    double weight = weighted ? cells.weight(row, features.length + 1) : 1;
    for (int place = 0; place < features.length; place++) {
      features[place].add(row, place, cells, weight);
    }
    String label = cells.label(row, features.length);
    if (label != null) {
      addLabel(label, 1);
    } else if (missingLabels++ == 0) {
      missingLabelRow = cells.shown(row);
    }
  }

  private void addLabel(String label, long count) {
    if (labels.size() < MOST_CLASSES || labels.containsKey(label)) {
      labels.merge(label, count, Long::sum);
    } else {
      labelsOverflown = true;
    }
  }

  private void add(TableScan later) {
    if (fault != null) {
      return;
    }
    fault = later.fault;
    for (int place = 0; place < features.length; place++) {
      features[place].add(later.features[place]);
    }
    later.labels.forEach(this::addLabel);
    labelsOverflown |= later.labelsOverflown;
    if (missingLabels == 0) {
      missingLabelRow = later.missingLabelRow;
    }
    missingLabels += later.missingLabels;
  }

  /** The fault of the first cell that cannot be used; null if there is none. */
  @Nullable String fault() {
    return fault;
  }

  FeatureScan feature(int place) {
    return features[place];
  }

  /** Number of rows, once there is no fault. */
  long rows() {
    return missingLabels + labels.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The distinct labels with their counts of rows; incomplete if {@link #labelsOverflown()}. */
  Map<String, Long> labels() {
    return labels;
  }

  /** Whether there are more labels than the maximum number of classes. */
  boolean labelsOverflown() {
    return labelsOverflown;
  }

  long missingLabels() {
    return missingLabels;
  }

  /** The first row without a label. */
  String missingLabelRow() {
    return missingLabelRow;
  }
}
