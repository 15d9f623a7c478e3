package dev.logistic.model;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much each input column moves the logit: the standard deviation, over the training rows, of
 * its contribution to it. For a number, that is the size of its weight times the column's standard
 * deviation. A text, whose levels have a weight each, is computed from their shares, and does not
 * depend on the reference level. Immutable. For use within this project.
 *
 * @param columns in order, without an offset; empty where refused
 * @param refused why there is none; empty if there is
 */
public record Importance(List<Column> columns, Optional<String> refused) {

  /**
   * The importance of a column, or of a term of a formula.
   *
   * @param deviation in logits, at least 0; empty where it depends on covariances of several
   *     features, which a model does not have
   */
  public record Column(String name, OptionalDouble deviation) {}

  /** Returns that of a model's columns. */
  public static Importance of(LogisticModel model) {
    ModelCard card = model.card();
    FeatureSchema schema = card.schema();
    if (card.classes().size() > 2) {
      return refused("it is that for the logit of two classes, and this model has more");
    }
    if (schema.isIndexed()) {
      return refused("columns of LibSVM files have no names");
    }
    if (schema.standardization().isEmpty()) {
      return refused(
          "a model of data.standardize=false does not have the standard deviations of its columns");
    }
    Map<String, Group> groups = new LinkedHashMap<>();
    int feature = 0;
    for (Term term : schema.terms()) {
      if (feature < card.learnedFeatures()) {
        groups.computeIfAbsent(term.column(), name -> new Group()).add(term, feature);
      }
      feature += term.width();
    }
    double[] weights =
        model.coefficients().weights().stream().mapToDouble(Double::doubleValue).toArray();
    Standardization scaling = schema.standardization().get();
    List<Column> columns = new ArrayList<>();
    groups.forEach(
        (name, group) -> columns.add(new Column(name, group.deviation(weights, scaling))));
    return new Importance(columns, Optional.empty());
  }

  private static Importance refused(String reason) {
    return new Importance(List.of(), Optional.of(reason));
  }

  /** The terms of a column, and the places of their first features. */
  private static final class Group {

    private final List<Term> terms = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    void add(Term term, int place) {
      terms.add(term);
      places.add(place);
    }

    OptionalDouble deviation(double[] weights, Standardization scaling) {
      double variance = 0;
      for (int i = 0; i < terms.size(); i++) {
        OptionalDouble own = variance(terms.get(i), places.get(i), weights, scaling);
        if (own.isEmpty()) {
          return own;
        }
        variance += own.getAsDouble();
      }
      for (int i = 0; i < terms.size(); i++) {
        if (terms.get(i) instanceof MissingTerm) {
          for (int j = 0; j < terms.size(); j++) {
            if (j != i) {
              variance += 2 * covariance(places.get(i), j, weights, scaling);
            }
          }
        }
      }
      return OptionalDouble.of(Math.sqrt(Math.max(0, variance)));
    }

    /** The covariance of what a missing cell adds with what another term of the column adds. */
    private double covariance(int missing, int other, double[] weights, Standardization scaling) {
      Term term = terms.get(other);
      int from = places.get(other);
      double[] filled = new double[term.width()];
      term.encodeMissing(0, (feature, value) -> filled[feature] = value);
      double sum = 0;
      for (int j = 0; j < filled.length; j++) {
        double difference = filled[j] - scaling.means().get(from + j);
        sum += raw(weights, from + j, scaling) * difference;
      }
      double share = scaling.means().get(missing);
      return raw(weights, missing, scaling) * share * sum;
    }
  }

  private static double raw(double[] weights, int feature, Standardization scaling) {
    return weights[feature] / scaling.scales().get(feature);
  }

  private static OptionalDouble variance(
      Term term, int from, double[] weights, Standardization scaling) {
    if (term instanceof TextTerm) {
      return OptionalDouble.empty(); // the deviations of its features are not known
    }
    int width = term.width();
    if (width == 1) {
      return OptionalDouble.of(weights[from] * weights[from]);
    }
    List<Double> means = scaling.means().subList(from, from + width);
    if (!isOfExclusiveIndicators(term)) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < width; i++) {
      if (means.get(i) == 0 && weights[from + i] != 0) {
        return OptionalDouble.empty(); // sparse rows may be scaled without the shares of levels
      }
    }
    double mean = 0;
    for (int i = 0; i < width; i++) {
      mean += raw(weights, from + i, scaling) * means.get(i);
    }
    double variance = mean * mean; // that of the rows without an indicator
    double rest = 1;
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double difference = raw(weights, from + i, scaling) - mean;
      sum += means.get(i) * difference * difference;
      rest -= means.get(i);
    }
    return OptionalDouble.of(sum + Math.max(0, rest) * variance);
  }

  /** Whether at most one of the term's features is 1 and the others are 0. */
  private static boolean isOfExclusiveIndicators(Term term) {
    return term instanceof LevelsTerm
        || (term instanceof ProductTerm product
            && product.products().size() == 1
            && product.products().get(0).stream().allMatch(factor -> factor.levels() != null));
  }
}
