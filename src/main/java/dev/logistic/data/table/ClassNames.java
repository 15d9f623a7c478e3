package dev.logistic.data.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The classes that the values of a label stand for. */
public final class ClassNames {

  private ClassNames() {}

  /**
   * The classes in natural order, numbers by their value; of two, the second is the positive one.
   *
   * @param label the column; of numbers as {@link Numbers#text} writes them
   * @param texts its distinct values
   * @param positive which of two is to be the positive one; empty for the second
   * @throws TableException if there are fewer than two classes, more of numbers that are not whole,
   *     or none or more than two of which one is to be the positive one
   */
  public static List<String> inOrder(Column label, Collection<String> texts, String positive)
      throws TableException {
    List<String> classes = new ArrayList<>(texts);
    boolean numbers = label.kind() == Column.Kind.NUMBER;
    classes.sort(
        numbers ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder());
    if (classes.size() < 2) {
      throw new TableException(
          "the label \"%s\" must have two distinct values, has %d: %s"
              .formatted(label.name(), classes.size(), Names.listed(classes)));
    }
    if (classes.size() > 2) {
      requireClasses(label, classes, positive);
      return classes;
    }
    if (!positive.isEmpty()) {
      boolean number = numbers && Numbers.isNumber(positive);
      String wanted = number ? Numbers.text(Double.parseDouble(positive)) : positive;
      if (!classes.contains(wanted)) {
        throw new TableException(
            "the positive class must be one of %s, was \"%s\""
                .formatted(String.join(", ", classes), positive));
      }
      if (classes.get(0).equals(wanted)) {
        Collections.reverse(classes);
      }
    }
    return classes;
  }

  /** Two numbers may be anything, but more of them with decimals are measured, not classes. */
  private static void requireClasses(Column label, List<String> classes, String positive)
      throws TableException {
    if (!positive.isEmpty()) {
      throw new TableException(
          "the positive class can be chosen of two classes alone, but the label \"%s\" has %d: %s"
              .formatted(label.name(), classes.size(), Names.listed(classes)));
    }
    if (label.kind() == Column.Kind.NUMBER) {
      for (String text : classes) {
        double value = Double.parseDouble(text);
        if (value != Math.rint(value)) {
          throw new TableException(
              "the label \"%s\" has %d distinct numbers, and not all are whole, such as %s; if they"
                      .formatted(label.name(), classes.size(), text)
                  + " name classes, make them texts in SQL with --query");
        }
      }
    }
  }
}
