package dev.logistic.spark.table;

import dev.logistic.schema.Expansion;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.Term;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the cells of a row by terms, each of one column or of a formula. Travels to executors;
 * for one thread.
 */
final class TermEncoding implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Cells cells;
  private final int width;
  private final int[] places; // of each input's cells
  private final List<Term> terms;
  private final List<Term> inputs;
  private final boolean ofFormula;
  private transient @Nullable Expansion expansion; // made where it is needed

  /**
   * @param places of the cells of each of the schema's inputs
   */
  TermEncoding(Cells cells, FeatureSchema schema, List<Integer> places) {
    this.cells = cells;
    this.width = schema.width();
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.terms = schema.terms();
    this.inputs = new ArrayList<>();
    schema.inputs().forEach(input -> inputs.add(input.ofValues())); // a part of dates is a column
    this.ofFormula = schema.isOfFormula();
  }

  /**
   * Returns the features of a row. A text that was absent in the scan makes one NaN, which the
   * training refuses; a level that occurs only in rows of weight 0 is encoded as the reference.
   *
   * @throws Cells.CellException if a cell cannot be used, or a term of a formula has no finite
   *     value
   */
  double[] encode(Row row, double weight) {
    double[] features = new double[width];
    Term.Sink sink = (feature, value) -> features[feature] = value;
    if (ofFormula) {
      expand(row, weight, sink);
      return features;
    }
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      Term term = terms.get(i);
      if (isAbsent(encode(term, row, places[i], at, sink), weight)) {
        features[at] = Double.NaN;
      }
      at += term.width();
    }
    return features;
  }

  private void expand(Row row, double weight, Term.Sink sink) {
    Expansion of = expansion();
    double[] values = new double[places.length];
    for (int i = 0; i < values.length; i++) {
      Term.Outcome outcome = encode(inputs.get(i), row, places[i], 0, of.sink(values, i));
      if (isAbsent(outcome, weight)) {
        sink.accept(0, Double.NaN);
        return;
      }
    }
    try {
      of.expand(values, 0, sink);
    } catch (IllegalArgumentException e) {
      throw cells.refused(row, String.valueOf(e.getMessage()));
    }
  }

  private Expansion expansion() {
    Expansion known = expansion;
    if (known == null) {
      known = new Expansion(new FeatureSchema(terms, Optional.empty()));
      expansion = known;
    }
    return known;
  }

  private static boolean isAbsent(Term.Outcome outcome, double weight) {
    return outcome != Term.Outcome.ENCODED && (outcome != Term.Outcome.UNSEEN || weight > 0);
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
