package dev.logistic.selection;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of l2 that a cross-validation tries.
 *
 * @param values from the largest to the smallest, without repeats; empty for {@link #AUTO}
 */
public record L2Grid(List<Double> values) {

  /**
   * Thirteen values for n rows, from {@code 1e4 / n} to {@code 1e-4 / n}, three to every two powers
   * of ten: {@code 10^(4 - 2 i / 3) / n} for i from 0 to 12. In the middle is {@code 1 / n}, the
   * default of tables. The same range as scikit-learn's {@code Cs=10}, where C is {@code 1 / (n *
   * l2)}.
   */
  public static final L2Grid AUTO = new L2Grid(List.of());

  private static final int AUTO_VALUES = 13;

  /**
   * Sorts and copies; -0.0 becomes 0.
   *
   * @throws IllegalArgumentException if a value is negative, not finite, or a duplicate
   */
  public L2Grid {
    values = values.stream().map(l2 -> l2 + 0.0).sorted(Comparator.reverseOrder()).toList();
    if (!values.stream().allMatch(l2 -> l2 >= 0 && Double.isFinite(l2))
        || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "l2-grid must be finite numbers of at least 0, none twice, was " + values);
    }
  }

  /**
   * Reads {@code auto}, or comma-separated numbers.
   *
   * @throws IllegalArgumentException if the text is neither, or the numbers are not allowed
   */
  public static L2Grid parse(String text) {
    if (text.strip().equals("auto")) {
      return AUTO;
    }
    try {
      return new L2Grid(
          Arrays.stream(text.split(",", -1))
              .map(number -> new BigDecimal(number.strip()).doubleValue())
              .toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "l2-grid must be auto or comma-separated finite numbers of at least 0, none twice,"
              + " was \""
              + text
              + "\"",
          e);
    }
  }

  /**
   * The values from the largest to the smallest.
   *
   * @param rows of the data, or the sum of their weights
   */
  public List<Double> forRows(double rows) {
    return values.isEmpty()
        ? IntStream.range(0, AUTO_VALUES)
            .mapToObj(i -> Math.pow(10, 4 - 2.0 * i / 3) / rows)
            .toList()
        : values;
  }
}
