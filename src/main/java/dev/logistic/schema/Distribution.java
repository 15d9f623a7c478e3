package dev.logistic.schema;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often the cells of a column, or the scores of a model, fall into each bin. For use within
 * this project.
 *
 * @param name of the column
 * @param edges of a number's bins, ascending: bin i has the values above edge i - 1, up to edge i;
 *     empty for texts
 * @param levels of a text: a bin for each, and one after them for all other texts; null for numbers
 * @param counts of the cells in each bin, one more than edges or levels
 * @param missing number of missing cells
 * @param range the least and the greatest number; empty for texts, and where all are missing
 */
public record Distribution(
    String name,
    List<Double> edges,
    @Nullable List<String> levels,
    List<Long> counts,
    long missing,
    List<Double> range) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if their lengths do not fit
   */
  public Distribution {
    edges = List.copyOf(edges);
    levels = levels == null ? null : List.copyOf(levels);
    counts = List.copyOf(counts);
    range = List.copyOf(range);
    int bins = (levels == null ? edges : levels).size() + 1;
    boolean fits = levels == null || (edges.isEmpty() && range.isEmpty());
    if (counts.size() != bins || !fits || (!range.isEmpty() && range.size() != 2)) {
      throw new IllegalArgumentException("the bins of \"%s\" do not fit".formatted(name));
    }
  }

  /** The levels; empty for numbers. */
  public Optional<List<String>> texts() {
    return Optional.ofNullable(levels);
  }

  /** The number of cells, missing ones included. */
  public long cells() {
    return missing + counts.stream().mapToLong(Long::longValue).sum();
  }
}
