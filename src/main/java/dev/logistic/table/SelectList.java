package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The expressions that DuckDB evaluates for a list of wanted ones: each only once, and texts packed
 * some at a time by {@link PackedTexts}.
 */
final class SelectList {

  /** Texts that are packed together at most: a table can have thousands of columns. */
  static final int MOST_TEXTS = 64;

  private final List<String> numbers;
  private final List<String> texts;
  private final int[] columns;
  private final int[] slots;

  private SelectList(List<String> numbers, List<String> texts, int[] columns, int[] slots) {
    this.numbers = numbers;
    this.texts = texts;
    this.columns = columns;
    this.slots = slots;
  }

  /**
   * @param wanted expressions, in order
   * @param isText which of them are VARCHAR
   */
  static SelectList of(List<String> wanted, boolean[] isText) {
    Map<String, Integer> numbers = new LinkedHashMap<>(); // their places
    Map<String, Integer> texts = new LinkedHashMap<>();
    int[] places = new int[isText.length];
    for (int i = 0; i < isText.length; i++) {
      Map<String, Integer> known = isText[i] ? texts : numbers;
      Integer place = known.putIfAbsent(wanted.get(i), known.size());
      places[i] = place == null ? known.size() - 1 : place;
    }
    int[] slots = new int[isText.length];
    int[] columns = new int[isText.length];
    Arrays.setAll(slots, i -> isText[i] ? places[i] : ResultCells.NO_SLOT);
    Arrays.setAll(
        columns, i -> 1 + (isText[i] ? numbers.size() + places[i] / MOST_TEXTS : places[i]));
    return new SelectList(
        List.copyOf(numbers.keySet()), List.copyOf(texts.keySet()), columns, slots);
  }

  String sql() {
    List<String> all = new ArrayList<>(numbers);
    for (int from = 0; from < texts.size(); from += MOST_TEXTS) {
      all.add(PackedTexts.sql(texts.subList(from, Math.min(texts.size(), from + MOST_TEXTS))));
    }
    return String.join(", ", all);
  }

  /** Column of the result, from 1, that holds each of the wanted ones. */
  int[] columns() {
    return columns;
  }

  /** Place of each of the wanted ones among the packed texts, or {@link ResultCells#NO_SLOT}. */
  int[] slots() {
    return slots;
  }
}
