package dev.logistic.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting: its name, the rule for its values, its default, and how values read and print.
 *
 * @param <T> the type of the values; immutable
 */
public final class Key<T> {

  private static final int MOST_SHOWN = 200;

  /** Digits beyond these cost a time that grows with their square. */
  private static final int LONGEST_NUMBER = 1000;

  private final String name;
  private final T defaultValue;
  private final T tableDefault;
  private final String rule;
  private final Function<String, T> parser;
  private final Predicate<T> allowed;
  private final Function<T, String> printer;

  private Key(
      String name,
      T defaultValue,
      String rule,
      Function<String, T> parser,
      Predicate<T> allowed,
      Function<T, String> printer) {
    this(name, defaultValue, defaultValue, rule, parser, allowed, printer);
  }

  private Key(
      String name,
      T defaultValue,
      T tableDefault,
      String rule,
      Function<String, T> parser,
      Predicate<T> allowed,
      Function<T, String> printer) {
    this.name = name;
    this.defaultValue = defaultValue;
    this.tableDefault = tableDefault;
    this.rule = rule;
    this.parser = parser;
    this.allowed = allowed;
    this.printer = printer;
  }

  /** The same key with another default where the rows come from a table. */
  Key<T> forTables(T value) {
    return new Key<>(name, defaultValue, value, rule, parser, allowed, printer);
  }

