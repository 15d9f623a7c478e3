package dev.logistic.schema;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A term of a formula, whose features are products of functions and indicators of input columns.
 * Immutable. For use within this project.
 *
 * @param name as R prints it, such as {@code log(age):city}
 * @param inputs of all terms of the formula: the encoders of the input columns
 * @param products whose features are those of the term, one after another; at least one
 */
public record ProductTerm(String name, List<Term> inputs, List<Product> products) implements Term {

  /**
   * Products of one feature of each factor; that of the first factor varies fastest, as in R.
   *
   * @param factors at least one
   */
  public record Product(List<Factor> factors) implements Serializable {

    /** Copies the list. */
    public Product {
      factors = List.copyOf(factors);
    }

    int width(List<Term> inputs) {
      return factors.stream()
          .mapToInt(factor -> factor.width(inputs))
          .reduce(1, Math::multiplyExact);
    }

    private String featureName(int feature, List<Term> inputs) {
      List<String> parts = new ArrayList<>();
      int rest = feature;
      for (Factor factor : factors) {
        int width = factor.width(inputs);
        parts.add(factor.featureName(rest % width, inputs));
        rest /= width;
      }
      return String.join(":", parts);
    }
  }

  /** The features that a factor has; a product has the product of their numbers. */
  public sealed interface Factor extends Serializable permits Levels, Function {

    /** The number of features. */
    int width(List<Term> inputs);

    /** The name of a feature, from 0 to below the width. */
    String featureName(int feature, List<Term> inputs);
  }

  /**
   * Indicators of the levels of a text.
   *
   * @param place of its input
   * @param full whether the reference level has an indicator too
   */
  public record Levels(int place, boolean full) implements Factor {

    @Override
    public int width(List<Term> inputs) {
      return inputs.get(place).levels().size() - (full ? 0 : 1);
    }

    @Override
    public String featureName(int feature, List<Term> inputs) {
      Term input = inputs.get(place);
      return input.column() + "=" + input.levels().get(feature + (full ? 0 : 1));
    }
  }

  /**
   * A function of numbers.
   *
   * @param name as R prints it
   * @param expression of the cells, by the places of their inputs
   * @param basis of which the value becomes several; null if it is the feature
   */
  public record Function(String name, Expression expression, @Nullable Basis basis)
      implements Factor {

    @Override
    public int width(List<Term> inputs) {
      return basis == null ? 1 : basis.width();
    }

    @Override
    public String featureName(int feature, List<Term> inputs) {
      return basis == null ? name : name + basis.suffix(feature);
    }

    private Stream<Integer> places() {
      return places(expression);
    }

    private static Stream<Integer> places(Expression part) {
      if (part instanceof Expression.Column column) {
        return Stream.of(column.index());
      }
      return part instanceof Expression.Call call
          ? call.arguments().stream().flatMap(Function::places)
          : Stream.empty();
    }
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no factor, or one of a place that has no such
   *     input
   */
  public ProductTerm {
    inputs = List.copyOf(inputs);
    products = List.copyOf(products);
    List<Term> known = inputs;
    if (products.isEmpty() || products.stream().anyMatch(each -> each.factors().isEmpty())) {
      throw new IllegalArgumentException("the term \"" + name + "\" must have a factor");
    }
    if (!products.stream()
        .flatMap(each -> each.factors().stream())
        .allMatch(factor -> isOf(known, factor))) {
      throw new IllegalArgumentException(
          "the term \"%s\" is of an input that does not exist or is of another kind"
              .formatted(name));
    }
  }

  private static boolean isOf(List<Term> inputs, Factor factor) {
    return factor instanceof Levels levels
        ? isIn(levels.place(), inputs) && inputs.get(levels.place()) instanceof LevelsTerm
        : ((Function) factor).places().allMatch(place -> isNumber(place, inputs));
  }

  private static boolean isIn(int place, List<Term> inputs) {
    return place >= 0 && place < inputs.size();
  }

  private static boolean isNumber(int place, List<Term> inputs) {
    return isIn(place, inputs) && !(inputs.get(place) instanceof LevelsTerm);
  }

  /** Its name, as it may be of several columns. */
  @Override
  public String column() {
    return name;
  }

  @Override
  public String type() {
    return "product";
  }

  @Override
  public String expected() {
    return "cells of its inputs";
  }

  @Override
  public @Nullable Double fill() {
    return null;
  }

  @Override
  public int width() {
    return products.stream().mapToInt(each -> each.width(inputs)).reduce(0, Math::addExact);
  }

  @Override
  public String featureName(int feature) {
    int rest = feature;
    for (Product product : products) {
      int width = product.width(inputs);
      if (rest < width) {
        return product.featureName(rest, inputs);
      }
      rest -= width;
    }
    throw new IndexOutOfBoundsException(feature);
  }

  /** Refuses it, as a cell is of one column. */
  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return Outcome.REFUSED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    return Outcome.REFUSED;
  }

  /** The columns of its factors, in order. */
  public List<String> columns() {
    return factors()
        .flatMap(
            factor ->
                factor instanceof Levels levels
                    ? Stream.of(levels.place())
                    : ((Function) factor).places())
        .map(place -> inputs.get(place).column())
        .distinct()
        .toList();
  }

  /** Whether it has no indicators. */
  public boolean isOfNumbers() {
    return factors().allMatch(Function.class::isInstance);
  }

  /** Whether a function may have learned from rows, and not only been named. */
  public boolean isLearned() {
    return factors()
        .anyMatch(
            factor ->
                factor instanceof Function function
                    && function.basis() != null
                    && !(function.basis() instanceof RawPolynomial)
                    && !(function.basis() instanceof DatePart));
  }

  private Stream<Factor> factors() {
    return products.stream().flatMap(each -> each.factors().stream());
  }
}
