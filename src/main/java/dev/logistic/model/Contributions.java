package dev.logistic.model;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much each input column adds to the logit of a row, compared with the mean of the training
 * rows: the sum of {@code w (x - mean)} over the column's features. All of a row add up to its
 * logit less the logit at the means. Immutable. For use within this project.
 */
public final class Contributions {

  private final List<String> columns;
  private final int[] columnOf; // of each feature
  private final double[] weights; // on the scale of the columns
  private final double[] means;

  private Contributions(List<String> columns, int[] columnOf, double[] weights, double[] means) {
    this.columns = columns;
    this.columnOf = columnOf;
    this.weights = weights;
    this.means = means;
  }

  /**
   * Returns those of a model's rows.
   *
   * @throws IllegalArgumentException as {@link #of(FeatureSchema, List, double[])} does
   */
  public static Contributions of(LogisticModel model) {
    ModelCard card = model.card();
    double[] weights =
        card.outputs() > 1
            ? new double[0]
            : model.coefficients().weights().stream().mapToDouble(Double::doubleValue).toArray();
    return of(card.schema(), card.classes(), weights);
  }

  /**
   * Returns those of the rows of a model that is given by its parts.
   *
   * @param weights of the standardized features, one each
   * @throws IllegalArgumentException if there are more than two classes, or the model does not have
   *     the means of its training rows, as without standardization or with sparse rows
   */
  public static Contributions of(FeatureSchema schema, List<String> classes, double[] weights) {
    if (classes.size() > 2) {
      throw new IllegalArgumentException(
          "contributions are those of the logit of two classes; this model has %d"
              .formatted(classes.size()));
    }
    Standardization scaling =
        schema
            .standardization()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "contributions are relative to the means of the training rows, which a model of data.standardize=false does not have; train it with data.standardize=true"));
    Map<String, Integer> columns = new LinkedHashMap<>();
    List<Integer> places = new ArrayList<>();
    for (Term term : schema.terms()) {
      int place = columns.computeIfAbsent(term.column(), added -> columns.size());
      for (int i = 0; i < term.width(); i++) {
        requireMean(term, scaling.means().get(places.size()), schema);
        places.add(place);
      }
    }
    double[] own = new double[places.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = weights[i] / scaling.scales().get(i);
    }
    return new Contributions(
        List.copyOf(columns.keySet()),
        places.stream().mapToInt(Integer::intValue).toArray(),
        own,
        scaling.means().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Every level occurs in the training rows, unless sparse rows were scaled without their mean. */
  private static void requireMean(Term term, double mean, FeatureSchema schema) {
    if (schema.isIndexed() || (term instanceof LevelsTerm && mean == 0)) {
      throw new IllegalArgumentException(
          "contributions are relative to the means of the training rows, which a model of sparse rows does not have");
    }
  }

  /**
   * Parses how many columns a request over HTTP asks for.
   *
   * @throws IllegalArgumentException if it is not an integer of at least 1, or has many digits
   */
  public static int count(String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "contributions must be an integer of at least 1, was " + text);
    }
    return Integer.parseInt(text);
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

  /**
   * Returns the places of the columns that contribute most, the largest size first; of equal ones
   * the first.
   *
   * @param each the contributions of a row
   * @param count how many at most
   */
  public static List<Integer> largest(double[] each, int count) {
    return IntStream.range(0, each.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer place) -> -Math.abs(each[place])))
        .limit(count)
        .toList();
  }
}
