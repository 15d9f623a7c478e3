package dev.logistic.table;

import dev.logistic.schema.MissingTexts;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Texts that tables are known to use for a missing value, such as NA. Immutable. For use within
 * this project.
 */
public final class MissingMarkers implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<String> values;

  /**
   * Markers except for some.
   *
   * @param values texts that are values nevertheless ({@code data.not-missing})
   */
  public MissingMarkers(Collection<String> values) {
    this.values = Set.copyOf(values);
  }

  /** Whether a text looks like a missing value; blanks around it do not matter. */
  public boolean contains(String text) {
    return MissingTexts.isOne(text) && !values.contains(text.strip());
  }

  /** The distinct texts of a column that look missing, in order; "-" does not if there is "+". */
  public List<String> among(Collection<String> texts) {
    boolean signs = texts.stream().anyMatch(text -> text.strip().equals("+"));
    return texts.stream()
        .filter(this::contains)
        .filter(text -> !(signs && text.strip().equals("-")))
        .sorted()
        .toList();
  }

  /**
   * The message about cells that look missing.
   *
   * @param count number of them
   * @param where one of them is, such as {@code the first in row 2}; empty if that is not known
   * @param texts that look missing, at least one
   */
  public static String message(String column, long count, String where, List<String> texts) {
    String setting = String.join(",", texts.stream().map(String::strip).distinct().toList());
    return "column \"%s\" has %s that may mean a missing value%s: %s; set data.na=%s if so, or"
            .formatted(
                column,
                Names.counted(count, "text"),
                where.isEmpty() ? "" : ", " + where,
                Names.listed(texts.stream().map(Names::quoted).toList()),
                setting)
        + " data.not-missing="
        + setting
        + " if it is a value";
  }
}
