package dev.logistic.table;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's long errors into short ones that name file, line, column and value. */
final class DuckDbErrors {

  private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern FILE = Pattern.compile("(?m)^\\s*file = (.*)$");
  private static final Pattern ORIGINAL = Pattern.compile("(?s)Original Line: (.*?)\\n");
  private static final Pattern CELLS =
      Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
  private static final Pattern CONVERSION =
      Pattern.compile(
          "(?s)Error when converting column \"(.*?)\"\\. Could not convert string \"(.*?)\"? to '(.*?)'");
  private static final Pattern PREFIX =
      Pattern.compile("^(\\w+ )*Error: |^(\\w+ )?Error while executing query: ");

  private DuckDbErrors() {}

  static TableException of(SQLException e, String table) {
    return of(e, table, table + " cannot be read");
  }

  /**
   * @param failure the message where the error does not concern a line
   */
  static TableException of(SQLException e, String table, String failure) {
    String message = String.valueOf(e.getMessage());
    Matcher line = LINE.matcher(message);
    if (message.contains("state machine reached an invalid state")) {
      return new TableException(
          failure
              + ": lines end in different ways (\\n and \\r\\n), or there is text next to a quoted cell's"
              + " quotes; make the line ends alike, as with dos2unix, and double quotes inside cells");
    }
    if (!line.find()) {
      return new TableException(failure + ": " + firstLine(e));
    }
    Matcher file = FILE.matcher(message);
    String where = (file.find() ? file.group(1).strip() : table) + ", line " + line.group(1);
    if (message.contains("nicode") || message.contains("\ufffd")) {
      return new TableException(where + ": must be UTF-8, and is not");
    }
    Matcher original = ORIGINAL.matcher(message);
    String text = original.find() ? ": " + Names.quoted(original.group(1)) : "";
    Matcher conversion = CONVERSION.matcher(message);
    if (conversion.find()) {
      return new TableException(
          "%s, column \"%s\": must be a %s like the values before, was %s"
              .formatted(
                  where,
                  conversion.group(1),
                  wanted(conversion.group(3)),
                  Names.quoted(conversion.group(2))));
    }
    Matcher cells = CELLS.matcher(message);
    if (cells.find()) {
      return new TableException(
          "%s: there must be %s cells, as in the first line, were %s%s"
              .formatted(where, cells.group(1), cells.group(2), text));
    }
    if (message.contains("unterminated quote")) {
      return new TableException(where + ": a quote is not closed" + text);
    }
    return new TableException(where + ": " + message.lines().skip(2).findFirst().orElse("") + text);
  }

  private static String wanted(String type) {
    return Column.Kind.ofDuckDb(type) == Column.Kind.NUMBER ? "number" : type;
  }

  static String firstLine(SQLException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return PREFIX.matcher(line).replaceFirst("").strip();
  }
}
