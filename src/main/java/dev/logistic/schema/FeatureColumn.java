package dev.logistic.schema;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * An input column that a model learns from, and how its cells become features.
 *
 * @param name of the column
 * @param type of its cells
 * @param levels of a text column, at least two; the first is the reference, which may be any of
 *     them, the others are in natural order; and each of the others becomes a feature named {@code
 *     column=level} that is 1 where the cell has that level and else 0; empty for the other types,
 *     whose one feature is the cell itself
 * @param merged levels of a text column that the training saw and that read as its reference level;
 *     empty for the other types
 * @param fill what stands for a missing cell: a value, or of a text column the place of a level,
 *     from 0; empty where missing cells are refused
 */
public record FeatureColumn(
    String name, Type type, List<String> levels, List<String> merged, OptionalDouble fill) {

  /** What the cells of a column are. */
  public enum Type {
    /** A finite number. */
    NUMBER,
    /** True, which is 1, or false, which is 0. */
    BOOLEAN,
    /** A text out of a few. */
    TEXT
  }

  /**
   * Copies the levels.
   *
   * @throws IllegalArgumentException if a text column has fewer than two levels or one twice,
   *     another has any, a merged level is one of a column's levels or there twice, or the fill is
   *     not one of its values
   */
  public FeatureColumn {
    levels = List.copyOf(levels);
    merged = List.copyOf(merged);
    boolean text = type == Type.TEXT;
    if (text
        ? levels.size() < 2 || levels.stream().distinct().count() < levels.size()
        : !levels.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\" of type %s cannot have the levels %s".formatted(name, type, levels));
    }
    if (!merged.isEmpty()
        && (!text
            || merged.stream().distinct().count() < merged.size()
            || !Collections.disjoint(levels, merged))) {
      throw new IllegalArgumentException(
          "column \"%s\" of type %s with the levels %s cannot have the merged levels %s"
              .formatted(name, type, levels, merged));
    }
    if (fill.isPresent() && !isValue(fill.getAsDouble(), levels)) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be filled with %s".formatted(name, fill.getAsDouble()));
    }
  }

  /** Creates a column without merged levels. */
  public FeatureColumn(String name, Type type, List<String> levels, OptionalDouble fill) {
    this(name, type, levels, List.of(), fill);
  }

  private static boolean isValue(double fill, List<String> levels) {
    return levels.isEmpty()
        ? Double.isFinite(fill)
        : fill == Math.rint(fill) && fill >= 0 && fill < levels.size();
  }

  /** A number whose missing cells are refused. */
  public static FeatureColumn number(String name) {
    return new FeatureColumn(name, Type.NUMBER, List.of(), OptionalDouble.empty());
  }

  /** Number of features that it becomes. */
  public int width() {
    return type == Type.TEXT ? levels.size() - 1 : 1;
  }

  /** Names of the features that it becomes. */
  Stream<String> featureNames() {
    return type == Type.TEXT
        ? levels.stream().skip(1).map(level -> name + "=" + level)
        : Stream.of(name);
  }
}
