package dev.logistic.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The classes that the values of a label represent. For use within this project. */
public final class ClassNames {

  private static final List<String> SIGNS = List.of("-", "+");

  /** With more distinct whole numbers, the label may be a count or an age. */
  private static final int MANY = 20;

  private ClassNames() {}

  /**
   * The classes in natural order, numbers by their value, even if written as texts, and "+" after
   * "-"; of two, the second is the positive one.
   *
   * @param label the column; of numbers as {@link Numbers#text} writes them
   * @param texts its distinct values
   * @param positive which of two is to be the positive one; empty for the second
   * @throws TableException if there are fewer than two classes, two spellings of one number, more
   *     than two numbers that are not whole, or a positive class is given that does not exist or
   *     there are more than two classes
   */
  public static List<String> inOrder(Column label, Collection<String> texts, String positive)
      throws TableException {
    List<String> classes = new ArrayList<>(texts);
    boolean numbers = areNumbers(classes);
    if (Flags.areMixedWithNumbers(classes)) {
      String flag = classes.stream().filter(Flags::isOne).findFirst().orElseThrow();
      String number = classes.stream().filter(text -> !Flags.isOne(text)).findFirst().orElseThrow();
      throw new TableException(
          Flags.message("the label \"%s\"".formatted(label.name()), flag, number, label));
    }
    if (numbers) {
      classes.sort(Comparator.comparing(ClassNames::value));
      requireOneSpelling(label, classes);
    } else if (classes.stream().allMatch(text -> SIGNS.contains(text.strip()))) {
      classes.sort(Comparator.comparing(text -> SIGNS.indexOf(text.strip())));
    } else {
      classes.sort(Comparator.naturalOrder());
    }
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
      String wanted = numbers ? spelled(classes, positive) : positive;
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

  /**
   * A warning if two classes differ in case or spaces alone, or if there are so many whole numbers
   * that they may be measurements; else empty.
   */
  public static Optional<String> warning(Column label, List<String> classes) {
    Map<String, String> spellings = new HashMap<>();
    for (String name : classes) {
      String other = spellings.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), name);
      if (other != null) {
        return Optional.of(
            "the label \"%s\" has the classes %s and %s, which differ in case or spaces alone; if they are one class, make them equal in SQL with data.query, as in LOWER(TRIM(\"%s\"))"
                .formatted(label.name(), Names.quoted(other), Names.quoted(name), label.name()));
      }
    }
    return classes.size() > MANY && areNumbers(classes)
        ? Optional.of(
            ("the label \"%s\" has %d classes, each a number; if it is a quantity, such as a"
                    + " count or an age, make classes of it in SQL with data.query")
                .formatted(label.name(), classes.size()))
        : Optional.empty();
  }

  /** The error for a label too large to be distinguished from the next whole number. */
  public static String tooLarge(String label, double value) {
    return ("must be below 2^53 in size to be distinct from the next whole number, was about %s; if it"
            + " names a class, make it a text in SQL with data.query, as CAST(\"%s\" AS VARCHAR)")
        .formatted(value, label);
  }

  private static boolean areNumbers(List<String> texts) {
    return texts.stream().allMatch(text -> Numbers.isNumber(plain(text)));
  }

  private static BigDecimal value(String text) {
    return Numbers.exact(plain(text));
  }

  /** Typeset texts use a separate minus sign. */
  private static String plain(String text) {
    return text.strip().replace('\u2212', '-');
  }

  private static String spelled(List<String> classes, String number) {
    return classes.stream()
        .filter(known -> Numbers.isNumber(plain(number)))
        .filter(known -> value(known).compareTo(value(number)) == 0)
        .findFirst()
        .orElse(number);
  }

  /** Classes in order, so that spellings of one number are neighbours. */
  private static void requireOneSpelling(Column label, List<String> classes) throws TableException {
    for (int i = 1; i < classes.size(); i++) {
      String one = classes.get(i - 1);
      String other = classes.get(i);
      if (value(one).compareTo(value(other)) == 0) {
        throw new TableException(
            ("the label \"%s\" must spell each number in one way, has %s and %s; make one of them"
                    + " in SQL with data.query, as CAST(\"%s\" AS DOUBLE)")
                .formatted(label.name(), Names.quoted(one), Names.quoted(other), label.name()));
      }
    }
  }

  /** Two numbers may be anything, but more than two with decimals are measurements, not classes. */
  private static void requireClasses(Column label, List<String> classes, String positive)
      throws TableException {
    if (!positive.isEmpty()) {
      throw new TableException(
          "the positive class can be chosen only between two classes, but the label \"%s\" has %d: %s"
              .formatted(label.name(), classes.size(), Names.listed(classes)));
    }
    if (label.kind() == Column.Kind.NUMBER) {
      for (String text : classes) {
        double value = Double.parseDouble(text);
        if (value != Math.rint(value)) {
          throw new TableException(
              "the label \"%s\" has %d distinct numbers, and not all are whole, such as %s; if they"
                      .formatted(label.name(), classes.size(), text)
                  + " name classes, make them texts in SQL with data.query");
        }
      }
    }
  }
}
