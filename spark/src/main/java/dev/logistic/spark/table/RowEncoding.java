package dev.logistic.spark.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.Term;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns cells into features on the scale of the columns, and labels into the indices of their
 * classes. Immutable; travels to executors.
 */
final class RowEncoding implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Cells cells;
  private final int width;
  private final int labelPlace;
  private final boolean weighted;
  private final int[] places; // of each feature column's cells
  private final List<Term> terms;
  private final Map<String, Integer> classes = new HashMap<>();

  /**
   * @param places of each feature column's cells
   * @param labelPlace of the label; the weight follows it
   */
  RowEncoding(
      Cells cells,
      FeatureSchema schema,
      List<Integer> places,
      int labelPlace,
      boolean weighted,
      List<String> classNames) {
    this.cells = cells;
    this.width = schema.width();
    this.labelPlace = labelPlace;
    this.weighted = weighted;
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.terms = schema.terms();
    classNames.forEach(name -> classes.put(name, classes.size()));
  }

  /** Features as a vector, the label as float64, and the weight if there is one. */
  Row encode(Row row) {
    double[] features = new double[width];
    double weight = weighted ? cells.weight(row, labelPlace + 1) : 1;
    Term.Sink sink = (feature, value) -> features[feature] = value;
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      Term term = terms.get(i);
      Term.Outcome outcome = encode(term, row, places[i], at, sink);
      // A text or label that was absent in the scan becomes NaN, which the training refuses; a
      // level that occurs only in rows of weight 0 is encoded as the reference.
      if (outcome != Term.Outcome.ENCODED && (outcome != Term.Outcome.UNSEEN || weight > 0)) {
        features[at] = Double.NaN;
      }
      at += term.width();
    }
    String label = cells.label(row, labelPlace);
    Integer known = label == null ? null : classes.get(label);
    double place = known == null ? Double.NaN : known;
    return weighted
        ? RowFactory.create(Vectors.dense(features), place, weight)
        : RowFactory.create(Vectors.dense(features), place);
  }

  private Term.Outcome encode(Term term, Row row, int place, int at, Term.Sink sink) {
    if (term instanceof LevelsTerm) {
      String text = cells.text(row, place);
      return text == null ? term.encodeMissing(at, sink) : term.encode(text, at, sink);
    }
    Double value = cells.number(row, place);
    return value == null ? term.encodeMissing(at, sink) : term.encodeNumber(value, at, sink);
  }
}
