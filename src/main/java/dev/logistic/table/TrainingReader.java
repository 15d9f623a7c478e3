package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.ColumnOrder;
import dev.logistic.data.FeatureLearning;
import dev.logistic.data.SparseRows;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a table's cells and turns them into what a training needs. For one reading. */
final class TrainingReader implements AutoCloseable {

  private static final int PROGRESS_ROWS = 1 << 16;
  private static final int LABELS_AT_ONCE = 1 << 10;

  private TableOptions options; // with the columns of the formula, once the table is known
  private final TableOptions given;
  private final DataType type;
  private final NDManager manager;
  private final List<String> warnings = new ArrayList<>();
  private String name = "";
  private @Nullable ColumnRoles roles;
  private @Nullable FormulaColumns formula; // null for one term of each column
  private @Nullable FeatureCells features;
  private @Nullable RowAttributeCells attributes;

  /**
   * @param type of the features
   * @param manager of the CPU, ends the cells where they are kept
   */
  TrainingReader(TableOptions options, DataType type, NDManager manager) {
    this.given = options;
    this.options = options;
    this.type = type;
    this.manager = manager;
  }

  /** Features of some rows: an array, or sparse. */
  record Features(@Nullable NDArray dense, @Nullable SparseRows sparse) {}

  /**
   * What a training needs; {@code codes}, the index of each row's class, and {@code heldOutRows}
   * count rows of the table, or two for each where a row counts trials. {@code learning} of a
   * formula uses the cells, which then end with the manager.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(
      Features training,
      @Nullable Features heldOut,
      short[] codes,
      BitSet heldOutRows,
      RowAttributeCells attributes,
      @Nullable FeatureLearning learning,
      FeatureSchema schema,
      List<Distribution> distributions,
      List<String> classes,
      List<String> warnings) {

    /**
     * Labels of the training rows, or of the held-out rows: shape (rows, 1), typed as the features.
     */
    NDArray labels(NDManager owner, DataType type, boolean held) {
      int some = heldOutRows.cardinality();
      int all = held ? some : codes.length - some;
      Matrix labels = new Matrix(owner, all, 1, type, false);
      try (Matrix.Rows rows = labels.rows(0, all, LABELS_AT_ONCE)) {
        for (int from = 0; from < codes.length; from += LABELS_AT_ONCE) {
          rows.write(copyLabels(from, held, rows.tile));
        }
      }
      return labels.features();
    }

