package dev.logistic.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the input columns become features.
 *
 * @param terms in the order of the input columns
 * @param standardization of their features; empty if they are used unchanged
 */
public record FeatureSchema(List<Term> terms, Optional<Standardization> standardization) {

  /**
   * Copies the terms.
   *
   * @throws IllegalArgumentException if two features would have the same name, or the
   *     standardization is of a different number of features
   */
  public FeatureSchema {
    terms = List.copyOf(terms);
    Set<String> names = new HashSet<>();
    terms.stream()
        .flatMap(term -> term.featureNames().stream())
        .filter(name -> !names.add(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("two features would be named \"" + name + "\"");
            });
    if (standardization.isPresent() && standardization.get().means().size() != names.size()) {
      throw new IllegalArgumentException(
          "there must be a mean and a scale for each of %d features, were %d"
              .formatted(names.size(), standardization.get().means().size()));
    }
  }

  /** Returns the schema of numbers that are used unchanged. */
  public static FeatureSchema ofNumbers(List<String> names) {
    return new FeatureSchema(names.stream().<Term>map(NumberTerm::new).toList(), Optional.empty());
  }

  /** Names of the features, in order. */
  public List<String> featureNames() {
    return terms.stream().flatMap(term -> term.featureNames().stream()).toList();
  }

  /** Whether the columns have indices for names, as those of sparse rows. */
  public boolean isIndexed() {
    return terms.size() == 1 && terms.get(0) instanceof IndexedTerm;
  }

  /** Number of features. */
  public int width() {
    return terms.stream().mapToInt(Term::width).sum();
  }
}
