package dev.logistic.schema;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of sparse rows, which have indices for names: numbers that are mostly 0.
 *
 * @param prefix of the names of the features, before their indices
 * @param first index of the first column, at least 0
 * @param width number of columns, at least 1
 */
public record IndexedTerm(String prefix, int first, int width) implements Term {

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");

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
  public String featureName(int feature) {
    return prefix + (first + feature);
  }

  /**
   * Encodes a row of numbers by index or by name of feature, in ascending order.
   *
   * @param unseen counts the indices that are not of a column
   * @throws IllegalArgumentException if a value is not a finite number, or a column is given twice
   */
  void encode(Map<String, ? extends @Nullable Object> row, UnseenTexts unseen, Term.Sink sink) {
    TreeMap<Integer, Double> features = new TreeMap<>();
    for (Map.Entry<String, ? extends @Nullable Object> each : row.entrySet()) {
      Object cell = each.getValue();
      Long index = index(each.getKey());
      if (index == null) {
        continue; // such as the label
      }
      if (!(cell instanceof Number number) || !Double.isFinite(number.doubleValue())) {
        throw new IllegalArgumentException(
            "column \"%s\" must be a finite number, was %s".formatted(each.getKey(), cell));
      }
      if (index < first || index - first >= width) {
        unseen.add(column());
      } else if (features.put((int) (index - first), number.doubleValue()) != null) {
        throw new IllegalArgumentException(
            "column %s%d is in the row twice, once by its name and once by its index"
                .formatted(prefix, index));
      }
    }
    features.forEach(sink::accept);
  }

  /** Returns null if the name is neither an index nor a prefix and an index. */
  private @Nullable Long index(String name) {
    String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return INDEX.matcher(digits).matches() ? Long.valueOf(digits) : null;
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
