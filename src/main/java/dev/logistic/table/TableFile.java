package dev.logistic.table;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Converts CSV to table files of other formats. For use within this project. */
public final class TableFile {

  /** The formats. */
  public enum Format {
    /** Apache Parquet. */
    PARQUET,
    /** One JSON object a line. */
    JSON
  }

  /**
   * A decimal number, or a floating point one as programs print it: an exponent needs a sign or
   * decimals, since 12e4 may be a code.
   */
  private static final String NUMBER =
      "-?(0|[1-9][0-9]*)(\\.[0-9]+[eE][0-9]+|(\\.[0-9]+)?([eE][+-][0-9]+)?)";

  private TableFile() {}

  /**
   * Converts a CSV file with a header, whose empty cells are NULL unless they are quoted.
   *
   * @param types DuckDB's names of column types; columns that are not named become whole numbers or
   *     floating point numbers where no cell loses a digit, else texts
   * @throws TableException if that fails
   */
  public static void convert(Path csv, Path to, Format format, Map<String, String> types)
      throws TableException {
    String rows =
        "read_csv("
            + DuckDb.literal(csv.toString())
            + ", delim = ',', quote = '\"', escape = '\"', header = true, nullstr = '',"
            + " allow_quoted_nulls = false, max_line_size = 16777216, all_varchar = true)";
    try (DuckDb duckDb = DuckDb.start()) {
      Map<String, String> all = new LinkedHashMap<>(inferred(duckDb, rows));
      all.putAll(types);
      if (format == Format.PARQUET) {
        widen(duckDb, rows, all);
      }
      String columns =
          all.entrySet().stream()
              .map(each -> column(each.getKey(), each.getValue(), format))
              .collect(Collectors.joining(", "));
      duckDb.execute(
          "COPY (SELECT %s FROM %s) TO %s (FORMAT %s)"
              .formatted(columns, rows, DuckDb.literal(to.toString()), format));
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, "the predictions", "the predictions cannot be written");
    }
  }

  /** The types that the cells of each column imply, in the order of the columns. */
  private static Map<String, String> inferred(DuckDb duckDb, String rows) throws SQLException {
    List<Column> columns = duckDb.describe("SELECT * FROM " + rows);
    String types =
        columns.stream()
            .map(column -> inferred(DuckDb.identifier(column.name())))
            .collect(Collectors.joining(", "));
    List<String> found = duckDb.texts("SELECT " + types + " FROM " + rows).get(0);
    Map<String, String> inferred = new LinkedHashMap<>();
    columns.forEach(column -> inferred.put(column.name(), found.get(inferred.size())));
    return inferred;
  }

  /** Parquet has no whole numbers of more than 64 bits, and DuckDB would write them as doubles. */
  private static void widen(DuckDb duckDb, String rows, Map<String, String> types)
      throws SQLException {
    for (Map.Entry<String, String> each : types.entrySet()) {
      if (each.getValue().matches("U?HUGEINT")) {
        String column = DuckDb.identifier(each.getKey());
        String type =
            "SELECT CASE WHEN %s THEN 'UBIGINT' WHEN %s THEN 'DECIMAL(38,0)' ELSE 'VARCHAR' END FROM %s"
                .formatted(fits(column, "UBIGINT"), fits(column, "DECIMAL(38,0)"), rows);
        each.setValue(duckDb.texts(type).get(0).get(0));
      }
    }
  }

  private static String fits(String column, String type) {
    return "coalesce(bool_and(%1$s IS NULL OR TRY_CAST(%1$s AS %2$s) IS NOT NULL), true)"
        .formatted(column, type);
  }

  private static String inferred(String column) {
    String whole = "CAST(TRY_CAST(%s AS BIGINT) AS VARCHAR)".formatted(column);
    String huge = "CAST(TRY_CAST(%s AS HUGEINT) AS VARCHAR)".formatted(column);
    String real = "CAST(TRY_CAST(%s AS DOUBLE) AS VARCHAR)".formatted(column);
    return "CASE WHEN bool_and(coalesce(%1$s = %2$s, %1$s IS NULL)) AND count(%1$s) > 0"
            .formatted(column, whole)
        + " THEN 'BIGINT' WHEN bool_and(coalesce(%1$s = %2$s, %1$s IS NULL)) AND count(%1$s) > 0"
            .formatted(column, huge)
        + " THEN 'HUGEINT' WHEN bool_and(%1$s IS NULL OR (regexp_full_match(%1$s, %2$s)"
            .formatted(column, DuckDb.literal(NUMBER))
        + " AND %s = %s)) AND count(%s) > 0".formatted(digits(column), digits(real), column)
        + " THEN 'DOUBLE' ELSE 'VARCHAR' END";
  }

  /** The significant digits of a number. */
  private static String digits(String number) {
    return "trim(regexp_replace(%s, '[eE].*|[^0-9]', '', 'g'), '0')".formatted(number);
  }

  /** JSON knows no NaN and no infinity. */
  private static String column(String column, String type, Format format) {
    String name = DuckDb.identifier(column);
    String value = "CAST(%s AS %s)".formatted(name, type);
    boolean real = type.equals("DOUBLE") || type.equals("FLOAT");
    return (format == Format.JSON && real
            ? "CASE WHEN isfinite(%1$s) THEN %1$s END".formatted(value)
            : value)
        + " AS "
        + name;
  }
}
