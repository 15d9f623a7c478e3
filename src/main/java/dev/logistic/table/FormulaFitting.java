package dev.logistic.table;

import dev.logistic.formula.BasisSpec;
import dev.logistic.formula.FormulaCoding;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import dev.logistic.schema.Basis;
import dev.logistic.schema.Expression;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Recurrence;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final List<Term> encoders;
  private final Values values;
  private final double[] weights;
  private final Map<Variable, ProductTerm.Factor> functions = new HashMap<>();

  /**
   * @param inputs the encoders of the columns and of parts of dates
   * @param encoders the same, which read the dates themselves
   * @param weights how many times each of the values counts; empty for once each
   */
  FormulaFitting(List<Term> inputs, List<Term> encoders, Values values, double[] weights) {
    this.inputs = List.copyOf(inputs);
    this.encoders = List.copyOf(encoders);
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
        terms.add(new ProductTerm(name(formula.get(i)), encoders, products));
      }
    }
    for (int place = 0; place < inputs.size(); place++) {
      if (inputs.get(place) instanceof MissingTerm indicator) {
        terms.add(ofNumber(indicator.name(), Expression.cell(place)));
      }
    }
    return terms;
  }

  /**
   * The terms of one feature whose values {@link #fit} asks for, each once.
   *
   * @throws TableException if a column cannot be used
   */
  List<ProductTerm> arguments(List<FormulaTerm> formula) throws TableException {
    Set<Variable> found = new LinkedHashSet<>();
    List<ProductTerm> arguments = new ArrayList<>();
    for (FormulaTerm term : formula) {
      for (Variable variable : term.variables()) {
        requireUsable(variable);
        if (variable.kind() instanceof Variable.Based based
            && !based.basis().isFixed()
            && found.add(variable)) {
          arguments.add(ofNumber(name(variable), placed(based.expression(), variable)));
        }
      }
    }
    return arguments;
  }

  /** A factor is named as its column, as its indicators are. */
  private static String name(FormulaTerm term) {
    return String.join(":", term.variables().stream().map(FormulaFitting::name).toList());
  }

  private static String name(Variable variable) {
    return isColumn(variable) ? input(variable, 0) : variable.text();
  }

  private static boolean isColumn(Variable variable) {
    return variable.kind() instanceof Variable.Column
        || variable.kind() instanceof Variable.Factor
        || variable.kind() instanceof Variable.PartOfDate;
  }

  /** The name of an input: a part of dates is one of its own. */
  private static String input(Variable variable, int column) {
    return variable.kind() instanceof Variable.PartOfDate
        ? variable.text()
        : variable.columns().get(column);
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
                .formatted(input(variable, i)));
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
      if (!(input instanceof MissingTerm) && input.column().equals(input(variable, column))) {
        return place;
      }
    }
    return -1;
  }

  private ProductTerm ofNumber(String name, Expression expression) {
    return new ProductTerm(
        name, encoders, List.of(List.of(factor(List.of(name), expression, null))));
  }

  private List<ProductTerm.Factor> product(FormulaCoding.Product coded) throws TableException {
    List<ProductTerm.Factor> factors = new ArrayList<>();
    for (Variable variable : coded.variables()) {
      factors.add(
          inputs.get(place(variable, 0)) instanceof LevelsTerm text
              ? indicators(text, place(variable, 0), coded.full().contains(variable))
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
      return factor(names, expression, basis);
    }
    Expression expression =
        variable.kind() instanceof Variable.Computed computed
            ? placed(computed.expression(), variable)
            : Expression.cell(place(variable, 0));
    return factor(List.of(name), expression, null);
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

  private static ProductTerm.Factor factor(
      List<String> names, Expression expression, @Nullable Basis basis) {
    return new ProductTerm.Factor(
        List.copyOf(names),
        null,
        expression,
        basis instanceof Recurrence some ? some : null,
        basis instanceof PiecewisePolynomial some ? some : null);
  }

  /**
   * Indicators of the levels of an input.
   *
   * @param full whether the reference level has an indicator too
   */
  private static ProductTerm.Factor indicators(LevelsTerm input, int place, boolean full) {
    List<String> levels = input.levels();
    List<String> names =
        levels.subList(full ? 0 : 1, levels.size()).stream()
            .map(level -> input.column() + "=" + level)
            .toList();
    return new ProductTerm.Factor(names, place, null, null, null);
  }
}
