package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import java.util.List;

/**
 * Checks whether a query that was written for other files fits these. For use within this project.
 */
public final class KnownQuery {

  private KnownQuery() {}

  /**
   * Checks that the query can be run on the files and returns as many rows as they have.
   *
   * @param source files, with the query
   * @param schema what the rows are read by
   * @param na texts that mean a missing cell
   * @throws TableException if it does not fit; the message says why
   */
  public static void requireFit(TableSource source, FeatureSchema schema, List<String> na)
      throws TableException {
    if (DuckDbTable.isAlone(source.query())) {
      throw new TableException(
          "the query does not read the view data, and therefore none of these rows");
    }
    FileScan files = new FileScan(source.location(), FeatureEncoder.expected(schema), na, false);
    try (DuckDbTable table = DuckDbTable.open(files, source.query())) {
      long expected = table.rowsOfFiles();
      long found = table.rowsOfResult();
      if (found != expected) {
        throw new TableException(
            "it returns %s for %s"
                .formatted(Names.counted(found, "row"), Names.counted(expected, "row")));
      }
    }
  }
}