  static Key<Integer> positiveInteger(String name, int defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a whole number from 1 to " + Integer.MAX_VALUE,
        Integer::valueOf,
        value -> value >= 1,
        String::valueOf);
  }

  static Key<OptionalInt> positiveIntegerOrEmpty(String name) {
    return new Key<>(
        name,
        OptionalInt.empty(),
        "empty or a whole number from 1 to " + Integer.MAX_VALUE,
        text -> text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text)),
        value -> value.isEmpty() || value.getAsInt() >= 1,
        value -> value.isPresent() ? Integer.toString(value.getAsInt()) : "");
  }

  static Key<Long> wholeNumber(String name, long defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a whole number from -2^63 to 2^63-1",
        Long::valueOf,
        value -> true,
        String::valueOf);
  }

  static Key<Double> positiveNumber(String name, double defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a finite number greater than 0",
        Key::parseNumber,
        value -> value > 0 && Double.isFinite(value),
        String::valueOf);
  }

  static Key<Double> numberFromZero(String name, double defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a finite number from 0 on",
        Key::parseNumber,
        value -> value >= 0 && Double.isFinite(value),
        String::valueOf);
  }

  static Key<OptionalDouble> numberFromZeroOrEmpty(String name, OptionalDouble defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "empty or a finite number from 0 on",
        text -> text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(parseNumber(text)),
        value ->
            value.isEmpty() || (value.getAsDouble() >= 0 && Double.isFinite(value.getAsDouble())),
        value -> value.isPresent() ? Double.toString(value.getAsDouble()) : "");
  }

  static Key<Double> share(String name, double defaultValue, double most) {
    return new Key<>(
        name,
        defaultValue,
        "a number from 0 to " + most,
        Key::parseNumber,
        value -> value >= 0 && value <= most,
        String::valueOf);
  }

  static Key<Double> numberFromZeroToBelowOne(String name, double defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a number from 0 to below 1",
        Key::parseNumber,
        value -> value >= 0 && value < 1,
        String::valueOf);
  }

  static Key<List<Double>> numbers(String name, List<Double> defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "one or more finite numbers with commas between them",
        text -> Arrays.stream(text.split(",", -1)).map(Key::parseNumber).toList(),
        values -> !values.isEmpty() && values.stream().allMatch(Double::isFinite),
        values -> values.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  static Key<Boolean> flag(String name, boolean defaultValue) {
    return new Key<>(
        name, defaultValue, "true or false", Key::parseFlag, value -> true, String::valueOf);
  }

  /** Any text. */
  static Key<String> text(String name) {
    return new Key<>(name, "", "a text", UnaryOperator.identity(), value -> true, value -> value);
  }

  /** Any texts, with commas between them; a backslash keeps a comma inside a text. */
  static Key<List<String>> texts(String name) {
    return new Key<>(
        name,
        List.of(),
        "texts with commas between them, none twice",
        Key::parseTexts,
        values -> new HashSet<>(values).size() == values.size(),
        values ->
            values.stream()
                .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(",")));
  }

  static Key<ClassWeight> classWeight(String name) {
    return new Key<>(
        name,
        ClassWeight.NONE,
        ClassWeight.RULE,
        ClassWeight::parse,
        value -> true,
        ClassWeight::toString);
  }

  static Key<CheckpointInterval> checkpointInterval(String name, CheckpointInterval defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "a whole number of epochs from 1 on, or of seconds with an s behind it",
        CheckpointInterval::parse,
        value -> true,
        CheckpointInterval::toString);
  }

  static Key<String> address(String name, String defaultValue) {
    return new Key<>(
        name,
        defaultValue,
        "synthetic, a file, a glob or a jdbc: address",
        UnaryOperator.identity(),
        value -> !value.isEmpty(),
        JdbcAddress::withoutPassword);
  }

  static Key<String> text(String name, String defaultValue, String rule, Pattern pattern) {
    return new Key<>(
        name,
        defaultValue,
        rule,
        Function.identity(),
        pattern.asMatchPredicate(),
        Function.identity());
  }

  static <E extends Enum<E>> Key<E> choice(String name, Class<E> type, E defaultValue) {
    List<E> choices = List.of(type.getEnumConstants());
    String names = choices.stream().map(Key::kebabCase).collect(Collectors.joining(", "));
    return new Key<>(
        name,
        defaultValue,
        (choices.size() == 1 ? "" : "one of ") + names,
        text ->
            choices.stream()
                .filter(choice -> kebabCase(choice).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        value -> true,
        Key::kebabCase);
  }

  /** The name under which the setting is given, such as {@code train.batch-size}. */
  public String name() {
    return name;
  }

  /** The value that holds where none is given: that of the original program. */
  public T defaultValue() {
    return defaultValue;
  }

  /** The value that holds where none is given and the rows come from a table. */
  public T tableDefault() {
    return tableDefault;
  }

  /** What values are allowed, as the end of the sentence "must be ...". */
  public String rule() {
    return rule;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not of the right form or out of range; the
   *     message names the key, the rule and the text
   */
  public T parse(String text) {
    T value;
    try {
      value = parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
    if (!allowed.test(value)) {
      throw refused(text);
    }
    return value;
  }

  /** Prints a value so that {@link #parse} reads it back. */
  public String print(T value) {
    return printer.apply(value);
  }

  T check(T value) {
    if (!allowed.test(value)) {
      throw refused(print(value));
    }
    return value;
  }

  private IllegalArgumentException refused(String text) {
    String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    return new IllegalArgumentException(name + " must be " + rule + ", was \"" + shown + "\"");
  }

  /** Plain decimals only: unlike {@link Double#valueOf} this refuses NaN, hex and "1f". */
  static double parseNumber(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("too long");
    }
    return new BigDecimal(text.strip()).doubleValue();
  }

  private static List<String> parseTexts(String text) {
    List<String> texts = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes = c == '\\' && i + 1 < text.length();
      if (escapes && (text.charAt(i + 1) == ',' || text.charAt(i + 1) == '\\')) {
        i++;
        current.append(text.charAt(i));
      } else if (c == ',') {
        texts.add(current.toString().strip());
        current.setLength(0);
      } else {
        current.append(c);
      }
    }
    texts.add(current.toString().strip());
    return texts.stream().filter(value -> !value.isEmpty()).toList();
  }

  private static boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static String kebabCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return name;
  }
}
