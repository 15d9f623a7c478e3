package dev.logistic.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Computes the features of a formula from the cells that its inputs have encoded, each as one
 * number: that of a number, or the place of a level. Texts are left to the caller. Immutable. For
 * use within this project.
 */
public final class Expansion {

  private final List<Term> terms;
  private final List<Term> inputs;
  private final int[] places; // of the input that a term is, or -1 for a product
  private final int[][][] steps; // of each product of a term

  /** Expands to the terms of a schema of a formula. */
  public Expansion(FeatureSchema schema) {
    this.terms = schema.terms();
    List<Term> ofValues = new ArrayList<>();
    for (Term input : schema.inputs()) {
      ofValues.add(input.ofValues());
    }
    this.inputs = List.copyOf(ofValues);
    this.places = new int[terms.size()];
    this.steps = new int[places.length][0][];
    for (int i = 0; i < places.length; i++) {
      places[i] = inputs.indexOf(terms.get(i));
      if (terms.get(i) instanceof ProductTerm term) {
        steps[i] = term.products().stream().map(Expansion::steps).toArray(int[][]::new);
      }
    }
  }

  /** The distance between two features of each factor, and last the number of all. */
  private static int[] steps(List<ProductTerm.Factor> factors) {
    int[] steps = new int[factors.size() + 1];
    steps[0] = 1;
    for (int i = 0; i < factors.size(); i++) {
      steps[i + 1] = steps[i] * factors.get(i).width();
    }
    return steps;
  }

  /** The encoders of the values of cells. */
  public List<Term> inputs() {
    return inputs;
  }

  /**
   * Clears a cell, and returns where its input is to write its features, from 0.
   *
   * @param cells one for each input
   */
  public Term.Sink sink(double[] cells, int input) {
    cells[input] = 0;
    return inputs.get(input) instanceof LevelsTerm
        ? (feature, value) -> cells[input] = feature + 1
        : (feature, value) -> cells[input] = value;
  }

  /**
   * Passes the features of a term that is not one of tokens to a sink, in ascending order.
   *
   * @param i the place of the term
   * @param cells one for each input
   * @param from the place of the first feature
   * @throws IllegalArgumentException if one is not finite, as the logarithm of a negative number;
   *     the message names the term and the cells
   */
  public void expand(int i, double[] cells, int from, Term.Sink sink) {
    if (places[i] >= 0) {
      sink.accept(from, cells[places[i]]);
      return;
    }
    int at = from;
    ProductTerm term = (ProductTerm) terms.get(i);
    for (int j = 0; j < steps[i].length; j++) {
      int[] own = steps[i][j];
      expand(term, term.products().get(j), own, own.length - 2, cells, at, 1, sink);
      at += own[own.length - 1];
    }
  }

  /** Passes the features of all terms but those of tokens to a sink, as above. */
  public void expand(double[] cells, int from, Term.Sink sink) {
    int at = from;
    for (int i = 0; i < places.length; i++) {
      if (!(terms.get(i) instanceof TextTerm)) {
        expand(i, cells, at, sink);
      }
      at += terms.get(i).width();
    }
  }

  /** Multiplies by the factors up to one; the last factor varies slowest, so that places ascend. */
  private void expand(
      ProductTerm term,
      List<ProductTerm.Factor> factors,
      int[] steps,
      int last,
      double[] cells,
      int at,
      double value,
      Term.Sink sink) {
    int step = steps[last];
    ProductTerm.Factor factor = factors.get(last);
    Integer levels = factor.levels();
    if (levels != null) {
      int reference = inputs.get(levels).levels().size() - factor.width(); // without an indicator
      int level = (int) cells[levels] - reference;
      if (level >= 0) {
        expandRest(term, factors, steps, last, cells, at + level * step, value, sink);
      }
      return;
    }
    Expression expression = factor.expression();
    double number = expression == null ? Double.NaN : expression.evaluate(cells);
    Basis basis = factor.basis();
    if (basis == null) {
      expandRest(term, factors, steps, last, cells, at, value * number, sink);
      return;
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(undefined(term, cells));
    }
    double[] values = new double[basis.width()];
    basis.evaluate(number, values);
    for (int j = 0; j < values.length; j++) {
      expandRest(term, factors, steps, last, cells, at + j * step, value * values[j], sink);
    }
  }

  /** Multiplies by the factors before one. */
  private void expandRest(
      ProductTerm term,
      List<ProductTerm.Factor> factors,
      int[] steps,
      int end,
      double[] cells,
      int at,
      double value,
      Term.Sink sink) {
    if (end > 0) {
      expand(term, factors, steps, end - 1, cells, at, value, sink);
    } else if (Double.isFinite(value)) {
      sink.accept(at, value + 0.0); // which makes a 0 of -0, as training does
    } else {
      throw new IllegalArgumentException(undefined(term, cells));
    }
  }

  private String undefined(ProductTerm term, double[] cells) {
    List<String> found = new ArrayList<>();
    List<String> columns = term.columns();
    for (int i = 0; i < cells.length; i++) {
      Term input = inputs.get(i);
      if (columns.contains(input.column()) && !(input instanceof LevelsTerm)) {
        found.add("column \"%s\" is %s".formatted(input.column(), cells[i]));
      }
    }
    return "the term \"%s\" has no finite value where %s"
        .formatted(term.name(), String.join(" and ", found));
  }
}
