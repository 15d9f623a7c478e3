package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

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
    LinkedHashSet<String> distinctNumbers = new LinkedHashSet<>();
    LinkedHashSet<String> distinctTexts = new LinkedHashSet<>();
    for (int i = 0; i < isText.length; i++) {
      (isText[i] ? distinctTexts : distinctNumbers).add(wanted.get(i));
    }
    List<String> numbers = List.copyOf(distinctNumbers);
    List<String> texts = List.copyOf(distinctTexts);
    int[] slots = new int[isText.length];
    int[] columns = new int[isText.length];
    Arrays.setAll(slots, i -> isText[i] ? texts.indexOf(wanted.get(i)) : ResultCells.NO_SLOT);
    Arrays.setAll(
        columns,
        i ->
            1
                + (isText[i]
                    ? numbers.size() + slots[i] / MOST_TEXTS
                    : numbers.indexOf(wanted.get(i))));
    return new SelectList(numbers, texts, columns, slots);
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
