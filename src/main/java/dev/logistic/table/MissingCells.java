package dev.logistic.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How missing cells of features are treated. For use within this project.
 *
 * @param usual for columns that are not named
 * @param columns by name
 */
public record MissingCells(Rule usual, Map<String, Rule> columns) {

  /** How those of a column are treated. */
  public enum Rule {
    /** They are refused. */
    REFUSE,
    /**
     * They are filled with the mean of the training rows, or for a text with the most frequent
     * level; of several, the first in natural order.
     */
    MEAN,
    /** They are filled with the median of the training rows, or for a text as with the mean. */
    MEDIAN,
    /** They are filled as with the mean, and a further feature states which ones were. */
    INDICATOR,
    /** Their rows are left out, before anything is learned. */
    DROP;

    /** Whether a value is filled in. */
    boolean fills() {
      return this == MEAN || this == MEDIAN || this == INDICATOR;
    }
  }

  /** Copies the columns. */
  public MissingCells {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** The same for all columns. */
  public static MissingCells of(Rule usual) {
    return new MissingCells(usual, Map.of());
  }

  /** The rule for a column. */
  Rule ruleOf(String column) {
    return columns.getOrDefault(column, usual);
  }

  /** Whether rows with missing cells are left out. */
  boolean leavesOutRows() {
    return usual == Rule.DROP;
  }

  /**
   * Returns a value of the setting by which columns that refuse missing cells are filled with their
   * mean, and the others as they are now.
   */
  String withMean(List<String> refusing) {
    if (columns.isEmpty()) {
      return "mean";
    }
    Map<String, Rule> rules = new LinkedHashMap<>(columns);
    rules.values().removeIf(rule -> rule == Rule.REFUSE);
    refusing.forEach(column -> rules.put(column, Rule.MEAN));
    return rules.entrySet().stream()
        .map(rule -> rule.getKey() + ":" + rule.getValue().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
