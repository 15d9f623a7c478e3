package dev.logistic.table;

import java.nio.charset.StandardCharsets;

/**
 * Parses whole lines of a LibSVM file: {@code label [qid:number] index:value ... [# comment]}, with
 * ascending indices. Lines without a label, such as comments, are skipped. For one piece.
 */
final class LibSvmParser {

  /** Digits that are exact in a double, as are the powers of ten up to 10^22. */
  private static final int MOST_DIGITS = 15;

  private static final double[] POWERS = powers();

  private static final int MOST_SHOWN = 40;

  private final byte[] bytes;
  private final int end;
  private final int leastIndex;
  private final LibSvmRows.Builder rows = new LibSvmRows.Builder();
  private int at;
  private int lines;

  /** A fault in a line, counted from 1 within the piece. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Fault(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  private LibSvmParser(byte[] bytes, int end, int leastIndex) {
    this.bytes = bytes;
    this.end = end;
    this.leastIndex = leastIndex;
  }

  private static double[] powers() {
    double[] powers = new double[23];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /**
   * Parses the first bytes of an array.
   *
   * @param leastIndex that a column may have
   * @throws Fault if a line is not of this form
   */
  static LibSvmRows parse(byte[] bytes, int length, int leastIndex) throws Fault {
    LibSvmParser parser = new LibSvmParser(bytes, length, leastIndex);
    while (parser.at < length) {
      parser.lines++;
      parser.line();
    }
    return parser.rows.build(parser.lines);
  }

  private void line() throws Fault {
    skipBlanks();
    if (isAtEndOfLine()) {
      nextLine();
      return;
    }
    int from = at;
    double label = number();
    if (Double.isNaN(label) || !isBoundary()) {
      throw labelFault(from);
    }
    rows.row(label);
    skipBlanks();
    skipQueryId();
    int previous = -1;
    while (!isAtEndOfLine()) {
      previous = value(previous);
      skipBlanks();
    }
    nextLine();
  }

  private Fault labelFault(int from) {
    String found = token(from);
    return found.indexOf(':') >= 0
        ? fault("expected a label before the values, found \"%s\"".formatted(found))
        : fault("expected a number as the label, found \"%s\"".formatted(found));
  }

  private void skipQueryId() throws Fault {
    if (!startsWith("qid:")) {
      return;
    }
    int from = at;
    at += "qid:".length();
    int digits = at;
    while (at < end && (isDigit(bytes[at]) || bytes[at] == '-')) {
      at++;
    }
    if (at == digits || !isBoundary()) {
      throw fault("expected qid and a whole number, found \"%s\"".formatted(token(from)));
    }
    skipBlanks();
  }

  /** Reads a value and returns its index. */
  private int value(int previous) throws Fault {
    int from = at;
    long index = 0;
    while (at < end && isDigit(bytes[at]) && index <= Integer.MAX_VALUE) {
      index = 10 * index + (bytes[at++] - '0');
    }
    if (index >= Integer.MAX_VALUE) {
      throw fault("expected indices below %d, found %s".formatted(Integer.MAX_VALUE, token(from)));
    }
    if (at == from || at == end || bytes[at] != ':') {
      throw pairFault(from);
    }
    at++;
    if (index < leastIndex) {
      throw fault(
          "expected indices from %d, found %d; data.index-base=0 is for files that begin with 0"
              .formatted(leastIndex, index));
    }
    if (index <= previous) {
      throw fault(
          index == previous
              ? "expected each index once, found %d twice".formatted(index)
              : "expected ascending indices, found %d after %d".formatted(index, previous));
    }
    double value = number();
    if (!Double.isFinite(value) || !isBoundary()) {
      throw fault(
          "expected a finite number after \"%d:\", found \"%s\"".formatted(index, token(from)));
    }
    rows.value((int) index, value);
    return (int) index;
  }

  private Fault pairFault(int from) {
    String found = token(from);
    if (found.startsWith("qid:")) {
      return fault("expected qid only right after the label, found \"%s\"".formatted(found));
    }
    return fault("expected an index and a value, as in 3:0.5, found \"%s\"".formatted(found));
  }

  /** Reads a decimal number; NaN if there is none. Few digits are read exactly without a text. */
  private double number() {
    int from = at;
    boolean negative = at < end && bytes[at] == '-';
    if (negative || (at < end && bytes[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int decimals = 0;
    int start = at;
    boolean point = false;
    while (at < end) {
      byte each = bytes[at];
      if (isDigit(each)) {
        digits = 10 * digits + (each - '0');
        count += digits == 0 ? 0 : 1;
        decimals += point ? 1 : 0;
      } else if (each == '.' && !point) {
        point = true;
      } else {
        break;
      }
      at++;
      if (count > MOST_DIGITS) {
        return longNumber(from);
      }
    }
    if (at - start == (point ? 1 : 0)) {
      return Double.NaN;
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      return longNumber(from);
    }
    if (decimals >= POWERS.length) {
      return longNumber(from);
    }
    double value = digits / POWERS[decimals];
    return negative ? -value : value;
  }

  private double longNumber(int from) {
    at = from;
    while (at < end && !isSeparator(bytes[at])) {
      at++;
    }
    String text = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    return Numbers.isNumber(text) ? Double.parseDouble(text) : Double.NaN;
  }

  private void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
  }

  private boolean isAtEndOfLine() {
    return at >= end || bytes[at] == '\n' || bytes[at] == '#';
  }

  private boolean isBoundary() {
    return at >= end || isSeparator(bytes[at]);
  }

  private static boolean isSeparator(byte each) {
    return each == ' ' || each == '\t' || each == '\r' || each == '\n' || each == '#';
  }

  private static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  private void nextLine() {
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    at++;
  }

  private boolean startsWith(String prefix) {
    if (at + prefix.length() > end) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[at + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The text from a place to the next blank. */
  private String token(int from) {
    int to = from;
    while (to < end && !isSeparator(bytes[to])) {
      to++;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  private Fault fault(String message) {
    return new Fault(lines, message);
  }
}
