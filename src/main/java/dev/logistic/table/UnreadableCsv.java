package dev.logistic.table;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Explains why a CSV file cannot be read. */
final class UnreadableCsv {

  private static final List<String> DELIMITERS = List.of(",", "\t", ";", "|");

  private UnreadableCsv() {}

  /** Whether a line may be more than one cell. */
  static boolean hasDelimiter(String line) {
    return DELIMITERS.stream().anyMatch(line::contains);
  }

  /** Why a file whose form was not found cannot be read. */
  static TableException of(DuckDb duckDb, String file, SQLException e) throws TableException {
    List<String> lines;
    try {
      lines = firstLines(duckDb, file);
    } catch (SQLException unreadable) {
      return new TableException(
          file
              + " is not a table that can be read: it is not text in UTF-8; data.query can say in what"
              + " it is written, as in SELECT * FROM read_csv("
              + DuckDb.literal(file)
              + ", encoding='latin-1')");
    }
    if (lines.isEmpty()) {
      return new TableException(file + " is empty");
    }
    if (hasDelimiter(lines.get(0))) {
      return ragged(lines, file);
    }
    return new TableException(
        file + " is not a table that can be read: " + DuckDbErrors.firstLine(e));
  }

  /** Names the first line that has more or fewer cells than the first of all. */
  static TableException ragged(List<String> lines, String file) {
    String header = lines.get(0);
    String delimiter =
        DELIMITERS.stream().max(Comparator.comparingInt(each -> cells(header, each))).orElseThrow();
    int expected = cells(header, delimiter);
    for (int line = 1; line < lines.size(); line++) {
      int found = cells(lines.get(line), delimiter);
      if (found != expected) {
        return new TableException(
            "%s, line %d: there must be %d cells, as in the first line, were %d: %s"
                .formatted(file, line + 1, expected, found, Names.quoted(lines.get(line))));
      }
    }
    return new TableException(
        file
            + " is not a table that can be read: its lines have no common form; data.query can say"
            + " how it is written, as in SELECT * FROM read_csv('"
            + file
            + "', delim=';')");
  }

  private static int cells(String line, String delimiter) {
    return FirstLines.cells(line, delimiter.charAt(0)).size();
  }

  /** The lines from which the form is detected. */
  static List<String> firstLines(DuckDb duckDb, String file) throws SQLException, TableException {
    return duckDb
        .texts(
            "SELECT line FROM read_csv("
                + CsvDialect.literal(file)
                + CsvBytes.encoding(file)
                + ", auto_detect = false, delim = '\\0', quote = '', escape = '', header = false,"
                + " columns = {'line': 'VARCHAR'}, nullstr = ['']) LIMIT "
                + CsvDialect.USUAL_SAMPLE)
        .stream()
        .map(row -> row.get(0))
        .toList();
  }
}
