package dev.logistic.schema;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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
    requireDistinctNames(terms);
    int width = terms.stream().mapToInt(Term::width).reduce(0, Math::addExact);
    if (standardization.isPresent() && standardization.get().means().size() != width) {
      throw new IllegalArgumentException(
          "there must be a mean and a scale for each of %d features, were %d"
              .formatted(width, standardization.get().means().size()));
    }
  }

  /** The names of one term differ, so those of the widest one need not be collected. */
  private static void requireDistinctNames(List<Term> terms) {
    Comparator<Integer> byWidth = Comparator.comparingInt(i -> terms.get(i).width());
    int widest = IntStream.range(0, terms.size()).boxed().max(byWidth).orElse(-1);
    Set<String> names = new HashSet<>();
    IntStream.range(0, terms.size())
        .filter(i -> i != widest)
        .boxed()
        .flatMap(i -> terms.get(i).featureNames().stream())
        .filter(name -> !names.add(name))
        .findFirst()
        .or(() -> names.isEmpty() ? Optional.empty() : firstOf(terms.get(widest), names))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("two features would be named \"" + name + "\"");
            });
  }

  private static Optional<String> firstOf(Term term, Set<String> names) {
    return term.featureNames().stream().filter(names::contains).findFirst();
  }

  /** Returns the schema of numbers that are used unchanged. */
  public static FeatureSchema ofNumbers(List<String> names) {
    return new FeatureSchema(names.stream().<Term>map(NumberTerm::new).toList(), Optional.empty());
  }

  /** Names of the features, in order, each composed when it is asked for. */
  public List<String> featureNames() {
    return new FeatureNames(terms);
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
