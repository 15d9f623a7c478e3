package dev.logistic.effects;

import dev.logistic.schema.ClassProbabilities;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the rows, as a scenario sets them, of probabilities and of their changes, with the
 * derivatives by the coefficients. For one thread.
 *
 * <p>With p the probability of a row x, {@code dp/db = p (1 - p) x}; and of the derivative by a
 * number, {@code p (1 - p) b}, it is {@code p (1 - p) (1 - 2p) b x} plus {@code p (1 - p)} at the
 * number's own coefficient. A change is the difference of two probabilities.
 */
final class ScenarioSums implements RowSums {

  private static final int OF_PROBABILITY = 0;
  private static final int OF_DERIVATIVE = 1;
  private static final int FIRST_CHANGE = 2;

  private final Scenario scenario;
  private final double[] coefficients;
  private final List<DiscreteChange> changes;
  private final int[] columns; // of each feature: its column's place, or -1 if it has no changes
  private final double[] ofColumn; // the part of the row's logit that is due to a column
  private final RowValues set = new RowValues();
  private final double[] factors;
  private final double[][] gradients; // the bias first; each the sum of a factor times the feature
  private final double[] afterChange; // sums of p (1 - p) after a change
  private final double[] change;
  private double probability;
  private double weight;

  /**
   * @param coefficients on the scale of the columns, the bias first
   */
  ScenarioSums(Scenario scenario, double[] coefficients, List<DiscreteChange> changes) {
    this.scenario = scenario;
    this.coefficients = coefficients;
    this.changes = changes;
    this.columns = new int[coefficients.length - 1];
    Arrays.fill(columns, -1);
    for (int i = 0; i < changes.size(); i++) {
      InputColumn column = changes.get(i).column();
      Arrays.fill(columns, column.first(), column.end(), column.first());
    }
    this.ofColumn = new double[columns.length];
    this.factors = new double[FIRST_CHANGE + changes.size()];
    this.gradients = new double[coefficients.length][factors.length];
    this.afterChange = new double[changes.size()];
    this.change = new double[changes.size()];
  }

  @Override
  public void add(RowValues row, double weightOfRow) {
    scenario.set(row, set);
    double logit = coefficients[0];
    Arrays.fill(ofColumn, 0);
    for (int i = 0; i < set.size(); i++) {
      double part = set.value(i) * coefficients[set.feature(i) + 1];
      logit += part;
      if (columns[set.feature(i)] >= 0) {
        ofColumn[columns[set.feature(i)]] += part;
      }
    }
    double positive = ClassProbabilities.sigmoid(logit);
    double negative = ClassProbabilities.sigmoid(-logit);
    double slope = weightOfRow * positive * negative;
    factors[OF_PROBABILITY] = slope;
    factors[OF_DERIVATIVE] = slope * (negative - positive);
    addChanges(logit, weightOfRow);
    weight += weightOfRow;
    probability += weightOfRow * positive;
    add(1, gradients[0]);
    for (int i = 0; i < set.size(); i++) {
      add(set.value(i), gradients[set.feature(i) + 1]);
    }
  }

  private void addChanges(double logit, double weightOfRow) {
    double positive = 0;
    double negative = 0;
    int reference = -1;
    for (int i = 0; i < changes.size(); i++) {
      int column = changes.get(i).column().first();
      double before = logit - ofColumn[column];
      if (column != reference) {
        positive = ClassProbabilities.sigmoid(before);
        negative = ClassProbabilities.sigmoid(-before);
        reference = column;
      }
      double step = coefficients[changes.get(i).feature() + 1];
      double after = ClassProbabilities.sigmoid(before + step);
      double notAfter = ClassProbabilities.sigmoid(-before - step);
      // the difference of the probabilities without cancellation
      change[i] +=
          weightOfRow
              * (step >= 0
                  ? -Math.expm1(-step) * after * negative
                  : Math.expm1(step) * positive * notAfter);
      afterChange[i] += weightOfRow * after * notAfter;
      factors[FIRST_CHANGE + i] = weightOfRow * (after * notAfter - positive * negative);
    }
  }

  private void add(double value, double[] sums) {
    for (int i = 0; i < factors.length; i++) {
      sums[i] += value * factors[i];
    }
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public Mean prediction() {
    return new Mean(probability / weight, gradient(OF_PROBABILITY));
  }

  @Override
  public Mean derivative(int feature) {
    double slope = gradients[0][OF_PROBABILITY] / weight;
    double coefficient = coefficients[feature + 1];
    double[] gradient = gradient(OF_DERIVATIVE);
    Arrays.setAll(gradient, i -> coefficient * gradient[i]);
    gradient[feature + 1] += slope;
    return new Mean(coefficient * slope, gradient);
  }

  @Override
  public Mean difference(int place) {
    DiscreteChange changed = changes.get(place);
    double[] gradient = gradient(FIRST_CHANGE + place);
    Arrays.fill(gradient, changed.column().first() + 1, changed.column().end() + 1, 0);
    gradient[changed.feature() + 1] = afterChange[place] / weight;
    return new Mean(change[place] / weight, gradient);
  }

  private double[] gradient(int factor) {
    double[] gradient = new double[gradients.length];
    Arrays.setAll(gradient, i -> gradients[i][factor] / weight);
    return gradient;
  }
}
