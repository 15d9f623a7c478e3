package dev.logistic.effects;

import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Expansion;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sums for a formula, whose features f are functions of the cells. With {@code f'} their
 * derivatives by a cell, that of the probability is {@code p (1 - p) b f'}, and its own by the
 * coefficients {@code p (1 - p) ((1 - 2p) (b f') f + f')}. A change of a cell changes all features
 * that are computed from it.
 */
final class FormulaSums implements RowSums {

  private final Scenario scenario;
  private final double[] coefficients;
  private final List<InputColumn> columns;
  private final List<DiscreteChange> changes;
  private final Expansion expansion;
  private final FormulaSlopes formula;
  private final int[] places; // of each feature of the inputs: its column
  private final double[] cells;
  private final double[] features;
  private final double[] reference; // the features before a change
  private final double[] slopes;
  private final RowValues set = new RowValues();
  private final Sum prediction;
  private final Map<Integer, Sum> derivatives = new TreeMap<>(); // by the place of the column
  private final Map<Integer, Double> undefined = new TreeMap<>(); // where a derivative is not
  private final List<Sum> differences = new ArrayList<>();
  private double weight;

  /**
   * Creates sums of 0.
   *
   * @param schema of a formula
   * @param coefficients on the scale of the features, the bias first
   * @param columns those of {@link InputColumn#cells}
   */
  FormulaSums(
      Scenario scenario,
      FeatureSchema schema,
      double[] coefficients,
      List<InputColumn> columns,
      List<DiscreteChange> changes) {
    this.scenario = scenario;
    this.coefficients = coefficients;
    this.columns = columns;
    this.changes = changes;
    this.expansion = new Expansion(schema);
    this.formula = new FormulaSlopes(schema);
    this.places = new int[columns.get(columns.size() - 1).end()];
    this.cells = new double[columns.size()];
    this.features = new double[coefficients.length - 1];
    this.reference = new double[features.length];
    this.slopes = new double[features.length];
    this.prediction = new Sum(coefficients.length);
    for (int place = 0; place < columns.size(); place++) {
      InputColumn column = columns.get(place);
      Arrays.fill(places, column.first(), column.end(), place);
      if (column.isNumber()) {
        derivatives.put(place, new Sum(coefficients.length));
      }
    }
    changes.forEach(change -> differences.add(new Sum(coefficients.length)));
  }

  /** A sum of values and of their gradients. For one thread. */
  private static final class Sum {

    private final double[] gradient;
    private double value;

    Sum(int size) {
      this.gradient = new double[size];
    }

    /** Adds the derivatives of a factor times the logit. */
    void addGradient(double factor, double[] features) {
      gradient[0] += factor;
      addSlopes(factor, features);
    }

    void addSlopes(double factor, double[] slopes) {
      for (int i = 0; i < slopes.length; i++) {
        gradient[i + 1] += factor * slopes[i];
      }
    }

    Mean over(double weight) {
      double[] mean = Arrays.stream(gradient).map(each -> each / weight).toArray();
      return new Mean(value / weight, mean);
    }
  }

  @Override
  public void add(RowValues row, double weightOfRow) {
    scenario.set(row, set);
    Arrays.fill(cells, 0);
    for (int i = 0; i < set.size(); i++) {
      cells[places[set.feature(i)]] = cell(set.feature(i), set.value(i));
    }
    double logit = expand(features);
    double positive = ClassProbabilities.sigmoid(logit);
    double negative = ClassProbabilities.sigmoid(-logit);
    double slope = weightOfRow * positive * negative;
    weight += weightOfRow;
    prediction.value += weightOfRow * positive;
    prediction.addGradient(slope, features);
    derivatives.forEach(
        (place, sum) -> {
          formula.write(cells, place, slopes);
          double step = sum(slopes);
          if (!Double.isFinite(step)) {
            undefined.putIfAbsent(place, cells[place]);
          }
          sum.value += slope * step;
          sum.addGradient(slope * (negative - positive) * step, features);
          sum.addSlopes(slope, slopes);
        });
    for (int i = 0; i < changes.size(); i++) {
      addChange(changes.get(i), weightOfRow, differences.get(i));
    }
  }

  /** The place of the level that an indicator is of, or the number. */
  private double cell(int feature, double value) {
    InputColumn column = columns.get(places[feature]);
    return column.term() instanceof LevelsTerm ? feature - column.first() + 1 : value;
  }

  private void addChange(DiscreteChange change, double weightOfRow, Sum sum) {
    int place = places[change.feature()];
    double observed = cells[place];
    cells[place] = 0;
    double before = expand(reference);
    cells[place] = cell(change.feature(), 1);
    double after = expand(features);
    cells[place] = observed;
    double step = after - before;
    double positive = ClassProbabilities.sigmoid(before);
    double negative = ClassProbabilities.sigmoid(-before);
    double positiveAfter = ClassProbabilities.sigmoid(after);
    double negativeAfter = ClassProbabilities.sigmoid(-after);
    // the difference of the probabilities without cancellation
    sum.value +=
        weightOfRow
            * (step >= 0
                ? -Math.expm1(-step) * positiveAfter * negative
                : Math.expm1(step) * positive * negativeAfter);
    sum.addGradient(weightOfRow * positiveAfter * negativeAfter, features);
    sum.addGradient(-weightOfRow * positive * negative, reference);
  }

  /** Writes the features of the cells; returns the logit. */
  private double expand(double[] to) {
    Arrays.fill(to, 0);
    expansion.expand(cells, 0, (feature, value) -> to[feature] = value);
    return coefficients[0] + sum(to);
  }

  private double sum(double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += coefficients[i + 1] * values[i];
    }
    return sum;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public Mean prediction() {
    return prediction.over(weight);
  }

  @Override
  public Mean derivative(int feature) {
    int place = places[feature];
    formula.require(place);
    Double at = undefined.get(place);
    Sum sum = derivatives.get(place);
    if (at != null || sum == null) {
      throw new IllegalArgumentException(
          "the probability has no finite derivative by the column \"%s\" where it is %s, so that its effect has no mean over these rows"
              .formatted(columns.get(place).name(), at));
    }
    return sum.over(weight);
  }

  @Override
  public Mean difference(int place) {
    return differences.get(place).over(weight);
  }
}
