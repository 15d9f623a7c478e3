package dev.logistic.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the input columns become features.
 *
 * @param columns in order
 * @param standardization of their features; empty where they are used as they are
 */
public record FeatureSchema(
    List<FeatureColumn> columns, Optional<Standardization> standardization) {

  /**
   * Copies the columns.
   *
   * @throws IllegalArgumentException if a feature's name would stand twice or the standardization
   *     is of another number of features
   */
  public FeatureSchema {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    columns.stream()
        .flatMap(FeatureColumn::featureNames)
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

  /** Numbers that are used as they are. */
  public static FeatureSchema ofNumbers(List<String> names) {
    return new FeatureSchema(names.stream().map(FeatureColumn::number).toList(), Optional.empty());
  }

  /** Names of the features, in order. */
  public List<String> featureNames() {
    return columns.stream().flatMap(FeatureColumn::featureNames).toList();
  }

  /** Number of features. */
  public int width() {
    return columns.stream().mapToInt(FeatureColumn::width).sum();
  }
}
