package dev.logistic.schema;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A term of a formula, whose features are products of functions and indicators of input columns.
 * Immutable. For use within this project.
 *
 * @param name as R prints it, such as {@code log(age):city}
 * @param inputs of all terms of the formula: the encoders of the input columns
 * @param products whose features are those of the term, one after another; at least one, each of at
 *     least one factor. Of several factors that of the first varies fastest, as in R
 */
public record ProductTerm(String name, List<Term> inputs, List<List<Factor>> products)
    implements Term {

  /**
   * The features that are multiplied by those of other factors, as {@code model.json} has them: a
   * function of numbers, or the indicators of the levels of a text.
   *
   * @param names of its features, as R prints them
   * @param levels the place of the input whose levels have indicators, all or all but the first;
   *     null for a function
   * @param expression of the cells, by the places of their inputs; null for levels
   * @param recurrence of which the value of the expression becomes several; null for another basis,
   *     or if the value is the feature
   * @param pieces the same
   */
  public record Factor(
      List<String> names,
      @Nullable Integer levels,
      @Nullable Expression expression,
      @Nullable Recurrence recurrence,
      @Nullable PiecewisePolynomial pieces)
      implements Serializable {

    /** Of which the value of the expression becomes several features, or null. */
    public @Nullable Basis basis() {
      return recurrence == null ? pieces : recurrence;
    }

    int width() {
      return names.size();
    }

    private void requireOf(List<Term> inputs) {
      int width = ModelJson.allOf("names", names).size();
      boolean isKnown;
      if (levels != null) {
        int all = levels >= 0 && levels < inputs.size() ? inputs.get(levels).levels().size() : 0;
        isKnown = width > 0 && (width == all || width == all - 1);
      } else {
        ModelJson.require("expression", expression).requireOf(inputs);
        Basis basis = basis();
        if (basis != null) {
          basis.requireValid();
        }
        isKnown = width == (basis == null ? 1 : basis.width());
      }
      if (!isKnown) {
        throw new IllegalArgumentException(
            "expected one name for each feature of a factor, found " + names);
      }
    }
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a part is missing or impossible, as in a damaged file
   */
  public ProductTerm {
    inputs = List.copyOf(inputs);
    List<List<Factor>> copy = new ArrayList<>();
    for (List<Factor> product : ModelJson.allOf("products", products)) {
      for (Factor factor : ModelJson.allOf("factors", product)) {
        factor.requireOf(inputs);
      }
      copy.add(List.copyOf(product));
    }
    products = List.copyOf(copy);
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
    int width = 0;
    for (List<Factor> product : products) {
      width = Math.addExact(width, width(product));
    }
    return width;
  }

  static int width(List<Factor> product) {
    int width = 1;
    for (Factor factor : product) {
      width = Math.multiplyExact(width, factor.width());
    }
    return width;
  }

  @Override
  public String featureName(int feature) {
    int rest = feature;
    for (List<Factor> product : products) {
      int width = width(product);
      if (rest < width) {
        List<String> parts = new ArrayList<>();
        for (Factor factor : product) {
          parts.add(factor.names().get(rest % factor.width()));
          rest /= factor.width();
        }
        return String.join(":", parts);
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
    Set<Integer> places = new LinkedHashSet<>();
    for (List<Factor> product : products) {
      for (Factor factor : product) {
        Integer levels = factor.levels();
        Expression expression = factor.expression();
        if (levels != null) {
          places.add(levels);
        } else if (expression != null) {
          expression.addInputs(places);
        }
      }
    }
    return places.stream().map(place -> inputs.get(place).column()).distinct().toList();
  }
}
