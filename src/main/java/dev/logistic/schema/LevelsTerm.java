package dev.logistic.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text with distinct values. Each level except for the reference becomes a feature named {@code
 * column=level} that is 1 where the cell has that level and else 0. Where there are rare levels,
 * the level {@link #OTHER} stands for them and for texts that the training did not see.
 */
public final class LevelsTerm implements Term {

  /** The name of the level that stands for rare and unseen ones. */
  public static final String OTHER = "(other)";

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private final String column;
  private final List<String> levels;
  private final List<String> merged;
  private final List<String> rare;
  private final @Nullable Double fill;
  private final boolean numbers;
  private final boolean booleans;
  private final HashMap<String, Integer> places = new HashMap<>();

  /**
   * Copies the levels.
   *
   * @param levels at least two; the first is the reference, which may be any of them
   * @param merged levels that the training saw and merged into the reference level
   * @param rare levels that the training saw and {@link #OTHER} stands for, which then is a level
   * @param fill the index of the level that fills a missing cell, from 0; null where missing cells
   *     are refused
   * @throws IllegalArgumentException if there are fewer than two levels, one is a duplicate, also
   *     among the merged and rare ones, there are rare ones without {@link #OTHER}, or the fill is
   *     not an index of a level
   */
  public LevelsTerm(
      String column,
      List<String> levels,
      List<String> merged,
      List<String> rare,
      @Nullable Double fill) {
    this.column = column;
    this.levels = List.copyOf(levels);
    this.merged = List.copyOf(merged);
    this.rare = List.copyOf(rare);
    this.fill = fill;
    this.numbers = texts().anyMatch(PlainText::isNumber);
    this.booleans = texts().anyMatch(PlainText::isBoolean);
    if (levels.size() < 2 || !addAll(levels, i -> i)) {
      throw new IllegalArgumentException(
          "column \"%s\" of type TEXT cannot have the levels %s".formatted(column, some(levels)));
    }
    Integer other = places.get(OTHER);
    if (!addAll(merged, i -> 0)) {
      throw new IllegalArgumentException(
          "column \"%s\" of type TEXT with the levels %s cannot have the merged levels %s"
              .formatted(column, some(levels), some(merged)));
    }
    if (!rare.isEmpty() && (other == null || !addAll(rare, i -> other))) {
      throw new IllegalArgumentException(
          "column \"%s\" of type TEXT with the levels %s cannot have the rare levels %s"
              .formatted(column, some(levels), some(rare)));
    }
    if (fill != null && !(fill == Math.rint(fill) && fill >= 0 && fill < levels.size())) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be filled with %s".formatted(column, fill));
    }
  }

  /** Returns false if a text has a place already. */
  private boolean addAll(List<String> texts, IntUnaryOperator place) {
    for (int i = 0; i < texts.size(); i++) {
      if (places.putIfAbsent(texts.get(i), place.applyAsInt(i)) != null) {
        return false;
      }
    }
    return true;
  }

  private Stream<String> texts() {
    return Stream.of(levels, merged, rare).flatMap(List::stream);
  }

  /** Creates a term without rare levels. */
  public LevelsTerm(
      String column, List<String> levels, List<String> merged, @Nullable Double fill) {
    this(column, levels, merged, List.of(), fill);
  }

  /** Creates a term without merged levels. */
  public LevelsTerm(String column, List<String> levels, @Nullable Double fill) {
    this(column, levels, List.of(), fill);
  }

  private static String some(List<String> levels) {
    return levels.size() <= SHOWN
        ? levels.toString()
        : levels.subList(0, SHOWN) + " and " + (levels.size() - SHOWN) + " more";
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
  public boolean readsText() {
    return true;
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
  public String featureName(int feature) {
    return column + "=" + levels.get(feature + 1);
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
    Optional<String> text = PlainText.of(cell, numbers, booleans);
    if (text.isEmpty()) {
      return Outcome.REFUSED;
    }
    Integer place = places.get(text.get());
    if (place != null) {
      return encodeLevel(place, from, sink);
    }
    encodeLevel(places.getOrDefault(unseen(), 0), from, sink);
    return Outcome.UNSEEN;
  }

  /** Levels that the training saw and {@link #OTHER} stands for. */
  public List<String> rare() {
    return rare;
  }

  /** The level as which a text is read that the training did not see. */
  public String unseen() {
    return rare.isEmpty() ? levels.get(0) : OTHER;
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
        && rare.equals(term.rare)
        && Objects.equals(fill, term.fill);
  }

  @Override
  public int hashCode() {
    return Objects.hash(column, levels, merged, rare, fill);
  }

  @Override
  public String toString() {
    return "LevelsTerm[%s, %s, merged=%s, rare=%s, fill=%s]"
        .formatted(column, some(levels), some(merged), some(rare), fill);
  }
}
