package dev.logistic.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns and levels that {@code data.features} and {@code data.exclude} name. A level is named
 * as its indicator is, {@code column=level}; the levels that get no indicator are merged into the
 * reference level. Immutable.
 *
 * <p>For use within this project.
 */
public final class ChosenLevels {

  private static final String FEATURES = "data.features";
  private static final String EXCLUDE = "data.exclude";

  /** A level that a setting names. */
  private record Name(String key, String column, String level) {

    @Override
    public String toString() {
      return "%s names \"%s=%s\"".formatted(key, column, level);
    }
  }

  /**
   * The levels of a column in two parts.
   *
   * @param levels the reference level, and those that get an indicator, in the given order
   * @param merged the levels that are merged into the reference level, in the given order
   */
  public record Split(List<String> levels, List<String> merged) {

    /** Copies the lists. */
    public Split {
      levels = List.copyOf(levels);
      merged = List.copyOf(merged);
    }
  }

  private final List<Column> columns;
  private final Collection<String> categorical;
  private final Set<String> features;
  private final Set<String> excluded;
  private final List<Name> names = new ArrayList<>();

  /**
   * Resolves names. A name that matches a column, even one with {@code =} in it, means that column.
   *
   * @param features names of columns and levels to learn from
   * @param exclude names of columns and levels to leave out
   * @param columns of the table
   * @param categorical columns whose numbers are levels
   * @throws TableException if a name is neither a column nor a level of a text column
   */
  public ChosenLevels(
      List<String> features,
      List<String> exclude,
      List<Column> columns,
      Collection<String> categorical)
      throws TableException {
    this.columns = columns;
    this.categorical = categorical;
    this.excluded = resolved(EXCLUDE, exclude, false);
    this.features = resolved(FEATURES, features, true);
    for (Name name : names) {
      if (name.key.equals(FEATURES) && features.contains(name.column)) {
        throw new TableException(
            "%s names both column \"%s\" and its level \"%s\"; name either the column or levels"
                .formatted(FEATURES, name.column, name.level));
      }
    }
  }

  /**
   * Resolves the names of one setting.
   *
   * @param withLevels whether the columns of levels are returned, too
   * @return the columns, in order; names that are unknown stay as they are
   */
  private Set<String> resolved(String key, List<String> given, boolean withLevels)
      throws TableException {
    Set<String> resolved = new LinkedHashSet<>();
    Name before = null;
    for (String each : given) {
      if (columns.stream().anyMatch(column -> column.name().equals(each))) {
        resolved.add(each);
        continue;
      }
      Optional<Column> column = longest(each, this::isText).or(() -> longest(each, any -> true));
      if (column.isEmpty()) {
        requireNoComma(before, each);
        resolved.add(each);
        continue;
      }
      before = name(key, column.get(), each);
      names.add(before);
      if (withLevels) {
        resolved.add(before.column);
      }
    }
    return resolved;
  }

  /** Of the columns whose level a name can be, returns the one with the longest name. */
  private Optional<Column> longest(String each, Predicate<Column> wanted) {
    return columns.stream()
        .filter(wanted)
        .filter(column -> each.startsWith(column.name() + "="))
        .max(Comparator.comparing(column -> column.name().length()));
  }

  private boolean isText(Column column) {
    return column.kind() == Column.Kind.TEXT || categorical.contains(column.name());
  }

  private static void requireNoComma(@Nullable Name before, String each) throws TableException {
    if (before != null) {
      throw new TableException(
          ("%s and then \"%s\", which is not a column; if both are one level, write its comma as"
                  + " \\,")
              .formatted(before, each));
    }
  }

  private Name name(String key, Column column, String each) throws TableException {
    Name name = new Name(key, column.name(), each.substring(column.name().length() + 1));
    if (!isText(column)) {
      throw new TableException(
          switch (column.kind()) {
            case NUMBER ->
                ("%s, but column \"%s\" holds numbers, and only text columns have levels; if its"
                        + " numbers are levels, name it in data.categorical")
                    .formatted(name, column.name());
            case BOOLEAN ->
                "%s, but column \"%s\" is a boolean, which is one feature: name the column, as in %s=%s"
                    .formatted(name, column.name(), key, column.name());
            default ->
                "%s, but column \"%s\" is of type %s and has no levels"
                    .formatted(name, column.name(), column.sqlType());
          });
    }
    return name;
  }

  /** Names of the columns to learn from, in order; empty where all are wanted. */
  public Set<String> features() {
    return features;
  }

  /** Names of the columns to leave out. */
  public Set<String> excluded() {
    return excluded;
  }

  /**
   * Checks that every level belongs to a feature.
   *
   * @param chosen names of the features' columns
   * @throws TableException if one is not
   */
  public void requireOf(List<String> chosen) throws TableException {
    for (Name name : names) {
      if (!chosen.contains(name.column)) {
        throw new TableException(
            "%s, but column \"%s\" is not a feature; features are %s"
                .formatted(name, name.column, Names.listed(chosen)));
      }
    }
  }

  /**
   * Splits the levels of a column into those that get indicators and those merged into the
   * reference level.
   *
   * @param levels of the training rows, the reference level first
   * @throws TableException if a level that is named is not one of them or is the reference level,
   *     or none is left
   */
  public Split split(String column, List<String> levels) throws TableException {
    List<Name> own = names.stream().filter(name -> name.column.equals(column)).toList();
    if (own.isEmpty()) {
      return new Split(levels, List.of());
    }
    for (Name name : own) {
      requireIndicator(name, levels);
    }
    Set<String> wanted = levels(own, FEATURES);
    Set<String> unwanted = levels(own, EXCLUDE);
    List<String> kept = new ArrayList<>(levels.subList(0, 1));
    List<String> merged = new ArrayList<>();
    for (String level : levels.subList(1, levels.size())) {
      boolean keeps = (wanted.isEmpty() || wanted.contains(level)) && !unwanted.contains(level);
      (keeps ? kept : merged).add(level);
    }
    if (kept.size() == 1) {
      throw new TableException(
          ("%s leaves no level of column \"%s\" with an indicator; leave the whole column out with"
                  + " data.exclude=%s")
              .formatted(
                  wanted.isEmpty() ? EXCLUDE : FEATURES + " with " + EXCLUDE, column, column));
    }
    return new Split(kept, merged);
  }

  private static Set<String> levels(List<Name> names, String key) {
    Stream<Name> some = names.stream().filter(name -> name.key.equals(key));
    return new HashSet<>(some.map(Name::level).toList());
  }

  private static void requireIndicator(Name name, List<String> levels) throws TableException {
    if (!levels.contains(name.level)) {
      throw new TableException(
          "%s must name a level of column \"%s\" in the training rows, was \"%s\"; they are %s"
              .formatted(name.key, name.column, name.level, Names.listed(levels)));
    }
    if (name.level.equals(levels.get(0))) {
      throw new TableException(
          ("%s, but \"%s\" is the reference level of column \"%s\" and has no indicator; choose"
                  + " another reference with data.reference, as in data.reference=%s:%s")
              .formatted(
                  name,
                  name.level,
                  name.column,
                  name.column,
                  levels.size() > 1 ? levels.get(1) : "LEVEL"));
    }
  }
}
