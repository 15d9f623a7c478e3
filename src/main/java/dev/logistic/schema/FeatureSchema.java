package dev.logistic.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the input columns become features.
 *
 * @param terms in the order of the input columns, or of a formula
 * @param standardization of their features; empty if they are used unchanged
 */
public record FeatureSchema(List<Term> terms, Optional<Standardization> standardization) {

  /**
   * Copies the terms.
   *
   * @throws IllegalArgumentException if two features would have the same name, terms of a formula
   *     have different inputs, or the standardization is of a different number of features
   */
  public FeatureSchema {
    terms = List.copyOf(terms);
    requireDistinctNames(terms);
    requireSameInputs(terms);
    int width = width(terms);
    if (standardization.isPresent() && standardization.get().means().size() != width) {
      throw new IllegalArgumentException(
          "there must be a mean and a scale for each of %d features, were %d"
              .formatted(width, standardization.get().means().size()));
    }
  }

  private static void requireSameInputs(List<Term> terms) {
    List<Term> inputs = ofProducts(terms);
    for (Term term : terms) {
      if (term instanceof ProductTerm product && !product.inputs().equals(inputs)) {
        throw new IllegalArgumentException("the terms of a formula must have the same inputs");
      }
    }
  }

  /** The inputs of the terms of a formula, or null. */
  private static @Nullable List<Term> ofProducts(List<Term> terms) {
    for (Term term : terms) {
      if (term instanceof ProductTerm product) {
        return product.inputs();
      }
    }
    return null;
  }

  /**
   * The names of one term differ, so those of the widest one need not be collected, nor those of
   * tokens, which begin with their term's name.
   */
  private static void requireDistinctNames(List<Term> terms) {
    int widest = 0;
    for (int i = 1; i < terms.size(); i++) {
      widest = terms.get(i).width() > terms.get(widest).width() ? i : widest;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < terms.size(); i++) {
      if (i != widest && !(terms.get(i) instanceof TextTerm)) {
        for (String name : terms.get(i).featureNames()) {
          requireNew(names.add(name), name);
        }
      }
    }
    if (!names.isEmpty() && !(terms.get(widest) instanceof TextTerm)) {
      for (String name : terms.get(widest).featureNames()) {
        requireNew(!names.contains(name), name);
      }
    }
  }

  private static void requireNew(boolean isNew, String name) {
    if (!isNew) {
      throw new IllegalArgumentException("two features would be named \"" + name + "\"");
    }
  }

  /** Returns the schema of numbers that are used unchanged. */
  public static FeatureSchema ofNumbers(List<String> names) {
    return new FeatureSchema(names.stream().<Term>map(NumberTerm::new).toList(), Optional.empty());
  }

  /** Names of the features, in order, each composed when it is asked for. */
  public List<String> featureNames() {
    return new FeatureNames(terms);
  }

  /** Whether terms are those of a formula, whose features are computed from several inputs. */
  public boolean isOfFormula() {
    for (Term term : terms) {
      if (term instanceof ProductTerm || term instanceof TextTerm) {
        return true;
      }
    }
    return false;
  }

  /** The number of features before those of tokens, which come last and are never scaled. */
  public int scaledWidth() {
    int width = width();
    for (int i = terms.size(); i > 0 && terms.get(i - 1) instanceof TextTerm; i--) {
      width -= terms.get(i - 1).width();
    }
    return width;
  }

  /**
   * The encoders of the input columns, in the order in which cells are read: the terms themselves,
   * or what the terms of a formula are computed from.
   */
  public List<Term> inputs() {
    List<Term> ofProducts = ofProducts(terms);
    if (ofProducts == null) {
      return terms;
    }
    List<Term> inputs = new ArrayList<>(ofProducts);
    for (Term term : terms) {
      if (!(term instanceof ProductTerm)) {
        inputs.add(term);
      }
    }
    return inputs;
  }

  /** Whether the columns have indices for names, as those of sparse rows. */
  public boolean isIndexed() {
    return terms.size() == 1 && terms.get(0) instanceof IndexedTerm;
  }

  /** Number of features. */
  public int width() {
    return width(terms);
  }

  private static int width(List<Term> terms) {
    int width = 0;
    for (Term term : terms) {
      width = Math.addExact(width, term.width());
    }
    return width;
  }
}
