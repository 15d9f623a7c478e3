package dev.logistic.export;

import dev.logistic.schema.Basis;
import dev.logistic.schema.Expression;
import dev.logistic.schema.ProductTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A product of factors of a formula as SQL: its functions of one feature, multiplied by the
 * weighted sum over the features of the other factors.
 */
final class SqlProduct {

  /**
   * The indicators of a text.
   *
   * @param reference the place of the first level with an indicator
   * @param stride between its features among those of the product
   */
  private record Levels(SqlInput input, int reference, int stride) {}

  /**
   * Several functions of a number.
   *
   * @param x the expression of the number
   * @param stride between its features among those of the product
   */
  private record Functions(SqlBasis basis, String x, int stride) {}

  private final SqlArithmetic arithmetic;
  private final SqlFeatures features;
  private final int first;
  private final int width;
  private final @Nullable String function; // the product of the functions of one feature
  private final List<Functions> functions = new ArrayList<>();
  private final List<Levels> levels = new ArrayList<>();

  /**
   * Converts the factors.
   *
   * @param inputs of the formula
   * @param features of the term
   * @param first feature of the product among those of the term
   * @throws IllegalArgumentException if SQL cannot hold a factor
   */
  SqlProduct(
      List<ProductTerm.Factor> factors, List<SqlInput> inputs, SqlFeatures features, int first) {
    this.arithmetic = new SqlArithmetic(inputs.get(0).dialect());
    this.features = features;
    this.first = first;
    String product = null;
    int stride = 1;
    for (ProductTerm.Factor factor : factors) {
      int size = factor.names().size();
      Integer place = factor.levels();
      Expression expression = factor.expression();
      if (place != null) {
        SqlInput input = inputs.get(place);
        levels.add(new Levels(input, input.term().levels().size() - size, stride));
      } else if (expression != null) {
        String x = arithmetic.of(expression, inputs);
        Basis basis = factor.basis();
        if (basis == null) {
          product = product == null ? x : arithmetic.times(product, x);
        } else {
          SqlBasis own = SqlBasis.of(basis, dialect(), features.term().name());
          functions.add(new Functions(own, x, stride));
        }
      }
      stride = Math.multiplyExact(stride, size);
    }
    this.function = product;
    this.width = stride;
  }

  private SqlDialect dialect() {
    return arithmetic.dialect();
  }

  int width() {
    return width;
  }

  /** The conditions that no feature is too large; each factor may be an equal root of the limit. */
  List<String> conditions(IntToDoubleFunction greatest) {
    double limit = SqlArithmetic.LARGEST;
    for (int feature = 0; feature < width; feature++) {
      limit = Math.min(limit, features.limit(greatest, first + feature));
    }
    double root = Math.pow(limit, 1.0 / Math.max(1, functions.size() + (function == null ? 0 : 1)));
    List<String> conditions = new ArrayList<>();
    if (function != null) {
      conditions.add(isWithin(function, root));
    }
    for (Functions each : functions) {
      conditions.add(isWithin(each.x(), reach(each.basis(), root)));
    }
    return conditions;
  }

  private String isWithin(String x, double most) {
    return "ABS(%s) <= %s".formatted(x, dialect().number(most));
  }

  /** The largest power of ten up to which no function of a basis is above a limit. */
  private double reach(SqlBasis basis, double limit) {
    for (int exponent = 300; exponent >= -300; exponent--) {
      double reach = Double.parseDouble("1e" + exponent);
      if (basis.greatest(reach) <= limit) {
        return reach;
      }
    }
    throw new IllegalArgumentException(
        "the values of the term %s are too large for SQL; score its rows with predict or dev.logistic.score.Scorer"
            .formatted(features.term().name()));
  }

  /** What the product adds to a logit where its conditions hold; empty for nothing. */
  Optional<String> contribution(IntToDoubleFunction weights) {
    double[] own = new double[width];
    boolean isZero = true;
    double constant = 0;
    for (int feature = 0; feature < width; feature++) {
      own[feature] = features.weight(weights, first + feature);
      isZero &= own[feature] == 0;
      constant -= features.mean(first + feature) * own[feature];
    }
    if (isZero) {
      return Optional.empty();
    }
    if (function != null && width == 1 && functions.isEmpty() && levels.isEmpty()) {
      String difference = dialect().difference(function, features.mean(first));
      return Optional.of(dialect().product(difference, own[0]));
    }
    String sum = ofFunctions(0, 0, own);
    return Optional.of(
        "(%s + %s)"
            .formatted(
                function == null ? sum : arithmetic.bounded(function, sum),
                dialect().number(constant)));
  }

  /** The weighted sum over the features from a place on of the factors from one on. */
  private String ofFunctions(int factor, int from, double[] weights) {
    if (factor == functions.size()) {
      return ofLevels(0, from, weights);
    }
    Functions each = functions.get(factor);
    double[] own = new double[each.basis().width()];
    if (factor == functions.size() - 1 && levels.isEmpty()) {
      for (int j = 0; j < own.length; j++) {
        own[j] = weights[from + j * each.stride()];
      }
      return each.basis().weighted(each.x(), own);
    }
    List<String> addends = new ArrayList<>();
    for (int j = 0; j < own.length; j++) {
      own[j] = 1;
      String inner = ofFunctions(factor + 1, from + j * each.stride(), weights);
      addends.add(arithmetic.bounded(each.basis().weighted(each.x(), own), inner));
      own[j] = 0;
    }
    return "(" + String.join(" + ", addends) + ")";
  }

  private String ofLevels(int factor, int from, double[] weights) {
    if (factor == levels.size()) {
      return dialect().number(weights[from]);
    }
    Levels each = levels.get(factor);
    return each.input()
        .byLevel(
            level ->
                level < each.reference() // without an indicator
                    ? dialect().number(0)
                    : ofLevels(
                        factor + 1, from + (level - each.reference()) * each.stride(), weights));
  }
}
