package dev.logistic.table;

import dev.logistic.formula.BasisSpec;
import dev.logistic.formula.FormulaCoding;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import dev.logistic.schema.Basis;
import dev.logistic.schema.Expression;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Learns the terms of a formula, when the encoders of its columns are known. */
final class FormulaFitting {

  /** Returns the values of an expression in the training rows. */
  @FunctionalInterface
  interface Values {

    /**
     * Evaluates a term of one feature.
     *
     * @throws TableException if one is not finite
     */
    double[] of(ProductTerm term) throws TableException;
  }

  private final List<Term> inputs;
  private final Values values;
  private final double[] weights;
  private final Map<Variable, ProductTerm.Factor> functions = new HashMap<>();

  /**
   * @param inputs the encoders of the columns
   * @param weights how many times each of the values counts; empty for once each
   */
  FormulaFitting(List<Term> inputs, Values values, double[] weights) {
    this.inputs = List.copyOf(inputs);
    this.values = values;
    this.weights = weights;
  }

  /**
   * Learns the terms; each column with an indicator of missing cells has one more for it.
   *
   * @throws TableException if a term cannot be computed
   */
  List<Term> fit(List<FormulaTerm> formula) throws TableException {
    for (FormulaTerm term : formula) {
      for (Variable variable : term.variables()) {
        requireUsable(variable);
      }
    }
    List<List<FormulaCoding.Product>> coded = FormulaCoding.of(formula, this::isLevels);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < coded.size(); i++) {
      List<List<ProductTerm.Factor>> products = new ArrayList<>();
      for (FormulaCoding.Product each : coded.get(i)) {
        products.add(product(each));
      }
      if (!products.isEmpty()) {
        terms.add(new ProductTerm(name(formula.get(i)), inputs, products));
      }
    }
    for (int place = 0; place < inputs.size(); place++) {
      if (inputs.get(place) instanceof MissingTerm indicator) {
        terms.add(ofNumber(indicator.name(), Expression.cell(place)));
      }
    }
    return terms;
  }

  /** A factor is named as its column, as its indicators are. */
  private static String name(FormulaTerm term) {
    return String.join(":", term.variables().stream().map(FormulaFitting::name).toList());
  }

  private static String name(Variable variable) {
    return isColumn(variable) ? variable.columns().get(0) : variable.text();
  }

  private static boolean isColumn(Variable variable) {
    return variable.kind() instanceof Variable.Column || variable.kind() instanceof Variable.Factor;
  }

  private boolean isLevels(Variable variable) {
    return isColumn(variable) && inputs.get(place(variable, 0)) instanceof LevelsTerm;
  }

  private void requireUsable(Variable variable) throws TableException {
    for (int i = 0; i < variable.columns().size(); i++) {
      int place = place(variable, i);
      if (place < 0) {
        throw new TableException(
            "data.terms: column \"%s\" has one level in the training rows, and a term needs two; leave it out of the formula"
                .formatted(variable.columns().get(i)));
      }
      if (!isColumn(variable) && inputs.get(place) instanceof LevelsTerm) {
        throw new TableException(
            "data.terms: \"%s\" needs a number, and column \"%s\" is a text"
                .formatted(variable.text(), variable.columns().get(i)));
      }
    }
  }

  /** The place of the encoder of a variable's column; -1 if it was left out as constant. */
  private int place(Variable variable, int column) {
    for (int place = 0; place < inputs.size(); place++) {
      Term input = inputs.get(place);
      if (!(input instanceof MissingTerm)
          && input.column().equals(variable.columns().get(column))) {
        return place;
      }
    }
    return -1;
  }

  private ProductTerm ofNumber(String name, Expression expression) {
    return new ProductTerm(
        name, inputs, List.of(List.of(ProductTerm.Factor.of(List.of(name), expression, null))));
  }

  private List<ProductTerm.Factor> product(FormulaCoding.Product coded) throws TableException {
    List<ProductTerm.Factor> factors = new ArrayList<>();
    for (Variable variable : coded.variables()) {
      factors.add(
          inputs.get(place(variable, 0)) instanceof LevelsTerm text
              ? ProductTerm.Factor.of(text, place(variable, 0), coded.full().contains(variable))
              : function(variable));
    }
    return factors;
  }

  private ProductTerm.Factor function(Variable variable) throws TableException {
    ProductTerm.Factor known = functions.get(variable);
    if (known == null) {
      known = learned(variable);
      functions.put(variable, known);
    }
    return known;
  }

  private ProductTerm.Factor learned(Variable variable) throws TableException {
    String name = name(variable);
    if (variable.kind() instanceof Variable.Based based) {
      Expression expression = placed(based.expression(), variable);
      Basis basis = basis(name, expression, based.basis());
      List<String> names = based.basis().suffixes(basis).stream().map(name::concat).toList();
      return ProductTerm.Factor.of(names, expression, basis);
    }
    Expression expression =
        variable.kind() instanceof Variable.Computed computed
            ? placed(computed.expression(), variable)
            : Expression.cell(place(variable, 0));
    return ProductTerm.Factor.of(List.of(name), expression, null);
  }

  private Basis basis(String name, Expression expression, BasisSpec spec) throws TableException {
    double[] learnedFrom = spec.isFixed() ? new double[0] : values.of(ofNumber(name, expression));
    try {
      return spec.learn(
          learnedFrom, weights.length == 0 || learnedFrom.length == 0 ? null : weights);
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: \"%s\": %s".formatted(name, e.getMessage()));
    }
  }

  /** An expression of a variable's columns as one of the inputs. */
  private Expression placed(Expression expression, Variable variable) {
    Integer column = expression.input();
    List<Expression> arguments = expression.arguments();
    return new Expression(
        expression.operation(),
        column == null ? null : (Integer) place(variable, column),
        expression.number(),
        arguments == null ? null : arguments.stream().map(each -> placed(each, variable)).toList());
  }
}
