package dev.logistic.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How missing values of features are treated, for all columns or by column.
 *
 * @param usual for columns that are not named
 * @param columns by name; none may be {@link Missing#DROP}, which leaves out rows, nor may {@code
 *     usual} be, where there are any
 */
public record MissingValues(Missing usual, Map<String, Missing> columns) {

  /** What a setting of this kind may be. */
  static final String RULE =
      "one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
          + " without drop";

  private static final Values<Missing> KINDS = Values.choice(Missing.class);

  /**
   * Copies the columns.
   *
   * @throws IllegalArgumentException if rows are to be left out and columns are named
   */
  public MissingValues {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (columns.containsValue(Missing.DROP) || (usual == Missing.DROP && !columns.isEmpty())) {
      throw new IllegalArgumentException("data.missing must be " + RULE);
    }
  }

  /** The same for all columns. */
  public static MissingValues of(Missing usual) {
    return new MissingValues(usual, Map.of());
  }

  /** Whether rows with missing values are left out. */
  public boolean leavesOutRows() {
    return usual == Missing.DROP;
  }

  /** Each part is {@code column:kind}; one may be the kind for the other columns. */
  static MissingValues parse(String text) {
    Missing usual = null;
    Map<String, Missing> columns = new LinkedHashMap<>();
    for (String part : Values.texts().parser().apply(text)) {
      int colon = part.lastIndexOf(':');
      Missing kind = KINDS.parser().apply(part.substring(colon + 1).strip());
      boolean isRepeated =
          colon < 0 ? usual != null : columns.put(part.substring(0, colon).strip(), kind) != null;
      if (isRepeated) {
        throw new IllegalArgumentException("repeated: " + part);
      }
      usual = colon < 0 ? kind : usual;
    }
    if (usual == null && columns.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return new MissingValues(usual == null ? Missing.ERROR : usual, columns);
  }

  String print() {
    List<String> parts = new ArrayList<>();
    if (usual != Missing.ERROR || columns.isEmpty()) {
      parts.add(KINDS.printer().apply(usual));
    }
    columns.forEach((column, kind) -> parts.add(column + ":" + KINDS.printer().apply(kind)));
    return Values.texts().printer().apply(parts);
  }

  /** As the setting has it: {@code age:median,income:indicator}. */
  @Override
  public String toString() {
    return print();
  }
}
