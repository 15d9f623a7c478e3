package dev.logistic.train;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Fingerprint;
import dev.logistic.model.ModelCard;

/** Makes of rows elsewhere what solver, separation and Newton's method look at. */
final class RemoteData implements AllRows, Separation.Rows, NewtonRows {

  private final RemoteRows rows;
  private final RowFacts facts;

  RemoteData(RemoteRows rows) {
    this.rows = rows;
    this.facts = rows.facts();
  }

  RowFacts facts() {
    return facts;
  }

  ModelCard.TrainingData description() {
    byte[] digests = rows.look(new Passes.Digests());
    return new ModelCard.TrainingData(
        facts.rows(),
        Fingerprint.of(facts.schema().featureNames(), facts.rows(), facts.type(), digests));
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    return rows.look(new Passes.Loss(parameters, facts.outputs(), facts.type()))
        .mean(facts.weightSum(), gradient);
  }

  @Override
  public DataType type() {
    return facts.type();
  }

  @Override
  public Separation.Rows separationRows() {
    return this;
  }

  @Override
  public boolean areOfOneClass() {
    return facts.classRows().stream().filter(count -> count > 0).count() == 1;
  }

  @Override
  public boolean areToldApartBy(double[] parameters) {
    return rows.look(new Passes.ToldApart(parameters, facts.outputs()));
  }

  @Override
  public boolean areSeparatedByAColumn() {
    return facts.outputs() == 1
        && rows.look(new Passes.Ranges(facts.schema().width())).areApartInAColumn();
  }

  @Override
  public boolean areToldApartByAPlane() {
    return facts.outputs() == 1
        && PlaneSearch.takes(facts.schema().width())
        && new PlaneSearch(this).finds(this::areToldApartBy);
  }

  @Override
  public long rows() {
    return facts.rows();
  }

  @Override
  public double[] means() {
    return facts.means().stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public Information at(double[] parameters) {
    return rows.look(new Passes.Likelihood(means(), parameters));
  }

  @Override
  public double[][] squares() {
    return rows.look(new Passes.Squares(means())).matrix();
  }

  @Override
  public double largestLogit(double[] parameters) {
    return rows.look(new Passes.LargestLogit(means(), parameters));
  }
}
