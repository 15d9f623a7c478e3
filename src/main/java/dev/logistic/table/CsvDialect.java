package dev.logistic.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a CSV file is written, as DuckDB finds out from its first rows.
 *
 * @param delimiter between cells
 * @param skipped lines that come before the table and are not part of it
 * @param header whether DuckDB took a line for the names of the columns
 * @param names of the columns as the file has them, without blanks around them; empty where it has
 *     none, and "" for a column without one
 * @param form all of this and more as options of DuckDB's read_csv; equal for files that can be
 *     read together
 * @param types of the columns by name, in order
 */
record CsvDialect(
    String file,
    String delimiter,
    int skipped,
    boolean header,
    List<String> names,
    String form,
    Map<String, String> types) {

  /** Rows from which the form of a file is detected. */
  static final String USUAL_SAMPLE = "20480";

  /** A row that begins with # is a row, not a comment. */
  private static final String NO_COMMENTS = ", comment = ''";

  /** 1,234 may mean a thousand: such texts alone do not decide. */
  private static final String DECIMAL_COMMAS =
      "bool_and(regexp_full_match(cell, '[+-]?\\d+(,\\d+)?([eE][+-]?\\d+)?'))"
          + " AND bool_or(contains(cell, ','))"
          + " AND NOT bool_and(regexp_full_match(cell, '[+-]?(0|[1-9]\\d{0,2}(,\\d{3})?)'))";

  /** One row per column: thousands of expressions for thousands of columns would take minutes. */
  private static final String LOOKS =
      "SELECT CASE WHEN count(cell) = 0 THEN 'empty'"
          + " WHEN bool_and(lower(cell) IN ('true', 'false')) THEN 'boolean'"
          + " WHEN "
          + DECIMAL_COMMAS
          + " THEN 'decimal' ELSE 'text' END"
          + " FROM (SELECT unnest(%s) AS cell, unnest(range(%d)) AS place FROM %s)"
          + " GROUP BY place ORDER BY place";

  private static final String DECIMAL_COMMA = ", decimal_separator = ','";

  /**
   * @param names of columns that must be there: if no header was recognised, but the first line has
   *     them all, it is the header
   * @param missing texts that the file is read without
   * @param na texts that mean a missing value, and are ignored in detecting a column's form
   */
  static CsvDialect of(
      DuckDb duckDb,
      String file,
      Collection<String> names,
      List<String> missing,
      List<String> na,
      boolean exact)
      throws SQLException, TableException {
    FirstLines first = FirstLines.of(file, names);
    String options = first.options();
    CsvDialect dialect = sniffed(duckDb, file, missing, exact ? "-1" : USUAL_SAMPLE, options);
    boolean shortHeader = !first.shortHeader().isEmpty();
    if (!dialect.header() && !shortHeader && !names.isEmpty()) {
      CsvDialect headed = sniffed(duckDb, file, missing, USUAL_SAMPLE, options + ", header = true");
      dialect = headed.types().keySet().containsAll(names) ? headed : dialect;
    }
    if (!shortHeader) {
      dialect.requireNotSkipped(duckDb, names);
    }
    Map<String, String> looks = dialect.looks(duckDb, na, exact);
    if (!exact && looks.containsValue("empty")) {
      String header = ", header = " + dialect.header();
      dialect = sniffed(duckDb, file, missing, "-1", options + header);
      looks = dialect.looks(duckDb, na, true);
    }
    dialect = dialect.withBooleans(looks).withDecimalCommas(looks);
    dialect = exact ? dialect.withDatesInDoubtAsTexts(duckDb, missing) : dialect;
    dialect =
        shortHeader ? dialect.withShortHeader(first.shortHeader()) : dialect.withNames(duckDb);
    HeaderNames.requireDistinct(file, dialect.names());
    if (shortHeader && dialect.rowNames(duckDb).isEmpty()) {
      throw UnreadableCsv.ragged(UnreadableCsv.firstLines(duckDb, file), file);
    }
    return dialect.withoutSkipped(first.lines());
  }

  private CsvDialect withDatesInDoubtAsTexts(DuckDb duckDb, List<String> na) throws SQLException {
    Map<String, String> read = new LinkedHashMap<>(types);
    DatesInDoubt.of(duckDb, types, scan(literal(file), allText(), na))
        .forEach(column -> read.put(column, "VARCHAR"));
    return named(names, read);
  }

  /** Adds the names of the columns in the file. */
  private CsvDialect withNames(DuckDb duckDb) throws SQLException {
    if (!header) {
      return this;
    }
    String line =
        scan(literal(file), allText(), List.of("")).replace("header = true", "header = false");
    List<List<String>> lines = duckDb.texts("SELECT * FROM " + line + " LIMIT 1");
    return named(
        lines.isEmpty() ? List.of() : lines.get(0).stream().map(String::strip).toList(), types);
  }

  /** Returns the names of all columns except for the first, which DuckDB has made up. */
  private CsvDialect withShortHeader(List<String> shortHeader) {
    List<String> header = new ArrayList<>(shortHeader);
    header.add(0, "");
    Map<String, String> renamed = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          String column = header.get(renamed.size());
          renamed.put(column.isEmpty() ? unusedName(name, header) : column, type);
        });
    return named(header, renamed);
  }

  private static String unusedName(String wanted, List<String> used) {
    String name = wanted;
    while (used.contains(name)) {
      name += "_";
    }
    return name;
  }

  private CsvDialect named(List<String> found, Map<String, String> columns) {
    return new CsvDialect(file, delimiter, skipped, header, found, form, columns);
  }

  private CsvDialect withoutSkipped(int known) {
    return new CsvDialect(file, delimiter, skipped - known, header, names, form, types);
  }

  /**
   * The first column, if it has no name and holds the names or numbers of rows, as R and pandas
   * write them by default: distinct texts, or whole numbers that rise by one from row to row.
   */
  Optional<String> rowNames(DuckDb duckDb) throws SQLException {
    if (names.size() < 2 || !names.get(0).isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<String, String> column = types.entrySet().iterator().next();
    String first = column.getKey();
    String rows =
        "SELECT %1$s AS name, TRY_CAST(%1$s AS BIGINT) AS number, row_number() OVER () AS place FROM %2$s"
            .formatted(DuckDb.identifier(first), scan(literal(file), allText(), List.of("")));
    String test =
        switch (Column.Kind.ofDuckDb(column.getValue())) {
          case TEXT -> "count(DISTINCT name) = count(*)";
          case NUMBER -> "count(DISTINCT number - place) = 1 AND count(number) = count(*)";
          default -> "false";
        };
    boolean found =
        duckDb.texts("SELECT %s FROM (%s)".formatted(test, rows)).get(0).get(0).equals("true");
    return found ? Optional.of(first) : Optional.empty();
  }

  private static CsvDialect sniffed(
      DuckDb duckDb, String file, List<String> missing, String sample, String header)
      throws SQLException, TableException {
    String encoding = CsvBytes.encoding(file);
    String options = encoding + CsvBytes.BUFFER;
    String more = ", sample_size = " + sample + header;
    List<List<String>> rows;
    try {
      rows = sniff(duckDb, file, missing, more + options);
    } catch (SQLException e) {
      String unusual = encoding + CsvBytes.unusual(file);
      if (unusual.equals(options)) {
        throw UnreadableCsv.of(duckDb, file, e);
      }
      options = unusual;
      rows = sniffedUnusually(duckDb, file, missing, more + options);
    }
    Map<String, String> types = new LinkedHashMap<>();
    rows.forEach(row -> types.put(row.get(7), row.get(8)));
    List<String> row = rows.get(0);
    CsvDialect dialect =
        new CsvDialect(
            file,
            row.get(0),
            Integer.parseInt(row.get(3)),
            Boolean.parseBoolean(row.get(4)),
            List.of(),
            options + form(row),
            types);
    dialect.requireContent(duckDb);
    return dialect;
  }

  private static List<List<String>> sniffedUnusually(
      DuckDb duckDb, String file, List<String> missing, String options)
      throws SQLException, TableException {
    try {
      return sniff(duckDb, file, missing, options);
    } catch (SQLException e) {
      throw UnreadableCsv.of(duckDb, file, e);
    }
  }

  private static List<List<String>> sniff(
      DuckDb duckDb, String file, List<String> missing, String options) throws SQLException {
    return duckDb.texts(
        "WITH sniffed AS MATERIALIZED (SELECT * FROM sniff_csv("
            + literal(file)
            + ", nullstr = "
            + DuckDb.literals(missing)
            + options
            + NO_COMMENTS
            + ")) SELECT Delimiter, Quote, Escape, SkipRows, HasHeader, DateFormat, TimestampFormat,"
            + " unnest(Columns).name, unnest(Columns).type FROM sniffed");
  }

  /** Where no quote has been seen yet, the usual one may follow. */
  private static String form(List<String> row) {
    return ", delim = "
        + DuckDb.literal(row.get(0))
        + ", quote = "
        + DuckDb.literal(orElse(row.get(1), "\""))
        + ", escape = "
        + DuckDb.literal(orElse(row.get(2), "\""))
        + NO_COMMENTS
        + ", skip = "
        + row.get(3)
        + ", header = "
        + row.get(4)
        + option("dateformat", row.get(5))
        + option("timestampformat", row.get(6));
  }

  private static String option(String name, String sniffed) {
    String value = orElse(sniffed, "");
    return value.isEmpty() ? "" : ", " + name + " = " + DuckDb.literal(value);
  }

  /** The file's path, escaped because DuckDB would take some characters for a glob's. */
  static String literal(String file) {
    return DuckDb.literal(FileScan.escaped(file));
  }

  private static String orElse(String sniffed, String otherwise) {
    return sniffed.equals("(empty)") || sniffed.isEmpty() ? otherwise : sniffed;
  }

  /** Where lines have different numbers of cells, DuckDB reads each as one cell. */
  private void requireContent(DuckDb duckDb) throws SQLException, TableException {
    if (types.size() > 1) {
      return;
    }
    String only = types.keySet().iterator().next();
    List<String> lines = UnreadableCsv.firstLines(duckDb, file);
    if (lines.isEmpty()) {
      throw new TableException(file + " is empty");
    }
    if (header && UnreadableCsv.hasDelimiter(only)) {
      throw UnreadableCsv.ragged(lines, file);
    }
  }

  /** Where one line has more cells than those before, DuckDB can take it for the first. */
  private void requireNotSkipped(DuckDb duckDb, Collection<String> names)
      throws SQLException, TableException {
    if (skipped > 0 && !types.keySet().containsAll(names)) {
      List<String> lines = UnreadableCsv.firstLines(duckDb, file);
      if (names.stream().allMatch(lines.get(0)::contains)) {
        throw UnreadableCsv.ragged(lines, file);
      }
    }
  }

  /**
   * To DuckDB yes and no are booleans, but to a reader they are texts; and an empty column is a
   * text, but may turn out to hold numbers further down.
   *
   * @return one of {@code empty}, {@code boolean}, {@code decimal} and {@code text} for each such
   *     column; nothing where the rows cannot be read: they are read again later, and the fault is
   *     reported then
   */
  private Map<String, String> looks(DuckDb duckDb, List<String> missing, boolean all) {
    List<String> unclear =
        types.entrySet().stream()
            .filter(type -> List.of("VARCHAR", "BOOLEAN").contains(type.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (unclear.isEmpty()) {
      return Map.of();
    }
    String cells =
        unclear.stream().map(DuckDb::identifier).collect(Collectors.joining(", ", "[", "]"));
    String rows = scan(literal(file), allText(), missing);
    String some = all ? rows : "(SELECT * FROM %s LIMIT %s)".formatted(rows, USUAL_SAMPLE);
    String sql = LOOKS.formatted(cells, unclear.size(), some);
    try {
      Map<String, String> looks = new LinkedHashMap<>();
      for (List<String> row : duckDb.texts(sql)) {
        looks.put(unclear.get(looks.size()), row.get(0));
      }
      return looks;
    } catch (SQLException e) {
      return Map.of();
    }
  }

  private CsvDialect withBooleans(Map<String, String> looks) {
    Map<String, String> corrected = new LinkedHashMap<>(types);
    corrected.replaceAll(
        (name, type) ->
            type.equals("BOOLEAN") && !"boolean".equals(looks.get(name)) ? "VARCHAR" : type);
    return new CsvDialect(file, delimiter, skipped, header, names, form, corrected);
  }

  /** A file has one decimal separator: no decimal comma where other columns have points. */
  private CsvDialect withDecimalCommas(Map<String, String> looks) {
    if (delimiter.equals(",") || !looks.containsValue("decimal") || types.containsValue("DOUBLE")) {
      return this;
    }
    Map<String, String> corrected = new LinkedHashMap<>(types);
    corrected.replaceAll((name, type) -> "decimal".equals(looks.get(name)) ? "DOUBLE" : type);
    String commas = form + DECIMAL_COMMA;
    return new CsvDialect(file, delimiter, skipped, header, names, commas, corrected);
  }

  /** The columns whose numbers have a decimal comma. */
  List<String> decimalCommas() {
    return form.endsWith(DECIMAL_COMMA)
        ? types.keySet().stream().filter(name -> "DOUBLE".equals(types.get(name))).toList()
        : List.of();
  }

  private Map<String, String> allText() {
    Map<String, String> all = new LinkedHashMap<>(types);
    all.replaceAll((name, type) -> "VARCHAR");
    return all;
  }

  /** The type that holds the values of both. */
  static String common(String a, String b) {
    if (a.equals(b)) {
      return a;
    }
    boolean numbers =
        Column.Kind.ofDuckDb(a) == Column.Kind.NUMBER
            && Column.Kind.ofDuckDb(b) == Column.Kind.NUMBER;
    return numbers ? "DOUBLE" : "VARCHAR";
  }

  /** The SQL that reads files written in this way. */
  String scan(String files, Map<String, String> columns, List<String> missing) {
    return "read_csv("
        + files
        + ", auto_detect = false"
        + FileScan.OWN_COLUMNS
        + form
        + ", nullstr = "
        + DuckDb.literals(missing)
        + ", columns = "
        + FileScan.struct(columns)
        + ")";
  }

  List<String> warnings() {
    return skipped == 0
        ? List.of()
        : List.of(
            skipped == 1
                ? file + ": the first line is not part of the table"
                : "%s: the first %d lines are not part of the table".formatted(file, skipped));
  }
}
