package dev.logistic.table;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Table files and the SQL by which DuckDB reads them.
 *
 * @param location a file or a glob of files, all of one format; read in the order of their paths
 * @param expected columns that must be there, see {@link TableSource#open}
 * @param na texts that mean a missing value
 * @param verbatim whether cells of untyped files are wanted as the texts that they are
 */
record FileScan(
    String location, Map<String, Column.Kind> expected, List<String> na, boolean verbatim) {

  /** A folder named key=value neither adds nor replaces a column. */
  static final String OWN_COLUMNS = ", hive_partitioning = false";

  /**
   * The types of the columns are detected from every row of every file, and each key is a column,
   * however many and however rare they are.
   */
  private static final String ALL_OF_JSON =
      ", map_inference_threshold = -1, field_appearance_threshold = 0, sample_size = -1, maximum_sample_files = 9223372036854775807"
          + OWN_COLUMNS
          + ")";

  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*://");

  /**
   * The SQL and notes about it.
   *
   * @param sql what DuckDB reads from
   * @param typed whether the files state the types of their columns
   * @param decimalCommas the columns whose numbers have a decimal comma, read as numbers or not
   * @param rowNames the column that only names the rows, if there is one
   */
  record Scan(
      String sql,
      boolean typed,
      Set<String> decimalCommas,
      Optional<String> rowNames,
      List<String> warnings) {

    /** For files that only a query knows how to read. */
    static final Scan NONE = new Scan("", false, Set.of(), Optional.empty(), List.of());
  }

  /** The same for a view: it has types, and no cell is a text that means a missing value. */
  FileScan ofView(Map<String, Column.Kind> expectedOfView) {
    return new FileScan(location, expectedOfView, na, false);
  }

  /**
   * @param files what {@link #files} found
   * @param exact whether the types of untyped columns must hold for every row and not only for
   *     those that are usually sampled, which costs another pass
   */
  Scan scan(DuckDb duckDb, List<String> files, boolean exact) throws SQLException, TableException {
    String list = DuckDb.literals(files.stream().map(FileScan::escaped).toList());
    String format = format(files);
    return switch (format) {
      case "parquet" -> parquet(duckDb, files, list);
      case "json" -> typed(json(duckDb, list));
      default -> csv(duckDb, files, exact);
    };
  }

  /** The paths of the files: at least one, all with content. */
  List<String> files(DuckDb duckDb) throws SQLException, TableException {
    if (ADDRESS.matcher(location).lookingAt()) {
      throw new TableException(
          location + ": is not a local file; download it and use the local copy");
    }
    if (isDirectory(location)) {
      throw new TableException(location + ": is a directory, not a file; a glob would be *.csv");
    }
    String glob = isFile(location) ? escaped(location) : location;
    List<String> files =
        duckDb.texts("SELECT file FROM glob(" + DuckDb.literal(glob) + ") ORDER BY file").stream()
            .map(row -> row.get(0))
            .toList();
    if (files.isEmpty()) {
      throw new TableException(
          location + (isGlob(location) ? ": no file matches" : ": no such file"));
    }
    for (String file : files) {
      requireContent(file);
    }
    return files;
  }

  private static void requireContent(String file) throws TableException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new TableException(file + ": permission denied");
    }
    if (!Files.isRegularFile(path)) {
      throw new TableException(
          file + ": is not a regular file; write it to one, as a table is read more than once");
    }
    if (path.toFile().length() == 0) {
      throw new TableException(file + " is empty");
    }
  }

  private static boolean isDirectory(String path) {
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isFile(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isGlob(String path) {
    return path.matches(".*[*?\\[].*");
  }

  /** A file's path as a glob that matches it alone. */
  static String escaped(String path) {
    return path.replaceAll("([*?\\[])", "[$1]");
  }

  private static String format(List<String> files) throws TableException {
    Set<String> formats = new HashSet<>();
    files.forEach(file -> formats.add(formatOf(file)));
    if (formats.size() > 1) {
      throw new TableException("files must be of one format, were " + Names.listed(files));
    }
    return formats.iterator().next();
  }

  private static String formatOf(String file) {
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
    if (name.endsWith(".parquet") || name.endsWith(".pq")) {
      return "parquet";
    }
    return name.matches(".*\\.(json|jsonl|ndjson)") ? "json" : "csv";
  }

  /**
   * DuckDB would ignore columns that the first file lacks, and cast the others to the first file's
   * types unless the files are united by name.
   */
  private static Scan parquet(DuckDb duckDb, List<String> files, String list)
      throws SQLException, TableException {
    List<Column> first = List.of();
    for (String file : files.size() == 1 ? List.<String>of() : files) {
      String rows =
          "SELECT * FROM read_parquet(" + DuckDb.literal(escaped(file)) + OWN_COLUMNS + ")";
      List<Column> columns = duckDb.describe(rows);
      first = first.isEmpty() ? columns : first;
      requireSame(files.get(0), names(first), file, names(columns));
      requireCommonTypes(files.get(0), first, file, columns);
    }
    String united = files.size() == 1 ? "" : ", union_by_name = true";
    return typed("read_parquet(" + list + united + OWN_COLUMNS + ")");
  }

  /** DuckDB detects dates, times and UUIDs in texts, and would print them differently. */
  private String json(DuckDb duckDb, String list) throws SQLException {
    String inferred = "read_json(" + list + ALL_OF_JSON;
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Column column : duckDb.describe("SELECT * FROM " + inferred)) {
      Column.Kind kind = expected.get(column.name());
      boolean asText = verbatim || kind == Column.Kind.TEXT || kind == Column.Kind.DATE;
      boolean id = column.sqlType().equals("UUID");
      types.put(column.name(), column.sqlType());
      wanted.put(
          column.name(), asText || id ? JsonTypes.asWritten(column.sqlType()) : column.sqlType());
    }
    Map<String, String> texts = new LinkedHashMap<>(types);
    texts.replaceAll((name, type) -> JsonTypes.asWritten(type));
    DatesInDoubt.of(duckDb, types, json(list, texts))
        .forEach(column -> wanted.put(column, "VARCHAR"));
    return wanted.equals(types) ? inferred : json(list, wanted);
  }

  private static String json(String list, Map<String, String> types) {
    return "read_json(" + list + ", columns = " + struct(types) + OWN_COLUMNS + ")";
  }

  private static Scan typed(String sql) {
    return new Scan(sql, true, Set.of(), Optional.empty(), List.of());
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** Numbers of different types have a common one; columns of different kinds have none. */
  private static void requireCommonTypes(
      String first, List<Column> expected, String file, List<Column> found) throws TableException {
    for (int i = 0; i < expected.size(); i++) {
      Column a = expected.get(i);
      Column b = found.get(i);
      boolean numbers = a.kind() == Column.Kind.NUMBER && b.kind() == Column.Kind.NUMBER;
      if (!numbers && !a.sqlType().equals(b.sqlType())) {
        throw new TableException(
            "%s: column \"%s\" is of type %s, but %s in %s; convert one of them in SQL with data.query"
                .formatted(file, a.name(), b.sqlType(), a.sqlType(), first));
      }
    }
  }

  private static void requireSame(
      String first, Collection<String> expected, String file, Collection<String> found)
      throws TableException {
    if (!List.copyOf(expected).equals(List.copyOf(found))) {
      throw new TableException(
          "%s: its columns must be those of %s, %s, were %s"
              .formatted(
                  file,
                  first,
                  Names.listed(List.copyOf(expected)),
                  Names.listed(List.copyOf(found))));
    }
  }

  private Scan csv(DuckDb duckDb, List<String> files, boolean exact)
      throws SQLException, TableException {
    List<CsvDialect> dialects = new ArrayList<>();
    Map<String, String> types = new LinkedHashMap<>();
    for (String file : files) {
      CsvDialect dialect =
          CsvDialect.of(duckDb, file, expected.keySet(), missing(), allMissing(), exact);
      if (!dialects.isEmpty()) {
        requireSame(files.get(0), types.keySet(), file, dialect.types().keySet());
      }
      dialects.add(dialect);
      dialect.types().forEach((name, type) -> types.merge(name, type, CsvDialect::common));
    }
    types.replaceAll((name, type) -> wanted(name, type, exact));
    List<String> warnings = dialects.stream().flatMap(each -> each.warnings().stream()).toList();
    Set<String> decimalCommas = new HashSet<>();
    dialects.forEach(each -> decimalCommas.addAll(each.decimalCommas()));
    boolean carried = verbatim && !exact;
    Optional<String> rowNames = carried ? Optional.empty() : rowNames(duckDb, dialects);
    return new Scan(scans(dialects, types), false, decimalCommas, rowNames, warnings);
  }

  private static Optional<String> rowNames(DuckDb duckDb, List<CsvDialect> dialects)
      throws SQLException {
    Optional<String> common = Optional.empty();
    for (CsvDialect dialect : dialects) {
      Optional<String> found = dialect.rowNames(duckDb);
      if (found.isEmpty()) {
        return found;
      }
      common = found; // the files have the same columns
    }
    return common;
  }

  /** Neighbours that are written in the same way are read together. */
  private String scans(List<CsvDialect> dialects, Map<String, String> types) {
    List<String> scans = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= dialects.size(); to++) {
      CsvDialect first = dialects.get(from);
      if (to == dialects.size() || !dialects.get(to).form().equals(first.form())) {
        scans.add(first.scan(list(dialects.subList(from, to)), types, missing()));
        from = to;
      }
    }
    return scans.size() == 1
        ? scans.get(0)
        : scans.stream().collect(Collectors.joining(" UNION ALL FROM ", "(FROM ", ")"));
  }

  private static String list(List<CsvDialect> dialects) {
    return DuckDb.literals(dialects.stream().map(each -> escaped(each.file())).toList());
  }

  private List<String> missing() {
    return verbatim ? List.of("") : allMissing();
  }

  private List<String> allMissing() {
    List<String> all = new ArrayList<>(na);
    all.add("");
    return all;
  }

  /**
   * Types are detected from the first rows: a number that is whole there may have decimals further
   * down.
   */
  private String wanted(String name, String type, boolean exact) {
    Column.Kind kind = expected.getOrDefault(name, Column.Kind.OTHER);
    Column.Kind found = Column.Kind.ofDuckDb(type);
    // dates are read as they are written, which does not depend on the other rows
    boolean date = kind == Column.Kind.DATE && found == Column.Kind.DATE;
    if (kind == Column.Kind.TEXT || date || (verbatim && !exact)) {
      return "VARCHAR";
    }
    return found == Column.Kind.NUMBER && !exact ? "DOUBLE" : type;
  }

  @Override
  public String toString() {
    return location;
  }

  /** Column types as DuckDB writes a struct of them. */
  static String struct(Map<String, String> types) {
    return types.entrySet().stream()
        .map(type -> DuckDb.literal(type.getKey()) + ": " + DuckDb.literal(type.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
