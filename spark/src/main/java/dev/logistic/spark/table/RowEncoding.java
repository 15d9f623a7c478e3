package dev.logistic.spark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns cells into features on the scale of the columns, and labels into the indices of their
 * classes. Travels to executors.
 */
final class RowEncoding implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Cells cells;
  private final TermEncoding terms;
  private final int labelPlace;
  private final boolean weighted;
  private final Map<String, Integer> classes = new HashMap<>();

  /**
   * @param labelPlace of the label; the weight follows it
   */
  RowEncoding(
      Cells cells, TermEncoding terms, int labelPlace, boolean weighted, List<String> classNames) {
    this.cells = cells;
    this.terms = terms;
    this.labelPlace = labelPlace;
    this.weighted = weighted;
    classNames.forEach(name -> classes.put(name, classes.size()));
  }

  /** Features as a vector, the label as float64, and the weight if there is one. */
  Row encode(Row row) {
    double weight = weighted ? cells.weight(row, labelPlace + 1) : 1;
    double[] features = terms.encode(row, weight);
    String label = cells.label(row, labelPlace);
    Integer known = label == null ? null : classes.get(label);
    double place = known == null ? Double.NaN : known;
    return weighted
        ? RowFactory.create(Vectors.dense(features), place, weight)
        : RowFactory.create(Vectors.dense(features), place);
  }
}
