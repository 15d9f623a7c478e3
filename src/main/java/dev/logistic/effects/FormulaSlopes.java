package dev.logistic.effects;

import dev.logistic.schema.Basis;
import dev.logistic.schema.Expression;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import java.util.List;

/** The derivatives of a formula's features by a cell. Immutable. */
final class FormulaSlopes {

  private final List<Term> terms;
  private final List<Term> inputs;

  FormulaSlopes(FeatureSchema schema) {
    this.terms = schema.terms();
    this.inputs = schema.inputs();
  }

  /**
   * Checks that the features have a derivative by a cell.
   *
   * @throws IllegalArgumentException if they jump, as indicators of bins; the message names the
   *     term
   */
  void require(int input) {
    for (Term term : terms) {
      if (term instanceof ProductTerm product
          && product.products().stream()
              .flatMap(List::stream)
              .anyMatch(factor -> isOfBins(factor, input))) {
        throw new IllegalArgumentException(
            ("marginal effects are not computed for models with bins, as %s, whose derivative by"
                    + " \"%s\" is 0 except for its jumps: train with ns or another smooth function"
                    + " of it in data.terms")
                .formatted(term.name(), inputs.get(input).ofValues().column()));
      }
    }
  }

  private static boolean isOfBins(ProductTerm.Factor factor, int input) {
    PiecewisePolynomial pieces = factor.pieces();
    Expression expression = factor.expression();
    return pieces != null && pieces.order() == 1 && expression != null && isOf(expression, input);
  }

  private static boolean isOf(Expression expression, int input) {
    Integer place = expression.input();
    List<Expression> operands = expression.arguments();
    return (place != null && place == input)
        || (operands != null && operands.stream().anyMatch(each -> isOf(each, input)));
  }

  /**
   * Writes the derivatives of all features.
   *
   * @param cells one for each input
   * @param input the place of the cell by which they are
   * @param slopes receives one for each feature; may be infinite or NaN where a function has none
   */
  void write(double[] cells, int input, double[] slopes) {
    int at = 0;
    for (Term term : terms) {
      if (term instanceof ProductTerm product) {
        int first = at;
        for (List<ProductTerm.Factor> factors : product.products()) {
          first += write(factors, cells, input, slopes, first);
        }
      } else {
        slopes[at] = inputs.indexOf(term) == input ? 1 : 0;
      }
      at += term.width();
    }
  }

  /** Writes those of a product by the rule of products; returns how many there are. */
  private int write(
      List<ProductTerm.Factor> factors, double[] cells, int input, double[] slopes, int from) {
    double[] values = {1};
    double[] derivatives = {0};
    for (ProductTerm.Factor factor : factors) { // the first one varies fastest
      int width = factor.names().size();
      double[] own = new double[width];
      double[] slope = new double[width];
      write(factor, cells, input, own, slope);
      double[] products = new double[values.length * width];
      double[] ofProducts = new double[products.length];
      for (int j = 0; j < width; j++) {
        for (int i = 0; i < values.length; i++) {
          int at = j * values.length + i;
          products[at] = product(values[i], own[j]);
          ofProducts[at] = product(derivatives[i], own[j]) + product(values[i], slope[j]);
        }
      }
      values = products;
      derivatives = ofProducts;
    }
    System.arraycopy(derivatives, 0, slopes, from, derivatives.length);
    return derivatives.length;
  }

  /** 0 where a factor is, as an indicator of 0 hides the value of a function. */
  private static double product(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  private void write(
      ProductTerm.Factor factor, double[] cells, int input, double[] values, double[] slopes) {
    Integer levels = factor.levels();
    Expression expression = factor.expression();
    if (levels != null) {
      int reference = inputs.get(levels).levels().size() - values.length;
      int level = (int) cells[levels] - reference;
      if (level >= 0) {
        values[level] = 1;
      }
    } else if (expression != null) {
      ExpressionSlope x = ExpressionSlope.of(expression, cells, input);
      Basis basis = factor.basis();
      if (basis == null) {
        values[0] = x.value();
        slopes[0] = x.slope();
      } else {
        basis.evaluate(x.value(), values);
        double[] own = BasisSlopes.of(basis, x.value());
        for (int j = 0; j < own.length; j++) {
          slopes[j] = product(own[j], x.slope());
        }
      }
    }
  }
}
