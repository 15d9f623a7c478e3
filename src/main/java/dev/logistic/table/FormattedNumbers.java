package dev.logistic.table;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Numbers as they are written for readers: 1,234.50 or $5 or 5% or (5). */
final class FormattedNumbers {

  /** Spaces that do not break a line; they look like any other. */
  private static final String SPACES = "\u00a0\u2007\u2009\u202f";

  private static final String SIGN = "[+\u2212-]?";
  private static final String SPACE = "[ " + SPACES + "]?";

  private static final Pattern FORMATTED =
      Pattern.compile(
          "\\(?"
              + SIGN
              + ("(\\p{Sc}" + SPACE + ")?")
              + SIGN
              + ("(\\d{1,3}([,.'\u2019 " + SPACES + "]\\d{3})+|\\d+)([.,]\\d+)?")
              + ("(" + SPACE + "(\\p{Sc}|%))?")
              + "\\)?");

  private static final Predicate<String> GROUPED =
      Pattern.compile("\\D*\\d{1,3}([,.]\\d{3})+\\D*").asMatchPredicate();

  private FormattedNumbers() {}

  /** Whether a text is a formatted number; a plain one, even with a decimal comma, is not. */
  public static boolean isOne(String text) {
    String stripped = text.strip();
    return !Numbers.isNumber(stripped)
        && !Numbers.hasDecimalComma(stripped)
        && FORMATTED.matcher(stripped).matches();
  }

  /** Whether the commas or points of a number may mark its thousands, as in 1.234. */
  static boolean mayBeThousands(String number) {
    return GROUPED.test(number);
  }

  /**
   * SQL that converts a column to numbers: one expression, or two with the meaning of the comma or
   * point in each.
   *
   * @param column as SQL names it, in quotes
   * @param texts it holds; those that are not numbers of any form are skipped
   */
  public static String sql(String column, Collection<String> texts) {
    List<String> numbers =
        texts.stream()
            .map(String::strip)
            .filter(text -> FORMATTED.matcher(text).matches() || Numbers.isNumber(text))
            .toList();
    String plain = withoutSymbols(column, numbers);
    List<String> commas = numbers.stream().filter(text -> text.contains(",")).toList();
    List<String> points = numbers.stream().filter(text -> text.contains(".")).toList();
    if (commas.isEmpty()) {
      return ofPoints(plain, points);
    }
    List<String> both = commas.stream().filter(text -> text.contains(".")).toList();
    if (!both.isEmpty()) {
      boolean decimalPoint =
          both.stream().allMatch(text -> text.indexOf('.') > text.lastIndexOf(','));
      return decimalPoint ? number(removed(plain, ",")) : decimalComma(removed(plain, "."));
    }
    if (!commas.stream().allMatch(GROUPED)) {
      return decimalComma(plain);
    }
    boolean thousands = commas.stream().anyMatch(text -> text.indexOf(',') < text.lastIndexOf(','));
    return thousands || !points.isEmpty()
        ? number(removed(plain, ","))
        : either(number(removed(plain, ",")), decimalComma(plain), "comma");
  }

  private static String ofPoints(String plain, List<String> points) {
    if (points.isEmpty() || !points.stream().allMatch(GROUPED)) {
      return number(plain);
    }
    boolean thousands = points.stream().anyMatch(text -> text.indexOf('.') < text.lastIndexOf('.'));
    return thousands
        ? number(removed(plain, "."))
        : either(number(removed(plain, ".")), number(plain), "point");
  }

  private static String either(String thousands, String decimal, String mark) {
    return "%s if the %s marks thousands, or %s if it marks decimals"
        .formatted(thousands, mark, decimal);
  }

  /** Drops everything but digits, points, commas and signs; brackets mean a negative number. */
  private static String withoutSymbols(String column, List<String> texts) {
    Set<Integer> symbols = new LinkedHashSet<>();
    for (String text : texts) {
      text.codePoints()
          .filter(symbol -> !Character.isDigit(symbol) && "+-.,eE".indexOf(symbol) < 0)
          .forEach(symbols::add);
    }
    String sql = column;
    for (int symbol : symbols) {
      boolean minus = symbol == '(' || symbol == '\u2212';
      sql = "replace(%s, %s, '%s')".formatted(sql, literal(symbol), minus ? "-" : "");
    }
    return sql;
  }

  private static String literal(int symbol) {
    if (SPACES.indexOf(symbol) >= 0) {
      return "chr(" + symbol + ")"; // else it would look like a blank
    }
    return symbol == '\'' ? "''''" : "'" + Character.toString(symbol) + "'";
  }

  private static String removed(String sql, String mark) {
    return "replace(" + sql + ", '" + mark + "', '')";
  }

  private static String decimalComma(String sql) {
    return number("replace(" + sql + ", ',', '.')");
  }

  private static String number(String sql) {
    return "CAST(" + sql + " AS DOUBLE)";
  }
}
