package dev.logistic.schema;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text with a few distinct values. Each level except for the reference becomes a feature named
 * {@code column=level} that is 1 where the cell has that level and else 0.
 */
public final class LevelsTerm implements Term {

  private static final long serialVersionUID = 1L;

  private final String column;
  private final List<String> levels;
  private final List<String> merged;
  private final @Nullable Double fill;
  private final HashMap<String, Integer> places = new HashMap<>();

  /**
   * Copies the levels.
   *
   * @param levels at least two; the first is the reference, which may be any of them
   * @param merged levels that the training saw and merged into the reference level
   * @param fill the index of the level that fills a missing cell, from 0; null where missing cells
   *     are refused
   * @throws IllegalArgumentException if there are fewer than two levels, one is a duplicate, also
   *     among the merged ones, or the fill is not an index of a level
   */
  public LevelsTerm(
      String column, List<String> levels, List<String> merged, @Nullable Double fill) {
    this.column = column;
    this.levels = List.copyOf(levels);
    this.merged = List.copyOf(merged);
    this.fill = fill;
    if (levels.size() < 2 || levels.stream().distinct().count() < levels.size()) {
      throw new IllegalArgumentException(
          "column \"%s\" of type TEXT cannot have the levels %s".formatted(column, levels));
    }
    if (merged.stream().distinct().count() < merged.size()
        || !Collections.disjoint(levels, merged)) {
      throw new IllegalArgumentException(
          "column \"%s\" of type TEXT with the levels %s cannot have the merged levels %s"
              .formatted(column, levels, merged));
    }
    if (fill != null && !(fill == Math.rint(fill) && fill >= 0 && fill < levels.size())) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be filled with %s".formatted(column, fill));
    }
    levels.forEach(level -> places.put(level, places.size()));
    merged.forEach(level -> places.put(level, 0));
  }

  /** Creates a term without merged levels. */
  public LevelsTerm(String column, List<String> levels, @Nullable Double fill) {
    this(column, levels, List.of(), fill);
  }

  @Override
  public String column() {
    return column;
  }

  @Override
  public String type() {
    return "text";
  }

  @Override
  public String expected() {
    return "a text";
  }

  @Override
  public @Nullable Double fill() {
    return fill;
  }

  @Override
  public int width() {
    return levels.size() - 1;
  }

  @Override
  public List<String> featureNames() {
    return levels.stream().skip(1).map(level -> column + "=" + level).toList();
  }

  @Override
  public List<String> levels() {
    return levels;
  }

  @Override
  public List<String> merged() {
    return merged;
  }

  /** A number is looked up by its text, 1 for 1.0, if levels are numbers. */
  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return encode(value, from, sink);
  }

  /** A number or a boolean is looked up by its text if levels are numbers or booleans. */
  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    Optional<String> text = PlainText.of(cell, levels).or(() -> PlainText.of(cell, merged));
    if (text.isEmpty()) {
      return Outcome.REFUSED;
    }
    Integer place = places.get(text.get());
    return place == null ? Outcome.UNSEEN : encodeLevel(place, from, sink);
  }

  @Override
  public Outcome encodeMissing(int from, Sink sink) {
    return fill == null ? Outcome.MISSING : encodeLevel(fill.intValue(), from, sink);
  }

  private static Outcome encodeLevel(int place, int from, Sink sink) {
    if (place > 0) {
      sink.accept(from + place - 1, 1);
    }
    return Outcome.ENCODED;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LevelsTerm term
        && column.equals(term.column)
        && levels.equals(term.levels)
        && merged.equals(term.merged)
        && Objects.equals(fill, term.fill);
  }

  @Override
  public int hashCode() {
    return Objects.hash(column, levels, merged, fill);
  }

  @Override
  public String toString() {
    return "LevelsTerm[%s, %s, merged=%s, fill=%s]".formatted(column, levels, merged, fill);
  }
}
