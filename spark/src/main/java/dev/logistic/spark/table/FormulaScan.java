package dev.logistic.spark.table;

import dev.logistic.table.RemoteFormula;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What is found in some rows when the features of a formula are computed: the range of each, and
 * their values if these are wanted. Rows of weight 0 must have features, but do not count.
 */
final class FormulaScan implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int FIRST_ROWS = 1 << 10;

  private final double[] least;
  private final double[] greatest;
  private final double[][] values; // by feature; empty if they are not wanted
  private int rows;
  private @Nullable String fault;

  private FormulaScan(int features, boolean keeps) {
    this.least = new double[features];
    this.greatest = new double[features];
    this.values = new double[keeps ? features : 0][FIRST_ROWS];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /** How rows are read. */
  record Plan(
      Cells cells, TermEncoding terms, int weightPlace, List<String> features, boolean keeps)
      implements Serializable {

    /** Scans each partition where it is; the results are in their order. */
    List<FormulaScan> of(JavaRDD<Row> rows) {
      return rows.mapPartitions(some -> List.of(scan(some)).iterator()).collect();
    }

    private FormulaScan scan(Iterator<Row> rows) {
      FormulaScan scan = new FormulaScan(features.size(), keeps);
      try {
        while (rows.hasNext()) {
          add(scan, rows.next());
        }
      } catch (Cells.CellException e) {
        scan.fault = e.getMessage(); // a failure would have Spark try again
      }
      scan.trim();
      return scan;
    }

    private void add(FormulaScan scan, Row row) {
      double weight = weightPlace < 0 ? 1 : cells.weight(row, weightPlace);
      double[] found = terms.encode(row, weight);
      if (!keeps) {
        requireHeld(row, found);
      }
      if (weight > 0) {
        scan.add(found);
      }
    }

    private void requireHeld(Row row, double[] found) {
      for (int feature = 0; feature < found.length; feature++) {
        if (Math.abs(found[feature]) > cells.greatest()) {
          throw cells.refused(row, RemoteFormula.tooLarge(features.get(feature), found[feature]));
        }
      }
    }
  }

  private void add(double[] features) {
    for (int feature = 0; feature < features.length; feature++) {
      least[feature] = Math.min(least[feature], features[feature]);
      greatest[feature] = Math.max(greatest[feature], features[feature]);
    }
    for (int feature = 0; feature < values.length; feature++) {
      if (rows == values[feature].length) {
        values[feature] = Arrays.copyOf(values[feature], rows + (rows >> 1));
      }
      values[feature][rows] = features[feature];
    }
    rows++;
  }

  private void trim() {
    for (int feature = 0; feature < values.length; feature++) {
      values[feature] = fault == null ? Arrays.copyOf(values[feature], rows) : new double[0];
    }
  }

  /** Why a row cannot be used; null if there is none such. */
  @Nullable String fault() {
    return fault;
  }

  /** The values of a feature, in the order of the rows. */
  double[] values(int feature) {
    return values[feature];
  }

  /** The least value of a feature. */
  double least(int feature) {
    return least[feature];
  }

  /** The greatest value of a feature. */
  double greatest(int feature) {
    return greatest[feature];
  }
}
