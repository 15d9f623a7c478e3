package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import java.nio.charset.StandardCharsets;

/**
 * Parses whole lines of a LibSVM file: {@code label [qid:number] index:value ... [# comment]}, with
 * ascending indices. Lines without a label, such as comments, are skipped. Reused for one part of a
 * file after another. For one thread.
 */
final class LibSvmParser {

  /** The least number that is rounded to infinity in float32. */
  private static final double TOO_LARGE_FOR_FLOAT32 = 0x1.ffffffp127;

  private static final int MOST_SHOWN = 40;

  private final int leastIndex;
  private final double tooLarge;
  private final LibSvmRows.Builder rows = new LibSvmRows.Builder();
  private final DecimalReader decimals = new DecimalReader();
  private byte[] bytes = new byte[0];
  private int end;
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

  /**
   * @param leastIndex that a column may have
   * @param type that values are stored in
   */
  LibSvmParser(int leastIndex, DataType type) {
    this.leastIndex = leastIndex;
    this.tooLarge = type == DataType.FLOAT32 ? TOO_LARGE_FOR_FLOAT32 : Double.POSITIVE_INFINITY;
  }

  /**
   * Parses lines.
   *
   * @return rows until the next call
   * @throws Fault if a line is not of this form
   */
  LibSvmRows parse(LineBuffer from) throws Fault {
    bytes = from.bytes();
    at = from.from();
    end = from.end();
    lines = 0;
    rows.clear();
    while (at < end) {
      lines++;
      line();
    }
    return rows.build(lines);
  }

  private void line() throws Fault {
    skipBlanks();
    if (isAtEndOfLine()) {
      nextLine();
      return;
    }
    int from = at;
    double label = number();
    if (Double.isNaN(label) || !isSeparator(bytes[at])) {
      throw labelFault(from);
    }
    skipBlanks();
    skipQueryId();
    int first = -1;
    int last = -1;
    while (!isAtEndOfLine()) {
      last = value(last);
      first = first < 0 ? last : first;
      skipBlanks();
    }
    rows.row(label, first, last);
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
    while (isDigit(bytes[at]) || bytes[at] == '-') {
      at++;
    }
    if (at == digits || !isSeparator(bytes[at])) {
      throw fault("expected qid and a whole number, found \"%s\"".formatted(token(from)));
    }
    skipBlanks();
  }

  /** Reads a value and returns its index. */
  private int value(int previous) throws Fault {
    int from = at;
    long word = Digits.word(bytes, from);
    int digits = Digits.count(word);
    long index = Digits.value(word, digits);
    at = from + digits;
    while (digits == Digits.MOST && isDigit(bytes[at]) && index <= Integer.MAX_VALUE) {
      index = 10 * index + (bytes[at++] - '0');
    }
    if (index >= Integer.MAX_VALUE) {
      throw fault("expected indices below %d, found %s".formatted(Integer.MAX_VALUE, token(from)));
    }
    if (digits == 0 || bytes[at] != ':') {
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
    if (!(Math.abs(value) < tooLarge) || !isSeparator(bytes[at])) {
      throw valueFault(index, value, from);
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

  private Fault valueFault(long index, double value, int from) {
    if (!Double.isFinite(value) || !isSeparator(bytes[at])) {
      return fault(
          "expected a finite number after \"%d:\", found \"%s\"".formatted(index, token(from)));
    }
    return fault(
        "the value of index %d is too large for float32, was %s; engine.precision=float64 can hold it"
            .formatted(index, value));
  }

  /** Reads a decimal number; NaN if there is none. */
  private double number() {
    double number = decimals.read(bytes, at);
    at = decimals.end();
    return number;
  }

  private void skipBlanks() {
    while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r') {
      at++;
    }
  }

  private boolean isAtEndOfLine() {
    return bytes[at] == '\n' || bytes[at] == '#';
  }

  static boolean isSeparator(byte each) {
    return each == ' ' || each == '\t' || each == '\r' || each == '\n' || each == '#';
  }

  private static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  private void nextLine() {
    while (bytes[at] != '\n') {
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
