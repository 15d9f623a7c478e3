package dev.logistic.schema;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the texts that the training did not see and that have been encoded as the reference level
 * of their column, and of rows by index the values of columns that the training did not see.
 * Thread-safe.
 */
public final class UnseenTexts {

  private final Map<String, Long> counts = new LinkedHashMap<>();

  /** Counts a text of a column. */
  public synchronized void add(String column) {
    counts.merge(column, 1L, Long::sum);
  }

  /** The number of such texts by column, in the order of appearance; columns without are absent. */
  public synchronized Map<String, Long> byColumn() {
    return new LinkedHashMap<>(counts);
  }

  /** The number of such texts in all columns. */
  public synchronized long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
