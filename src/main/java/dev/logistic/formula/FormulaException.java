package dev.logistic.formula;

/**
 * A formula that cannot be used. Its message shows the formula with a caret under the position. For
 * use within this project: callers catch {@link IllegalArgumentException}.
 */
public final class FormulaException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private static final int MOST_BEFORE = 60;
  private static final int MOST_AFTER = 40;

  private final int position;

  FormulaException(String message, String formula, int position) {
    super(message + " (at " + (position + 1) + ")\n" + excerpt(formula, position));
    this.position = position;
  }

  /** The place in the text of the formula, from 0. */
  public int position() {
    return position;
  }

  private static String excerpt(String formula, int position) {
    int from = position > MOST_BEFORE ? position - MOST_BEFORE : 0;
    int to = Math.min(formula.length(), position + MOST_AFTER);
    String start = from > 0 ? "..." : "";
    String line = start + printable(formula.substring(from, to));
    return line
        + (to < formula.length() ? "..." : "")
        + '\n'
        + " ".repeat(start.length() + position - from)
        + '^';
  }

  /** On one line, and as long as it was. */
  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }
}
