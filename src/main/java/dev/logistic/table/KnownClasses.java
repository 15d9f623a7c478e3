package dev.logistic.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The classes of a model, for reading labels of any table. A class that is a number matches a label
 * of the same value, as 1 matches 1.0 and +1; true and false match in any case, and 1 and 0 match
 * them; all other classes match a label of the same text. For one thread.
 */
final class KnownClasses {

  private final List<String> classes;
  private final Map<String, Integer> places = new HashMap<>(); // by text, spellings included

  KnownClasses(List<String> classes) {
    this.classes = List.copyOf(classes);
    classes.forEach(name -> places.put(name, places.size()));
  }

  /** Whether the text of a label decides rather than its value. */
  boolean areTexts() {
    return !classes.stream().allMatch(name -> Flags.isOne(name) || isNumber(name));
  }

  /** Returns the index of a label's class; empty if there is no such class. */
  OptionalInt place(String label) {
    Integer known = places.get(label);
    if (known != null) {
      return OptionalInt.of(known);
    }
    for (int place = 0; place < classes.size(); place++) {
      if (isSame(classes.get(place), label)) {
        places.put(label, place);
        return OptionalInt.of(place);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isSame(String name, String label) {
    boolean flags = Flags.isOne(name) && Flags.isOne(label);
    boolean numbers = isNumber(name) && isNumber(label);
    return (flags || numbers || areFlags()) && number(name).equals(number(label));
  }

  /** Whether the two classes are true and false, or 1 and 0. */
  private boolean areFlags() {
    return classes.stream().map(KnownClasses::number).sorted().toList().equals(List.of("0", "1"));
  }

  /** 1 and 0 for flags, and numbers without what their value does not need; others as they are. */
  private static String number(String text) {
    if (Flags.isOne(text)) {
      return Flags.isTrue(text) ? "1" : "0";
    }
    return isNumber(text) ? Levels.plain(text.strip()) : text;
  }

  private static boolean isNumber(String text) {
    return Numbers.isNumber(text.strip());
  }
}
