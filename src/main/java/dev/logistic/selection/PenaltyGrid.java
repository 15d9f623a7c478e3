package dev.logistic.selection;

import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.NullModel;
import dev.logistic.solver.WholeData;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The values of l2, or of l1, that a cross-validation tries; the other one is as set.
 *
 * @param kind which of the two
 * @param values from the largest to the smallest, without repeats; empty for values that follow
 *     from the rows: see {@link #AUTO} and {@link #AUTO_L1}
 */
public record PenaltyGrid(Kind kind, List<Double> values) {

  /** A part of the penalty. */
  public enum Kind {
    /** {@code train.l1}. */
    L1,
    /** {@code train.l2}. */
    L2;

    /** Returns settings with this part of the penalty. */
    Settings applied(Settings settings, double value) {
      return this == L1 ? settings.with(Settings.L1, value) : settings.with(Settings.L2, value);
    }

    /** Its name, as in the settings. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Thirteen values of l2 for n rows, from {@code 1e4 / n} to {@code 1e-4 / n}, three to every two
   * powers of ten: {@code 10^(4 - 2 i / 3) / n} for i from 0 to 12. In the middle is {@code 1 / n},
   * the default of tables. The same range as scikit-learn's {@code Cs=10}, where C is {@code 1 / (n
   * * l2)}.
   */
  public static final PenaltyGrid AUTO = new PenaltyGrid(Kind.L2, List.of());

  /**
   * Twenty-five values of l1, from the least one at which all weights are 0, the largest component
   * of the loss's gradient at the best biases alone, to a ten-thousandth of it, in equal ratios:
   * the ends of glmnet's path for more rows than columns.
   */
  public static final PenaltyGrid AUTO_L1 = new PenaltyGrid(Kind.L1, List.of());

  private static final int AUTO_VALUES = 13;
  private static final int AUTO_L1_VALUES = 25;
  private static final double LEAST_SHARE = 1e-4;

  /**
   * Sorts and copies; -0.0 becomes 0.
   *
   * @throws IllegalArgumentException if a value is negative, not finite, or a duplicate
   */
  public PenaltyGrid {
    values = values.stream().map(value -> value + 0.0).sorted(Comparator.reverseOrder()).toList();
    if (!values.stream().allMatch(value -> value >= 0 && Double.isFinite(value))
        || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "%s-grid must be finite numbers of at least 0, none twice, was %s"
              .formatted(kind, values));
    }
  }

  /**
   * Reads {@code auto}, or comma-separated numbers.
   *
   * @throws IllegalArgumentException if the text is neither, or the numbers are not allowed
   */
  public static PenaltyGrid parse(Kind kind, String text) {
    if (text.strip().equals("auto")) {
      return new PenaltyGrid(kind, List.of());
    }
    try {
      return new PenaltyGrid(
          kind,
          Arrays.stream(text.split(",", -1))
              .map(number -> new BigDecimal(number.strip()).doubleValue())
              .toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s-grid must be auto or comma-separated finite numbers of at least 0, none twice, was \"%s\""
              .formatted(kind, text),
          e);
    }
  }

  /** How many values there are. */
  public int size() {
    if (!values.isEmpty()) {
      return values.size();
    }
    return kind == Kind.L1 ? AUTO_L1_VALUES : AUTO_VALUES;
  }

  /**
   * The values from the largest to the smallest.
   *
   * @param rows of all folds, weighted as they are trained on
   */
  List<Double> on(LabelledData rows) {
    if (!values.isEmpty()) {
      return values;
    }
    return kind == Kind.L1 ? ofGradient(rows) : forRows(rows.weightSum());
  }

  /** The automatic values of l2. */
  static List<Double> forRows(double rows) {
    return IntStream.range(0, AUTO_VALUES)
        .mapToObj(i -> Math.pow(10, 4 - 2.0 * i / 3) / rows)
        .toList();
  }

  private static List<Double> ofGradient(LabelledData rows) {
    double largest;
    try (WholeData whole = new WholeData(rows)) {
      largest = NullModel.largestGradient(whole);
    }
    return IntStream.range(0, AUTO_L1_VALUES)
        .mapToObj(i -> largest * Math.pow(LEAST_SHARE, i / (AUTO_L1_VALUES - 1.0)))
        .distinct() // all are 0 where no feature has an effect
        .toList();
  }

  /** The penalty with one of the values, the rest as set. */
  Penalty penalty(double value, Settings settings, LabelledData rows) {
    double l2 = settings.get(Settings.L2).orElse(1 / rows.weightSum());
    return kind == Kind.L1
        ? new Penalty(value, l2, rows.outputs())
        : new Penalty(settings.get(Settings.L1), value, rows.outputs());
  }
}
