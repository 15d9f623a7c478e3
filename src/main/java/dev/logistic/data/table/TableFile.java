package dev.logistic.data.table;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Makes table files of other formats from CSV. */
public final class TableFile {

  /** What a file can be made of. */
  public enum Format {
    /** Apache Parquet. */
    PARQUET,
    /** One JSON object a line. */
    JSON
  }

  private TableFile() {}

  /**
   * Writes a CSV file with a header, of which empty cells are NULL unless they are quoted, anew.
   *
   * @param types DuckDB's names of column types; columns that are not named are numbers, dates or
   *     texts as their values tell, yet never booleans
   * @throws TableException if that fails
   */
  public static void convert(Path csv, Path to, Format format, Map<String, String> types)
      throws TableException {
    String rows =
        "read_csv("
            + DuckDb.literal(csv.toString())
            + ", delim = ',', quote = '\"', escape = '\"', header = true, nullstr = '',"
            + " allow_quoted_nulls = false, max_line_size = 16777216, sample_size = -1,"
            + " auto_type_candidates = ['BIGINT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP',"
            + " 'VARCHAR'], types = "
            + FileScan.struct(types)
            + ")";
    try (DuckDb duckDb = DuckDb.start()) {
      duckDb.executeAlone(
          "COPY (SELECT * FROM "
              + rows
              + ") TO "
              + DuckDb.literal(to.toString())
              + " (FORMAT "
              + format
              + ")");
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, "the predictions", "the predictions cannot be written");
    }
  }
}
