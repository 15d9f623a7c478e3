package dev.logistic.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A term of a formula in {@code model.json}; after reading, null where a field is missing. A term
 * that is an input itself, as an offset is, has no products of factors.
 */
record ProductJson(
    @Nullable String name, @Nullable Integer input, @Nullable List<List<FactorJson>> products) {

  /** Levels of an input, or a function. */
  record FactorJson(
      @Nullable Integer levels,
      @Nullable Boolean full,
      @Nullable String name,
      @Nullable ExpressionJson expression,
      @Nullable String basis,
      @Nullable Map<String, List<Double>> numbers) {

    static FactorJson of(ProductTerm.Factor factor) {
      if (factor instanceof ProductTerm.Levels levels) {
        return new FactorJson(levels.place(), levels.full(), null, null, null, null);
      }
      ProductTerm.Function function = (ProductTerm.Function) factor;
      Basis basis = function.basis();
      return new FactorJson(
          null,
          null,
          function.name(),
          ExpressionJson.of(function.expression()),
          basis == null ? null : basis.type(),
          basis == null ? null : basis.numbers());
    }

    ProductTerm.Factor factor() {
      if (levels != null) {
        return new ProductTerm.Levels(levels, ModelJson.require("full", full));
      }
      return new ProductTerm.Function(
          ModelJson.require("name", name),
          ModelJson.require("expression", expression).expression(),
          basis == null ? null : Basis.of(basis, numbers(ModelJson.require("numbers", numbers))));
    }

    private static Map<String, List<Double>> numbers(Map<String, List<Double>> numbers) {
      numbers.forEach(ModelJson::allOf);
      return numbers;
    }
  }

  /** The place of an input, a number, or an operation. */
  record ExpressionJson(
      @Nullable Integer input,
      @Nullable Double number,
      @Nullable String operation,
      @Nullable List<ExpressionJson> arguments) {

    static ExpressionJson of(Expression expression) {
      if (expression instanceof Expression.Column column) {
        return new ExpressionJson(column.index(), null, null, null);
      }
      if (expression instanceof Expression.Constant constant) {
        return new ExpressionJson(null, constant.value(), null, null);
      }
      Expression.Call call = (Expression.Call) expression;
      return new ExpressionJson(
          null,
          null,
          call.operation().name().toLowerCase(Locale.ROOT),
          call.arguments().stream().map(ExpressionJson::of).toList());
    }

    Expression expression() {
      if (input != null) {
        return new Expression.Column(input);
      }
      if (number != null) {
        return new Expression.Constant(number);
      }
      String name = ModelJson.require("operation", operation);
      return new Expression.Call(
          Expression.Operation.valueOf(name.toUpperCase(Locale.ROOT)),
          ModelJson.allOf("arguments", arguments).stream()
              .map(ExpressionJson::expression)
              .toList());
    }
  }

  /** The terms of a formula; null for a schema without one. */
  static @Nullable List<ProductJson> of(FeatureSchema schema) {
    if (!schema.isOfFormula()) {
      return null;
    }
    List<Term> inputs = schema.inputs();
    List<ProductJson> all = new ArrayList<>();
    for (Term term : schema.terms()) {
      all.add(
          term instanceof ProductTerm product
              ? new ProductJson(
                  product.name(),
                  null,
                  product.products().stream().map(ProductJson::factors).toList())
              : new ProductJson(null, inputs.indexOf(term), null));
    }
    return all;
  }

  /**
   * Returns the terms.
   *
   * @param inputs those of the products first
   * @throws IllegalArgumentException if a part is missing or cannot be
   */
  static List<Term> terms(List<ProductJson> formula, List<Term> inputs) {
    long plain = formula.stream().filter(term -> term.input() != null).count();
    List<Term> ofProducts = inputs.subList(0, (int) Math.max(0, inputs.size() - plain));
    List<Term> terms = new ArrayList<>();
    for (ProductJson each : formula) {
      Integer place = each.input();
      if (place == null) {
        terms.add(
            new ProductTerm(
                ModelJson.require("name", each.name()),
                ofProducts,
                ModelJson.allOf("products", each.products()).stream()
                    .map(ProductJson::product)
                    .toList()));
      } else if (place < ofProducts.size() || place >= inputs.size()) {
        throw new IllegalArgumentException("there is no input " + place + " of a term");
      } else {
        terms.add(inputs.get(place));
      }
    }
    return terms;
  }

  private static List<FactorJson> factors(ProductTerm.Product product) {
    return product.factors().stream().map(FactorJson::of).toList();
  }

  private static ProductTerm.Product product(List<FactorJson> factors) {
    return new ProductTerm.Product(
        ModelJson.allOf("factors", factors).stream().map(FactorJson::factor).toList());
  }
}
