package dev.logistic.spark;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.RowFacts;
import java.io.Serializable;
import java.util.List;

/**
 * Rows whose features are those of terms.
 *
 * @param rows that know their features as numbers
 * @param terms of the same features
 */
record RowsOfTerms(RemoteRows rows, List<Term> terms) implements RemoteRows {

  @Override
  public RowFacts facts() {
    RowFacts facts = rows.facts();
    return new RowFacts(
        new FeatureSchema(terms, facts.schema().standardization()),
        facts.classes(),
        facts.classRows(),
        facts.weightSum(),
        facts.weighted(),
        facts.type(),
        facts.sparse());
  }

  @Override
  public List<Double> means() {
    return rows.means();
  }

  @Override
  public <R extends Serializable> R aggregate(Pass<R> pass) {
    return rows.aggregate(pass);
  }
}
