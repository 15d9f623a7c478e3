package dev.logistic.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each input column adds to the logit of a row, compared with the mean of the training
 * rows: the sum of {@code w (x - mean)} over the column's features. All of a row add up to its
 * logit less the logit at the means. Immutable. For use within this project.
 */
public final class Contributions {

  private static final String SPARSE = "sparse rows does not have";

  private final List<String> columns;
  private final int[] columnOf; // of each feature
  private final double[] weights; // on the scale of the columns
  private final double[] means;

  /**
   * Creates those of the rows of a model.
   *
   * @param weights of the standardized features, one each; not read if there are more than two
   *     classes
   * @throws IllegalArgumentException if there are more than two classes, or the model does not have
   *     the means of its training rows, as without standardization or with sparse rows
   */
  public Contributions(FeatureSchema schema, List<String> classes, double[] weights) {
    if (classes.size() > 2) {
      throw new IllegalArgumentException(
          "contributions are those of the logit of two classes; this model has " + classes.size());
    }
    Standardization scaling = schema.standardization().orElse(null);
    if (scaling == null) {
      throw withoutMeans(
          "data.standardize=false does not have; train it with data.standardize=true");
    }
    if (schema.isIndexed()) {
      throw withoutMeans(SPARSE);
    }
    int width = schema.width();
    this.columnOf = new int[width];
    this.weights = new double[width];
    this.means = new double[width];
    Map<String, Integer> places = new LinkedHashMap<>();
    int feature = 0;
    for (Term term : schema.terms()) {
      places.putIfAbsent(term.column(), places.size());
      for (int end = feature + term.width(); feature < end; feature++) {
        means[feature] = scaling.means().get(feature);
        // every level occurs in the training rows, unless sparse rows were scaled without their
        // mean
        if (term instanceof LevelsTerm && means[feature] == 0) {
          throw withoutMeans(SPARSE);
        }
        if (term instanceof TextTerm) {
          throw withoutMeans("hash or text in data.terms does not have");
        }
        columnOf[feature] = places.get(term.column());
        this.weights[feature] = weights[feature] / scaling.scales().get(feature);
      }
    }
    this.columns = List.copyOf(places.keySet());
  }

  private static IllegalArgumentException withoutMeans(String kind) {
    return new IllegalArgumentException(
        "contributions are relative to the means of the training rows, which a model of " + kind);
  }

  /** The names of the input columns, in order; of a formula, those of its terms. */
  public List<String> columns() {
    return columns;
  }

  /** The number of features of a row. */
  public int width() {
    return weights.length;
  }

  /**
   * Returns the contribution of each column to the logit of a row.
   *
   * @param features on the scale of the columns, row by row
   * @param from the place of the row's first feature
   */
  public double[] of(double[] features, int from) {
    double[] sums = new double[columns.size()];
    for (int i = 0; i < weights.length; i++) {
      sums[columnOf[i]] += weights[i] * (features[from + i] - means[i]);
    }
    return sums;
  }

  /** Returns those of a row by the names of the columns, in their order. */
  public Map<String, Double> byColumn(double[] features) {
    double[] each = of(features, 0);
    Map<String, Double> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < each.length; i++) {
      byColumn.put(columns.get(i), each[i]);
    }
    return byColumn;
  }
}
