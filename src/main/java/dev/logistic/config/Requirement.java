package dev.logistic.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a setting requires at any value but its default: another setting with one of these values.
 *
 * @param <T> the type of the other setting's values
 */
record Requirement<T>(Key<T> key, List<T> values) {

  boolean isMet(Settings settings) {
    return values.contains(settings.get(key));
  }

  /** The value found instead. */
  String found(Settings settings) {
    return key.print(settings.get(key));
  }

  @Override
  public String toString() {
    return key + "=" + values.stream().map(key::print).collect(Collectors.joining(" or "));
  }
}
