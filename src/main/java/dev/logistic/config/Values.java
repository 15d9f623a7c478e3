package dev.logistic.config;

import dev.logistic.text.JdbcAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values that a setting may have, and how they read and print.
 *
 * @param rule what is allowed, as the end of the sentence "must be ..."
 * @param parser throws an IllegalArgumentException for a text of another form
 * @param allowed whether a value is in range
 * @param printer prints so that the parser reads it back
 * @param <T> the type of the values; immutable
 */
record Values<T>(
    String rule, Function<String, T> parser, Predicate<T> allowed, Function<T, String> printer) {

  /** Parsing takes time quadratic in the number of digits. */
  private static final int LONGEST_NUMBER = 1000;

  /** Of bytes, each 1,024 times the one before. */
  private static final String UNITS = "kmgt";

  static Values<Integer> count() {
    return new Values<>(
        "a whole number from 1 to " + Integer.MAX_VALUE,
        Integer::valueOf,
        value -> value >= 1,
        String::valueOf);
  }

  static Values<Integer> countFromZero() {
    return new Values<>(
        "a whole number from 0 to " + Integer.MAX_VALUE,
        Integer::valueOf,
        value -> value >= 0,
        String::valueOf);
  }

  static Values<OptionalInt> countOrEmpty() {
    return new Values<>(
        "empty or a whole number from 1 to " + Integer.MAX_VALUE,
        text -> text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text)),
        value -> value.isEmpty() || value.getAsInt() >= 1,
        value -> value.isPresent() ? Integer.toString(value.getAsInt()) : "");
  }

  static Values<OptionalLong> bytes() {
    return new Values<>(
        "auto or a whole number of bytes from 1, or of k, m, g or t, as in 8g",
        text -> text.equals("auto") ? OptionalLong.empty() : OptionalLong.of(parseBytes(text)),
        value -> value.isEmpty() || value.getAsLong() >= 1,
        value -> value.isPresent() ? printBytes(value.getAsLong()) : "auto");
  }

  private static long parseBytes(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
    String number = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
    try {
      return Math.multiplyExact(Long.parseLong(number), 1L << (10 * (unit + 1)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String printBytes(long bytes) {
    int unit = -1;
    long number = bytes;
    while (unit + 1 < UNITS.length() && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number + (unit < 0 ? "" : UNITS.substring(unit, unit + 1));
  }

  static Values<OptionalInt> indexBase() {
    return new Values<>(
        "auto, 0 or 1",
        text -> text.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text)),
        value -> value.isEmpty() || value.getAsInt() == 0 || value.getAsInt() == 1,
        value -> value.isPresent() ? Integer.toString(value.getAsInt()) : "auto");
  }

  static Values<Long> wholeNumber() {
    return new Values<>(
        "a whole number from -2^63 to 2^63-1", Long::valueOf, value -> true, String::valueOf);
  }

  static Values<Double> positiveNumber() {
    return number("a finite number greater than 0", value -> value > 0 && Double.isFinite(value));
  }

  static Values<Double> fromZero() {
    return number("a finite number of at least 0", value -> value >= 0 && Double.isFinite(value));
  }

  static Values<Double> belowOne() {
    return number("a number from 0 to below 1", value -> value >= 0 && value < 1);
  }

  static Values<Double> share(double most) {
    return number("a number from 0 to " + most, value -> value >= 0 && value <= most);
  }

  private static Values<Double> number(String rule, Predicate<Double> allowed) {
    return new Values<>(rule, Values::parseNumber, allowed, String::valueOf);
  }

  static Values<OptionalDouble> fromZeroOrEmpty() {
    return new Values<>(
        "empty or a finite number of at least 0",
        text -> text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(parseNumber(text)),
        value ->
            value.isEmpty() || (value.getAsDouble() >= 0 && Double.isFinite(value.getAsDouble())),
        value -> value.isPresent() ? Double.toString(value.getAsDouble()) : "");
  }

  static Values<OptionalDouble> openShareOrEmpty() {
    return new Values<>(
        "empty or a number above 0 and below 1",
        text -> text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(parseNumber(text)),
        value -> value.isEmpty() || (value.getAsDouble() > 0 && value.getAsDouble() < 1),
        value -> value.isPresent() ? Double.toString(value.getAsDouble()) : "");
  }

  static Values<List<Double>> numbers() {
    return new Values<>(
        "one or more comma-separated finite numbers",
        text -> Arrays.stream(text.split(",", -1)).map(Values::parseNumber).toList(),
        values -> !values.isEmpty() && values.stream().allMatch(Double::isFinite),
        values -> values.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  static Values<Boolean> flag() {
    return new Values<>("true or false", Values::parseFlag, value -> true, String::valueOf);
  }

  /** Any text. */
  static Values<String> text() {
    return text("a text", value -> true);
  }

  static Values<String> device() {
    Pattern pattern = Pattern.compile("auto|cpu|gpu(:\\d{1,4})?");
    return text("auto, cpu, gpu or gpu:N", pattern.asMatchPredicate());
  }

  private static Values<String> text(String rule, Predicate<String> allowed) {
    return new Values<>(rule, Function.identity(), allowed, Function.identity());
  }

  /** Any comma-separated texts; a backslash escapes a comma inside a text. */
  static Values<List<String>> texts() {
    return new Values<>(
        "comma-separated texts without repeats",
        Values::parseTexts,
        values -> new HashSet<>(values).size() == values.size(),
        values ->
            values.stream()
                .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(",")));
  }

  static Values<MissingValues> missing() {
    return new Values<>(
        MissingValues.RULE, MissingValues::parse, value -> true, MissingValues::print);
  }

  static Values<ClassWeight> classWeight() {
    return new Values<>(ClassWeight.RULE, ClassWeight::parse, value -> true, ClassWeight::toString);
  }

  /** As {@link ThresholdRule} prints it; of numbers, those that leave both predictions possible. */
  static Values<String> threshold() {
    return new Values<>(
        "a number above 0 and below 1, f1, youden, cost:fn=10,fp=1, recall:0.9 or precision:0.9",
        text -> ThresholdRule.parse(text).toString(),
        Values::isThreshold,
        Function.identity());
  }

  private static boolean isThreshold(String text) {
    try {
      ThresholdRule rule = ThresholdRule.parse(text);
      return !rule.isNumber() || (rule.value() > 0 && rule.value() < 1);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static Values<CheckpointInterval> checkpointInterval() {
    return new Values<>(
        "a whole number of epochs of at least 1, or of seconds followed by s",
        CheckpointInterval::parse,
        value -> true,
        CheckpointInterval::toString);
  }

  static Values<String> address() {
    return new Values<>(
        "synthetic, a file, a glob or a jdbc: address",
        Function.identity(),
        value -> !value.isEmpty(),
        JdbcAddress::withoutPassword);
  }

  static <E extends Enum<E>> Values<E> choice(Class<E> type) {
    List<E> choices = List.of(type.getEnumConstants());
    String names = choices.stream().map(Values::kebabCase).collect(Collectors.joining(", "));
    return new Values<>(
        (choices.size() == 1 ? "" : "one of ") + names,
        text ->
            choices.stream()
                .filter(choice -> kebabCase(choice).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        value -> true,
        Values::kebabCase);
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
}
