package dev.logistic.table;

import dev.logistic.formula.FormulaTerm;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table's complete rows, from which features are learned.
 *
 * @param table its name
 * @param roles of the columns
 * @param levels of each text column, by code; null for the others
 * @param documents the columns of tokens, whose cells only state whether a text is missing
 * @param weights of the rows, or null
 * @param each how many rows each row of the table becomes
 * @param dropped rows of the table, from 0, that are not among the cells
 * @param greatest value that the features' type holds
 */
record ReadCells(
    String table,
    ColumnRoles roles,
    List<@Nullable List<String>> levels,
    CellBlocks blocks,
    List<DocumentCells> documents,
    @Nullable WeightCells weights,
    int each,
    BitSet dropped,
    TableOptions options,
    double greatest) {

  /** Returns the same cells, if they are kept, to learn from anew. */
  ReadCells again() {
    return new ReadCells(
        table,
        roles,
        levels,
        blocks.reader(),
        documents,
        weights,
        each,
        dropped,
        options,
        greatest);
  }

  /**
   * Returns what learns how columns are encoded.
   *
   * @param heldOut rows that nothing is learned from
   * @param warnings to add to
   */
  SchemaFitting columns(BitSet heldOut, List<String> warnings) throws TableException {
    int[] counts = levels.stream().mapToInt(some -> some == null ? 0 : some.size()).toArray();
    double[] ofRows = weights == null ? null : weights.relative(heldOut);
    CellStatistics statistics = CellStatistics.of(blocks, heldOut, counts, ofRows);
    TermFitting terms =
        new TermFitting(
            roles.references(options),
            roles.levels(),
            options.missing(),
            options.maxLevels(),
            options.minLevelRows(),
            warnings);
    CellStatistics rows =
        weights == null || options.minLevelRows() == 0
            ? null
            : CellStatistics.of(blocks, heldOut, counts, each > 1 ? weights.toArray() : null);
    return new SchemaFitting(
        roles,
        levels,
        terms,
        statistics,
        blocks,
        options,
        rows,
        new Medians(blocks, heldOut, ofRows));
  }

  /**
   * Returns what learns the terms of a formula; parameters as above.
   *
   * @param columns how these are encoded
   */
  FormulaReading terms(
      List<FormulaTerm> formula, SchemaFitting columns, BitSet heldOut, List<String> warnings)
      throws TableException {
    // numbers of rows are learned from as they are, and other weights relative to each other
    double[] ofRows =
        weights == null
            ? null
            : options.wholeWeights() ? weights.toArray() : weights.relative(heldOut);
    return new FormulaReading(
        formula,
        columns,
        roles.derived(),
        levels,
        blocks,
        documents,
        new FormulaReading.Rows(table, heldOut, ofRows, each, dropped),
        options,
        greatest,
        warnings);
  }
}
