package dev.logistic.effects;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An input column of a model.
 *
 * @param name as a user has it
 * @param term that encodes it
 * @param first the place of its first feature
 */
record InputColumn(String name, Term term, int first) {

  /**
   * The schema of the cells: that of a formula's inputs, each as itself, or without one the schema
   * of the features.
   */
  static FeatureSchema cells(FeatureSchema schema) {
    return schema.isOfFormula() ? new FeatureSchema(schema.inputs(), Optional.empty()) : schema;
  }

  /**
   * Returns the columns of a schema; of sparse rows, each index is one, and of dates, each part.
   *
   * @param schema from {@link #cells}
   * @throws IllegalArgumentException if a column also has an indicator of missing values, which a
   *     change of the column would change too
   */
  static List<InputColumn> of(FeatureSchema schema) {
    List<InputColumn> columns = new ArrayList<>();
    int at = 0;
    for (Term term : schema.terms()) {
      if (term instanceof MissingTerm) {
        throw new IllegalArgumentException(
            "marginal effects are not computed for models with indicators of missing values, as \"%s\" is: train with another value of data.missing than indicator"
                .formatted(term.name()));
      }
      if (term instanceof TextTerm) {
        throw new IllegalArgumentException(
            "marginal effects are not computed for models with tokens of texts, as \"%s\" has"
                .formatted(term.name()));
      }
      if (term instanceof IndexedTerm indexed) {
        for (int i = 0; i < indexed.width(); i++) {
          String name = indexed.featureName(i);
          columns.add(new InputColumn(name, new NumberTerm(name), at + i));
        }
      } else {
        Term values = term.ofValues();
        columns.add(new InputColumn(values.column(), values, at));
      }
      at += term.width();
    }
    return columns;
  }

  /** Whether it has numbers rather than levels. */
  boolean isNumber() {
    return term.levels().isEmpty();
  }

  /** The place after its last feature. */
  int end() {
    return first + term.width();
  }
}