    /** Copies the labels among the rows of a tile; returns how many there are. */
    private int copyLabels(int from, boolean held, double[] tile) {
      int end = Math.min(codes.length, from + LABELS_AT_ONCE);
      int count = 0;
      for (int row = from; row < end; row++) {
        if (heldOutRows.get(row) == held) {
          tile[count++] = codes[row];
        }
      }
      return count;
    }
  }

  void read(TableSource source, LongConsumer progress) throws TableException {
    try (Table table = source.open(ColumnRoles.expected(options), options.na())) {
      Columns available = options.terms().isEmpty() ? table : used(table);
      ColumnRoles choice = ColumnRoles.of(available, options);
      choice.references(options); // refuses before any row is read
      name = table.name();
      roles = choice;
      warnings.addAll(table.warnings());
      warnings.addAll(ColumnRoles.notes(table, options));
      FeatureCells ofFeatures =
          new FeatureCells(table, choice, formula, options, given, type, manager);
      features = ofFeatures;
      RowAttributeCells others = new RowAttributeCells(choice, options, type);
      attributes = others;
      try (Cursor cursor = table.read(choice.selections())) {
        while (cursor.next()) {
          if (ofFeatures.read(cursor)) {
            others.read(cursor);
            ofFeatures.endRow(others.rowsEach());
          }
          if (cursor.row() % PROGRESS_ROWS == 0) {
            progress.accept(cursor.row());
          }
        }
      }
    }
  }

  /** Reads the formula, and returns the columns from which features are to be chosen. */
  private Columns used(Table table) throws TableException {
    FormulaColumns known = ColumnRoles.formula(table, options);
    formula = known;
    options = known.options(options);
    return new DerivedColumns(table, known.derived());
  }

  /**
   * Turns the cells into features and frees them.
   *
   * @param owner of the features if they are an array
   * @param sparseOwner of the features if they are sparse
   */
  Result finish(NDManager owner, NDManager sparseOwner) throws TableException {
    FeatureCells read = Objects.requireNonNull(features);
    RowAttributeCells others = Objects.requireNonNull(attributes);
    CellBlocks blocks = read.blocks();
    blocks.flush();
    read.requireRows(blocks.rows() / others.rowsEach()).ifPresent(warnings::add);
    List<String> classes = others.labels().classes(options.positive());
    others.requireSense(classes);
    ClassNames.warning(others.labels().column(), classes).ifPresent(warnings::add);
    read.requireNoneMissing();
    List<@Nullable List<String>> texts = read.levelsByCode();
    short[] codes = others.labels().codes(classes);
    List<Column> columns = Objects.requireNonNull(roles).features();
    warnings.addAll(RisingColumns.warnings(blocks, codes, classes.size(), columns, texts));
    BitSet heldOut = others.heldOut(name, codes, classes, options, warnings);
    ReadCells all =
        new ReadCells(
            name,
            roles,
            texts,
            blocks,
            read.documents(),
            others.weights(),
            others.rowsEach(),
            read.droppedRows(),
            options,
            read.greatest());
    SchemaFitting fitting = all.columns(heldOut, warnings);
    List<Distribution> distributions =
        ColumnDistributions.of(
            blocks,
            withoutRepeated(heldOut, others.rowsEach(), blocks.rows()),
            formula == null && type == DataType.FLOAT32,
            columns,
            texts);
    FormulaReading ofFormula =
        formula == null ? null : all.terms(formula.terms(), fitting, heldOut, warnings);
    FeatureSchema schema = ofFormula == null ? fitting.fit() : ofFormula.schema();
    if (formula != null) {
      blocks.keep();
    }
    boolean wantsSparse =
        ofFormula == null ? blocks.isInFile() || isSparse(schema) : ofFormula.isSparse(schema);
    Features training;
    Features ofHeldOut = null;
    if (wantsSparse) {
      Sparse assembly =
          ofFormula == null
              ? new SparseAssembly(schema, fitting.places(), texts, blocks, options.memory())
                  ::assemble
              : ofFormula.sparse(schema)::assemble;
      training = new Features(null, assembly.of(sparseOwner, type, heldOut, false));
      if (!heldOut.isEmpty()) {
        ofHeldOut = new Features(null, assembly.of(sparseOwner, type, heldOut, true));
      }
    } else {
      boolean byColumn = options.byColumn() && ColumnOrder.isFaster(schema.width());
      Assembly assembly =
          ofFormula == null
              ? ColumnEncoder.assembly(schema, fitting.places(), texts, blocks)
              : ofFormula.assembly(schema);
      Assembly.Matrices matrices = assembly.assemble(owner, type, heldOut, byColumn);
      training = new Features(matrices.training(), null);
      ofHeldOut = matrices.heldOut() == null ? null : new Features(matrices.heldOut(), null);
    }
    return new Result(
        training,
        ofHeldOut,
        codes,
        heldOut,
        others,
        formula == null ? null : new FormulaLearning(all, formula.terms(), type, heldOut),
        schema,
        distributions,
        classes,
        warnings);
  }

  /** Assembles the rows that are held out, or the others. */
  @FunctionalInterface
  private interface Sparse {
    SparseRows of(NDManager owner, DataType type, BitSet heldOut, boolean held);
  }

  /** Whether the features are assembled as sparse rows: if that is wanted, or they are wide. */
  private boolean isSparse(FeatureSchema schema) {
    return options.storage() == TableOptions.Storage.SPARSE
        || schema.terms().stream().anyMatch(options::isWide);
  }

  /** Adds the second of two rows that have the same cells. */
  private static BitSet withoutRepeated(BitSet heldOut, int rowsEach, long rows) {
    BitSet all = (BitSet) heldOut.clone();
    for (int row = 1; rowsEach == 2 && row < rows; row += 2) {
      all.set(row);
    }
    return all;
  }

  @Override
  public void close() {
    if (features != null) {
      features.blocks().close();
    }
  }
}
