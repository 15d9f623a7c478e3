package dev.logistic.solver;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Fingerprint;
import dev.logistic.objective.Penalty;
import dev.logistic.schema.ModelCard;
import java.io.Serializable;

/** The rows of a training on other machines. */
public final class RemoteData implements AllRows {

  private final RemoteRows rows;
  private final RowFacts facts;
  private final Centering centering;

  /**
   * Adapts remote rows.
   *
   * @throws IllegalArgumentException if there is not a mean for each feature
   */
  public RemoteData(RemoteRows rows) {
    this.rows = rows;
    this.facts = rows.facts();
    double[] means = rows.means().stream().mapToDouble(Double::doubleValue).toArray();
    if (means.length != facts.schema().width()) {
      throw new IllegalArgumentException(
          "there must be a mean for each of %d features, were %d"
              .formatted(facts.schema().width(), means.length));
    }
    this.centering = new Centering(means, facts.outputs());
  }

  /** Returns the number of rows and their fingerprint, from a pass over all rows. */
  public ModelCard.TrainingData description() {
    byte[] digests = rows.aggregate(new Passes.Digests());
    return new ModelCard.TrainingData(
        facts.rows(),
        Fingerprint.of(facts.schema().featureNames(), facts.rows(), facts.type(), digests));
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    return rows.aggregate(new Passes.Loss(parameters, facts.outputs(), facts.type()))
        .mean(facts.weightSum(), gradient);
  }

  @Override
  public double[] scales(Penalty penalty, int parameters) {
    return facts.sparse()
        ? SquaresPass.scales(this, facts.schema().width(), facts.weightSum(), penalty)
        : penalty.scales(parameters);
  }

  @Override
  public DataType type() {
    return facts.type();
  }

  @Override
  public RowFacts facts() {
    return facts;
  }

  @Override
  public Centering centering() {
    return centering;
  }

  @Override
  public <R extends Serializable> R aggregate(Pass<R> pass) {
    return rows.aggregate(pass);
  }
}
