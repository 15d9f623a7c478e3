package dev.logistic.table;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.formula.TokenSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the features of a table's rows, while they are read: numbers, and texts as levels or
 * as words. Rows that lack one are counted, and left out where that is wanted.
 */
final class FeatureCells {

  private final String table;
  private final List<Column> columns;
  private final @Nullable FormulaColumns formula;
  private final TableOptions options;
  private final TableOptions given;
  private final double greatest;
  private final @Nullable LevelCells[] levels;
  private final @Nullable DocumentCells[] documents; // of columns of tokens
  private final int[] textColumns; // those with levels, or of tokens
  private final @Nullable String[] texts; // of the row that is being read
  private final CellBlocks blocks;
  private final BitSet droppedRows = new BitSet(); // of a formula, to find rows again
  private final long[] missing;
  private final long[] firstMissing;
  private long dropped;

  /**
   * @param formula null for one term of each column
   * @param options with the columns of the formula
   * @param given the same as they were given
   * @param type of the features
   * @param manager of the CPU, ends the cells where they are kept
   */
  FeatureCells(
      Table table,
      ColumnRoles roles,
      @Nullable FormulaColumns formula,
      TableOptions options,
      TableOptions given,
      DataType type,
      NDManager manager)
      throws TableException {
    this.table = table.name();
    this.columns = roles.features();
    this.formula = formula;
    this.options = options;
    this.given = given;
    this.greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    this.levels = new LevelCells[columns.size()];
    this.documents = new DocumentCells[columns.size()];
    this.texts = new String[columns.size()];
    this.missing = new long[columns.size()];
    this.firstMissing = new long[columns.size()];
    MissingMarkers markers = new MissingMarkers(options.notMissing());
    boolean[] centred = new boolean[columns.size()];
    for (int i = 0; i < levels.length; i++) {
      Column column = columns.get(i);
      TokenSpec tokens = formula == null ? null : formula.tokensOf(column.name());
      if (formula != null && tokens != null) {
        documents[i] = new DocumentCells(table, formula.derivedOf(column.name()), tokens, markers);
      } else if (roles.isText(column)) {
        boolean categorical = options.categorical().contains(column.name());
        levels[i] = new LevelCells(table, column, options.mostLevels(), categorical, markers);
      }
      centred[i] = // what a formula is computed from stays exact
          formula == null
              && options.standardize()
              && column.kind() == Column.Kind.NUMBER
              && levels[i] == null;
    }
    this.textColumns =
        IntStream.range(0, levels.length)
            .filter(i -> levels[i] != null || documents[i] != null)
            .toArray();
    DataType ofCells = formula == null ? type : DataType.FLOAT64;
    this.blocks = new CellBlocks(manager, ofCells, centred, options.memory());
  }

  /** The cells, of texts their codes. */
  CellBlocks blocks() {
    return blocks;
  }

  /** The greatest value that the features' type holds. */
  double greatest() {
    return greatest;
  }

  /** Rows of the table, from 0, that were left out, if there is a formula. */
  BitSet droppedRows() {
    return droppedRows;
  }

  /**
   * Reads the cells of the cursor's row, which {@link #endRow} ends.
   *
   * @return false for a row that is left out, whose cells those of the next one replace
   * @throws TableException if one cannot be used
   */
  boolean read(Cursor cursor) throws TableException {
    boolean complete = readAll(cursor);
    if (!complete && options.missing().leavesOutRows()) {
      if (formula != null) {
        droppedRows.set(Math.toIntExact(cursor.row() - 1));
      }
      dropped++;
      return false;
    }
    for (int i : textColumns) {
      LevelCells known = levels[i];
      DocumentCells document = documents[i];
      String text = texts[i];
      if (document != null) {
        document.add(text, cursor.row());
        blocks.set(i, text == null ? Double.NaN : 0);
      } else if (known != null && text != null) {
        blocks.set(i, known.code(text, cursor.row()));
      }
    }
    return true;
  }

  /** Reads the features of a row, and sets its numbers; returns whether none is missing. */
  private boolean readAll(Cursor cursor) throws TableException {
    boolean complete = true;
    for (int i = 0; i < levels.length; i++) {
      double number = Double.NaN;
      if (levels[i] == null && documents[i] == null) {
        number = number(cursor, i);
      } else {
        texts[i] = cursor.text(i);
      }
      if (cursor.wasMissing()) {
        firstMissing[i] = missing[i] == 0 ? cursor.row() : firstMissing[i];
        missing[i]++;
        number = Double.NaN;
        complete = false;
      }
      blocks.set(i, number);
    }
    return complete;
  }

  private double number(Cursor cursor, int i) throws TableException {
    double value = cursor.number(i);
    if (Math.abs(value) > greatest) {
      throw new TableException(
          "%s is too large for float32, was %s; engine.precision=float64 can hold it"
              .formatted(cursor.at(i), value));
    }
    return value;
  }

  /**
   * Ends the row.
   *
   * @param times how many rows it becomes, 1 or 2
   */
  void endRow(int times) {
    if (times == 2) {
      blocks.repeatRow();
    }
    blocks.endRow();
  }

  /** The columns of tokens, when all rows have been read. */
  List<DocumentCells> documents() throws TableException {
    List<DocumentCells> all = new ArrayList<>();
    for (DocumentCells each : documents) {
      if (each != null) {
        each.end();
        all.add(each);
      }
    }
    return all;
  }

  /** The levels of each text column by code, when all rows have been read; null for the others. */
  List<@Nullable List<String>> levelsByCode() throws TableException {
    List<@Nullable List<String>> texts = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      LevelCells each = levels[i];
      texts.add(
          each != null ? each.levels() : documents[i] != null ? List.of(DocumentCells.ANY) : null);
    }
    return texts;
  }

  /**
   * Checks that there are rows; warns of those that were left out.
   *
   * @param kept how many were not
   */
  Optional<String> requireRows(long kept) throws TableException {
    if (kept + dropped == 0) {
      throw new TableException(table + " has no rows");
    }
    if (dropped == 0) {
      return Optional.empty();
    }
    List<String> gaps = new ArrayList<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0) {
        gaps.add("\"%s\" in %s".formatted(columns.get(i).name(), Names.counted(missing[i], "row")));
      }
    }
    if (kept == 0) {
      throw new TableException(
          ("%s: every row lacks a value of a feature, and data.missing=drop leaves such rows out:"
                  + " column %s; leave columns out with data.exclude, or fill values in with"
                  + " data.missing=mean")
              .formatted(table, Names.listed(gaps)));
    }
    return Optional.of(
        "%s: %d of %s left out because of missing values (data.missing=drop): column %s"
            .formatted(table, dropped, Names.counted(kept + dropped, "row"), Names.listed(gaps)));
  }

  /** Refuses missing cells that have no value to be filled in. */
  void requireNoneMissing() throws TableException {
    List<String> found = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0
          && options.missing().ruleOf(columns.get(i).name()) == MissingCells.Rule.REFUSE) {
        String column = columns.get(i).name();
        refused.add(formula == null ? column : formula.columnOf(column));
        found.add(
            "column \"%s\" has %s, the first in row %d"
                .formatted(
                    columns.get(i).name(),
                    Names.counted(missing[i], "missing value"),
                    firstMissing[i]));
      }
    }
    if (!found.isEmpty()) {
      throw new TableException(
          table
              + ": "
              + String.join("; ", found)
              + "; leave columns out with data.exclude, rows with data.missing=drop, or fill values"
              + " in with data.missing="
              + given.missing().withMean(refused));
    }
  }
}
