package dev.logistic.schema;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of sparse rows, which have indices for names: numbers of which most are 0.
 *
 * @param prefix of the names of the features, before their indices
 * @param first index of the first column, at least 0
 * @param width number of columns, at least 1
 */
public record IndexedTerm(String prefix, int first, int width) implements Term {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not so
   */
  public IndexedTerm {
    if (first < 0 || width < 1 || first > Integer.MAX_VALUE - width) {
      throw new IllegalArgumentException(
          "there must be a first index from 0 and a width from 1, were %d and %d"
              .formatted(first, width));
    }
  }

  /** The names of its first and last feature. */
  @Override
  public String column() {
    return prefix + first + ".." + prefix + (first + width - 1);
  }

  @Override
  public String type() {
    return "indexed";
  }

  @Override
  public String expected() {
    return "finite numbers by the indices of their columns";
  }

  @Override
  public @Nullable Double fill() {
    return null;
  }

  @Override
  public List<String> featureNames() {
    return IntStream.range(first, first + width).mapToObj(index -> prefix + index).toList();
  }

  /** Refuses it, as a cell has no index. */
  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return Outcome.REFUSED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    return Outcome.REFUSED;
  }
}
