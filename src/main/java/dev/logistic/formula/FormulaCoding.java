package dev.logistic.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which indicators the categorical variables of each term need, so that the features
 * together with the bias span everything the formula asks for and none is redundant.
 *
 * <p>R's rule: in a term, a categorical variable has indicators of all levels but its reference if
 * the formula also has the term without it (the term without any variable is the bias), and
 * otherwise of all levels. Where that rule alone would repeat features of other terms, as in {@code
 * a:b} of two texts, which includes the bias, a term has several products, as in Python's patsy.
 *
 * <p>For use within this project.
 */
public final class FormulaCoding {

  /**
   * Features of a term.
   *
   * @param variables those of the term except the categorical ones that this product lacks
   * @param full the categorical variables with indicators of all levels; the others have none for
   *     their reference
   */
  public record Product(List<Variable> variables, Set<Variable> full) {

    /** Copies the variables. */
    public Product {
      variables = List.copyOf(variables);
      full = Set.copyOf(full);
    }
  }

  private static final int MOST_CATEGORICAL = 10; // 1,024 products at least

  private FormulaCoding() {}

  /**
   * Returns the products of each term. They are one product of all variables wherever R's rule
   * suffices, and none if other terms already include the term.
   *
   * @param terms in the order of {@link Formula#terms}
   * @param isCategorical whether a variable becomes indicators
   * @throws IllegalArgumentException if more than 10 categorical variables interact
   */
  public static List<List<Product>> of(List<FormulaTerm> terms, Predicate<Variable> isCategorical) {
    // for the numeric variables of a term, what has been spanned so far: sets of categorical
    // variables, each for its indicators without the reference
    Map<Set<Variable>, Set<Set<Variable>>> spanned = new HashMap<>();
    spanned.put(Set.of(), new HashSet<>(Set.of(Set.of())));
    List<List<Product>> coded = new ArrayList<>();
    for (FormulaTerm term : terms) {
      List<Variable> categorical = term.variables().stream().filter(isCategorical).toList();
      if (categorical.size() > MOST_CATEGORICAL) {
        throw new IllegalArgumentException(
            "%s: expected at most %d categorical variables in an interaction, found %d"
                .formatted(term.text(), MOST_CATEGORICAL, categorical.size()));
      }
      Set<Variable> numeric = new HashSet<>(term.variables());
      categorical.forEach(numeric::remove);
      Set<Set<Variable>> before = spanned.computeIfAbsent(numeric, each -> new HashSet<>());
      List<Part> parts = new ArrayList<>();
      for (Set<Variable> subset : subsets(categorical)) {
        if (before.add(subset)) {
          parts.add(new Part(subset, Set.of()));
        }
      }
      coded.add(
          merged(parts).stream()
              .map(
                  part ->
                      new Product(
                          term.variables().stream()
                              .filter(
                                  each -> numeric.contains(each) || part.variables().contains(each))
                              .toList(),
                          part.full()))
              .toList());
    }
    return coded;
  }

  /** The categorical variables of a product, and those with indicators of all levels. */
  private record Part(Set<Variable> variables, Set<Variable> full) {}

  /** All subsets, smaller ones first, otherwise in the order of the variables. */
  private static List<Set<Variable>> subsets(List<Variable> variables) {
    List<Set<Variable>> subsets = new ArrayList<>(List.of(Set.of()));
    for (Variable variable : variables) {
      for (Set<Variable> subset : List.copyOf(subsets)) {
        Set<Variable> more = new LinkedHashSet<>(subset);
        more.add(variable);
        subsets.add(more);
      }
    }
    subsets.sort(Comparator.comparingInt(Set::size));
    return subsets;
  }

  /**
   * Merges a product without a variable and the same with its indicators except the reference into
   * one with all indicators, as long as there are such.
   */
  private static List<Part> merged(List<Part> parts) {
    List<Part> merged = new ArrayList<>(parts);
    boolean changed = true;
    while (changed) {
      changed = false;
      search:
      for (Part less : merged) {
        for (Part more : merged) {
          if (more.variables().size() == less.variables().size() + 1
              && more.variables().containsAll(less.variables())) {
            Set<Variable> added = new HashSet<>(more.variables());
            added.removeAll(less.variables());
            if (less.full().equals(more.full())) {
              added.addAll(more.full());
              merged.set(merged.indexOf(more), new Part(more.variables(), added));
              merged.remove(less);
              changed = true;
              break search;
            }
          }
        }
      }
    }
    return merged;
  }
}
