package dev.logistic.effects;

import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Average effects and predictions of several scenarios in one pass over rows. For one thread. */
final class EffectSums {

  /** The name of a mean probability where a feature's is expected. */
  private static final String PREDICTION = "(prediction)";

  private static final String DERIVATIVE = "derivative";

  /** Gives the cells of a row, encoded by {@link InputColumn#cells}. */
  @FunctionalInterface
  interface Rows {

    /**
     * Adds the cells of a row.
     *
     * @param row from 0
     * @param values to add to
     */
    void read(int row, RowValues values);
  }

  private final PredictionErrors errors;
  private final List<Scenario> scenarios;
  private final List<InputColumn> inputs;
  private final List<InputColumn> columns; // those with an effect
  private final BitSet otherNumbers = new BitSet(); // features with a number other than 0 and 1
  private final RowValues values = new RowValues();
  private Optional<List<RowSums>> sums = Optional.empty();
  private List<DiscreteChange> changes = List.of();
  private long rows;
  private boolean weighed;

  EffectSums(PredictionErrors errors, List<Scenario> scenarios) {
    this.errors = errors;
    this.scenarios = scenarios;
    ModelCard card = errors.model().card();
    String offset = card.offset().orElse("");
    this.inputs = InputColumn.of(InputColumn.cells(card.schema()));
    this.columns =
        inputs.stream()
            .filter(column -> !column.name().equals(offset)) // which has no effect
            .toList();
  }

  /**
   * Adds some rows. The first ones already settle for most columns whether they hold only 0 and 1.
   *
   * @param weights of the rows; of weight 0, a row does not count
   */
  void add(int count, Rows some, IntToDoubleFunction weights) {
    for (int row = 0; row < count; row++) {
      read(some, row);
      for (int i = 0; i < values.size(); i++) {
        if (values.value(i) != 1) {
          otherNumbers.set(values.feature(i));
        }
      }
    }
    List<RowSums> all = sums.orElseGet(this::begin);
    sums = Optional.of(all);
    for (int row = 0; row < count; row++) {
      double weight = weights.applyAsDouble(row);
      if (weight > 0) {
        weighed = true;
        read(some, row);
        add(row, all, weight);
      }
    }
    rows += count;
  }

  private void add(int row, List<RowSums> all, double weight) {
    try {
      all.forEach(each -> each.add(values, weight));
    } catch (IllegalArgumentException e) { // a function of a formula has no value
      throw new IllegalArgumentException("row %d: %s".formatted(rows + row + 1, e.getMessage()), e);
    }
  }

  private void read(Rows some, int row) {
    values.clear();
    some.read(row, values);
  }

  private List<RowSums> begin() {
    changes =
        columns.stream()
            .filter(this::isDiscrete)
            .flatMap(column -> DiscreteChange.of(column).stream())
            .toList();
    double[] coefficients = coefficients(errors.model());
    FeatureSchema schema = errors.model().card().schema();
    List<RowSums> all = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      all.add(
          schema.isOfFormula()
              ? new FormulaSums(scenario, schema, coefficients, inputs, changes)
              : new ScenarioSums(scenario, coefficients, changes));
    }
    return all;
  }

  private boolean isDiscrete(InputColumn column) {
    return !column.isNumber() || !otherNumbers.get(column.first());
  }

  /** Those on the scale of the columns, the bias first. */
  private static double[] coefficients(LogisticModel model) {
    Coefficients raw = model.rawCoefficients().orElseGet(model::coefficients);
    return IntStream.rangeClosed(0, raw.weights().size())
        .mapToDouble(i -> i == 0 ? raw.bias() : raw.weights().get(i - 1))
        .toArray();
  }

  /** The number of rows. */
  long rows() {
    return rows;
  }

  /**
   * Returns the means over all rows that were added.
   *
   * @throws IllegalArgumentException if none counts, or a mean has no standard error
   */
  MarginalEffects means() {
    if (!weighed) {
      throw new IllegalArgumentException(
          rows == 0 ? "there are no rows" : "the weights of all rows are 0");
    }
    List<MarginalEffects.Effect> effects = new ArrayList<>();
    List<MarginalEffects.Prediction> predictions = new ArrayList<>();
    for (RowSums each : sums.orElseThrow()) {
      addEffects(each, effects);
      predictions.add(
          new MarginalEffects.Prediction(
              each.scenario().at(), figures(PREDICTION, each.prediction())));
    }
    return new MarginalEffects(rows, effects, predictions);
  }

  private void addEffects(RowSums each, List<MarginalEffects.Effect> effects) {
    int place = 0;
    for (InputColumn column : columns) {
      if (!isDiscrete(column)) {
        effects.add(
            effect(column, DERIVATIVE, each, column.name(), each.derivative(column.first())));
      }
      for (;
          place < changes.size() && changes.get(place).column().first() == column.first();
          place++) {
        DiscreteChange change = changes.get(place);
        if (isDiscrete(column)) {
          effects.add(effect(column, change.text(), each, change.name(), each.difference(place)));
        }
      }
    }
  }

  private MarginalEffects.Effect effect(
      InputColumn column, String change, RowSums of, String name, RowSums.Mean mean) {
    return new MarginalEffects.Effect(
        column.name(), change, of.scenario().at(), figures(name, mean));
  }

  private CoefficientStatistic figures(String name, RowSums.Mean mean) {
    double error = errors.linear().of(mean.gradient());
    if (error == 0) {
      throw new IllegalArgumentException(
          "the probability of every row is 0 or 1 to all digits, so that effects have no standard"
              + " error: use rows as the model was trained on");
    }
    return new CoefficientStatistic(name, mean.value(), error);
  }
}
