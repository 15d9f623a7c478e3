package dev.logistic.effects;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Term;
import dev.logistic.text.NearNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Values that some columns are set to in every row, while the others are as observed.
 *
 * @param at the value of each of these columns
 * @param replaced their features
 * @param fixed what these features are set to
 */
record Scenario(Map<String, Object> at, BitSet replaced, RowValues fixed) {

  private static final int MOST = 1_000;
  private static final int LISTED = 10;

  /**
   * Returns one for each combination of values; a single one that sets nothing if there are none.
   *
   * @param at the values of each column: numbers, booleans or texts
   * @throws IllegalArgumentException if a column is not of the model, has no value or one that it
   *     cannot have, or there are more than a thousand combinations
   */
  static List<Scenario> of(FeatureSchema schema, Map<String, ? extends List<?>> at) {
    Map<String, InputColumn> columns =
        InputColumn.of(schema).stream()
            .collect(
                Collectors.toMap(
                    InputColumn::name, column -> column, (a, b) -> a, LinkedHashMap::new));
    List<Map<String, Object>> combinations = new ArrayList<>(List.of(Map.of()));
    for (Map.Entry<String, ? extends List<?>> each : at.entrySet()) {
      InputColumn column = columns.get(each.getKey());
      if (column == null) {
        throw unknown(each.getKey(), List.copyOf(columns.keySet()));
      }
      combinations = with(combinations, column, each.getValue());
    }
    return combinations.stream().map(values -> of(values, columns)).toList();
  }

  private static IllegalArgumentException unknown(String name, List<String> columns) {
    return new IllegalArgumentException(
        "the model has no column \"%s\"; %sits columns are %s%s"
            .formatted(
                name,
                NearNames.question(name, columns).map(text -> text + " ").orElse(""),
                String.join(", ", columns.subList(0, Math.min(LISTED, columns.size()))),
                columns.size() > LISTED ? " and %d more".formatted(columns.size() - LISTED) : ""));
  }

  private static List<Map<String, Object>> with(
      List<Map<String, Object>> combinations, InputColumn column, List<?> values) {
    List<Object> distinct = values.stream().map(value -> value(column, value)).distinct().toList();
    if (distinct.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a value of column \"%s\", found none".formatted(column.name()));
    }
    if ((long) combinations.size() * distinct.size() > MOST) {
      throw new IllegalArgumentException(
          "expected at most %d combinations of values, found %d"
              .formatted(MOST, (long) combinations.size() * distinct.size()));
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> earlier : combinations) {
      for (Object value : distinct) {
        Map<String, Object> longer = new LinkedHashMap<>(earlier);
        longer.put(column.name(), value);
        all.add(longer);
      }
    }
    return all;
  }

  /** Returns a value in the type of the column, if the column can have it. */
  private static Object value(InputColumn column, Object given) {
    Term term = column.term();
    Optional<Object> value =
        given instanceof CharSequence text ? parsed(term, text.toString()) : Optional.of(given);
    return value
        .filter(some -> term.encode(some, 0, new RowValues()) == Term.Outcome.ENCODED)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "column \"%s\" must be %s, was %s"
                        .formatted(
                            column.name(),
                            column.isNumber() || term instanceof FlagTerm
                                ? term.expected()
                                : "one of " + listed(term.levels()),
                            given instanceof CharSequence ? "\"" + given + "\"" : given)));
  }

  private static String listed(List<String> levels) {
    return levels.size() <= LISTED
        ? String.join(", ", levels)
        : String.join(", ", levels.subList(0, LISTED))
            + " and %d more".formatted(levels.size() - LISTED);
  }

  /** Reads the text of a number or a boolean; other texts are levels. */
  private static Optional<Object> parsed(Term term, String text) {
    if (term instanceof FlagTerm && (text.equals("true") || text.equals("false"))) {
      return Optional.of(Boolean.valueOf(text));
    }
    if (!(term instanceof FlagTerm || term instanceof NumberTerm)) {
      return Optional.of(text);
    }
    try {
      double number = Double.parseDouble(text);
      boolean isDecimal = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
      return isDecimal ? Optional.of(number) : Optional.empty(); // not 1d
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Scenario of(Map<String, Object> values, Map<String, InputColumn> columns) {
    BitSet replaced = new BitSet();
    RowValues fixed = new RowValues();
    for (InputColumn column : columns.values()) {
      Object value = values.get(column.name());
      if (value != null) {
        replaced.set(column.first(), column.end());
        column.term().encode(value, column.first(), fixed);
      }
    }
    return new Scenario(values, replaced, fixed);
  }

  /** Copies a row with these values. */
  void set(RowValues row, RowValues copy) {
    copy.clear();
    for (int i = 0; i < row.size(); i++) {
      if (!replaced.get(row.feature(i))) {
        copy.accept(row.feature(i), row.value(i));
      }
    }
    for (int i = 0; i < fixed.size(); i++) {
      copy.accept(fixed.feature(i), fixed.value(i));
    }
  }
}
