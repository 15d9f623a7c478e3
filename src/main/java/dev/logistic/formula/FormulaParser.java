package dev.logistic.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a formula with the precedence of R's operators: {@code ^}, signs, {@code :}, {@code * /},
 * {@code + -}.
 */
final class FormulaParser {

  private static final int DEEPEST = 100;
  private static final int HIGHEST = 500;

  private final String text;
  private int at;
  private int depth;
  private int calls;

  /** How deep the syntax that was read last is nested; sums of terms may be of any length. */
  private int height;

  private FormulaParser(String text) {
    this.text = text;
  }

  /**
   * Reads all of a text.
   *
   * @throws FormulaException if it is no formula
   */
  static Syntax parse(String text) {
    FormulaParser parser = new FormulaParser(text);
    Syntax all = parser.sum();
    if (parser.at < text.length()) {
      throw parser.unexpected("an operator or the end");
    }
    return all;
  }

  private Syntax sum() {
    Syntax left = product();
    for (char next = peek(); next == '+' || next == '-'; next = peek()) {
      int position = at++;
      int before = height;
      left = new Syntax.Binary(next, left, product(), position);
      raise(before, calls > 0 ? 1 : 0, position);
    }
    return left;
  }

  private Syntax product() {
    Syntax left = interaction();
    for (char next = peek(); (next == '*' && !isDoubleStar()) || next == '/'; next = peek()) {
      int position = at++;
      int before = height;
      left = new Syntax.Binary(next, left, interaction(), position);
      raise(before, 1, position);
    }
    return left;
  }

  private Syntax interaction() {
    Syntax left = signed();
    while (peek() == ':') {
      int position = at++;
      int before = height;
      left = new Syntax.Binary(':', left, signed(), position);
      raise(before, 1, position);
    }
    return left;
  }

  private Syntax signed() {
    // every recursion of the grammar passes here
    if (++depth > DEEPEST) {
      throw error("expected at most %d nested levels".formatted(DEEPEST), at);
    }
    char next = peek();
    int position = at;
    boolean isSigned = next == '+' || next == '-';
    at += isSigned ? 1 : 0;
    Syntax signed = isSigned ? new Syntax.Signed(next, signed(), position) : power();
    raise(height, 1, position);
    depth--;
    return signed;
  }

  private Syntax power() {
    Syntax base = operand();
    boolean isPower = peek() == '^';
    if (!isPower && !isDoubleStar()) {
      return base;
    }
    int position = at;
    at += isPower ? 1 : 2;
    int before = height;
    Syntax power = new Syntax.Binary('^', base, signed(), position);
    raise(before, 1, position);
    return power;
  }

  private void raise(int before, int levels, int position) {
    height = Math.max(before, height) + levels;
    if (height > HIGHEST) {
      throw error("expected at most %d operators in a row".formatted(HIGHEST), position);
    }
  }

  private boolean isDoubleStar() {
    return text.startsWith("**", at);
  }

  private Syntax operand() {
    char next = peek();
    int position = at;
    height = 0;
    if (next == '(') {
      at++;
      Syntax inner = sum();
      require(')', "an operator or \")\"");
      return new Syntax.Group(inner, position);
    }
    if (next == '`') {
      return new Syntax.Name(quoted(), true, position);
    }
    if (isDigit(next) || (next == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number();
    }
    if (Character.isLetter(codePoint()) || next == '.') {
      String name = name();
      if (peek() == '(') {
        calls++;
        Syntax call = call(name, position);
        calls--;
        return call;
      }
      boolean isLogical = name.equals("true") || name.equals("false");
      return new Syntax.Name(isLogical ? name.toUpperCase(Locale.ROOT) : name, false, position);
    }
    throw unexpected("a column, a function or \"(\"");
  }

  private Syntax call(String function, int position) {
    at++;
    List<Syntax.Argument> arguments = new ArrayList<>();
    if (peek() == ')') {
      at++;
      return new Syntax.Call(function, arguments, position);
    }
    int highest = 0;
    while (true) {
      peek();
      int start = at;
      String name = argumentName();
      arguments.add(new Syntax.Argument(name, sum(), start));
      highest = Math.max(highest, height);
      if (peek() == ',') {
        at++;
      } else {
        require(')', "an operator, \",\" or \")\"");
        height = highest;
        return new Syntax.Call(function, List.copyOf(arguments), position);
      }
    }
  }

  /** The name before an equals sign; otherwise reads nothing. */
  private @Nullable String argumentName() {
    int start = at;
    if (Character.isLetter(codePoint())) {
      StringBuilder name = new StringBuilder(name());
      while (at < text.length()
          && text.charAt(at) == '-'
          && at + 1 < text.length()
          && Character.isLetter(text.charAt(at + 1))) {
        at++;
        name.append('-').append(name());
      }
      if (peek() == '=' && !text.startsWith("==", at)) {
        at++;
        return name.toString();
      }
    }
    at = start;
    return null;
  }

  private String name() {
    int start = at;
    while (at < text.length()) {
      int next = text.codePointAt(at);
      if (!Character.isLetterOrDigit(next) && next != '.' && next != '_') {
        break;
      }
      at += Character.charCount(next);
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int start = at++;
    StringBuilder name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '`') {
      if (text.charAt(at) == '\\') {
        at++;
        if (at == text.length() || (text.charAt(at) != '`' && text.charAt(at) != '\\')) {
          throw error("expected \\` or \\\\ after a backslash", at);
        }
      }
      name.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw error("expected a second ` after the name of a column", start);
    }
    at++;
    if (name.length() == 0) {
      throw error("expected the name of a column between backquotes", start);
    }
    return name.toString();
  }

  private Syntax number() {
    int start = at;
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      if (at == text.length() || !isDigit(text.charAt(at))) {
        throw unexpected("the exponent of a number");
      }
      digits();
    }
    double value = Double.parseDouble(text.substring(start, at));
    if (Double.isInfinite(value)) {
      throw error("the number is beyond the range of double", start);
    }
    at += at < text.length() && text.charAt(at) == 'L' ? 1 : 0; // R's integers
    if (at < text.length() && (Character.isLetter(codePoint()) || text.charAt(at) == '_')) {
      throw error(
          "expected a number or a name; a name that starts with a digit is written in backquotes",
          start);
    }
    return new Syntax.Literal(value, start);
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  private int codePoint() {
    return at < text.length() ? text.codePointAt(at) : 0;
  }

  /** Skips blanks and returns the next letter, or 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void require(char expected, String message) {
    if (peek() != expected) {
      throw unexpected(message);
    }
    at++;
  }

  private FormulaException unexpected(String expected) {
    peek();
    String found =
        at == text.length() ? "the end" : '"' + new String(Character.toChars(codePoint())) + '"';
    String hint = codePoint() == '~' ? "; a formula here has no left-hand side" : "";
    return error("expected " + expected + ", found " + found + hint, at);
  }

  private FormulaException error(String message, int position) {
    return new FormulaException(message, text, position);
  }
}
