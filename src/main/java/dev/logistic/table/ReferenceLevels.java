package dev.logistic.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The levels that are to be the reference of their columns ({@code data.reference}), each given as
 * {@code column:level}; both may have colons in them. For one training.
 *
 * <p>For use within this project.
 */
public final class ReferenceLevels {

  private final List<String> given;
  private final Set<String> used = new HashSet<>();
  private final Map<String, List<String>> known = new LinkedHashMap<>();

  /**
   * Creates the references of features.
   *
   * @param given each a column and a level separated by a colon
   * @param texts the features that have levels
   * @param others the other features
   * @throws TableException if one does not name a feature that has levels
   */
  public ReferenceLevels(List<String> given, Collection<String> texts, Collection<String> others)
      throws TableException {
    this.given = List.copyOf(given);
    for (String each : given) {
      if (longest(each, texts).isEmpty()) {
        throw refused(each, texts, others);
      }
    }
  }

  private static TableException refused(
      String each, Collection<String> texts, Collection<String> others) {
    return new TableException(
        longest(each, others)
            .map(
                name ->
                    ("data.reference names \"%s\", but column \"%s\" has no levels; if its numbers"
                            + " are levels, name it in data.categorical")
                        .formatted(each, name))
            .orElseGet(
                () ->
                    ("data.reference must name a feature that has levels, a colon and a level, was"
                            + " \"%s\"; %sfeatures that have levels: %s")
                        .formatted(
                            each,
                            Names.suggested(
                                each.substring(0, Math.max(0, each.lastIndexOf(':'))), texts),
                            texts.isEmpty()
                                ? "none"
                                : Names.listed(texts.stream().sorted().toList()))));
  }

  /** Of the columns whose name a text starts with, returns the one with the longest name. */
  private static Optional<String> longest(String each, Collection<String> columns) {
    return columns.stream()
        .filter(name -> each.startsWith(name + ":"))
        .max(Comparator.comparing(String::length));
  }

  /**
   * The levels of a column with the reference first.
   *
   * @param levels of the training rows, in order
   * @throws TableException if two of them are to be the reference
   */
  public List<String> ordered(String column, List<String> levels) throws TableException {
    known.put(column, levels);
    List<String> found = new ArrayList<>();
    for (String each : given) {
      boolean named = each.startsWith(column + ":");
      if (named && levels.contains(each.substring(column.length() + 1)) && used.add(each)) {
        found.add(each.substring(column.length() + 1));
      }
    }
    if (found.size() > 1) {
      throw new TableException(
          "data.reference names more than one level of column \"%s\": %s"
              .formatted(column, Names.listed(found)));
    }
    List<String> ordered = new ArrayList<>(found);
    levels.stream().filter(level -> !found.contains(level)).forEach(ordered::add);
    return ordered;
  }

  /** Whether a level is to be the reference of its column. */
  boolean isGiven(String column, String level) {
    return given.contains(column + ":" + level);
  }

  /**
   * Checks, when all columns have been ordered, that every given level exists.
   *
   * @throws TableException if one does not; the message lists the levels that the column has
   */
  public void requireAllFound() throws TableException {
    for (String each : given) {
      Optional<String> column = longest(each, known.keySet());
      if (!used.contains(each) && column.isPresent()) {
        String name = column.get();
        throw new TableException(
            "data.reference must name a level of column \"%s\" in the training rows, was \"%s\"; they are %s"
                .formatted(
                    name,
                    each.substring(name.length() + 1),
                    Names.listed(known.getOrDefault(name, List.of()))));
      }
    }
  }
}
