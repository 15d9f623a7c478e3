package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table by a known schema, some at a time, in constant memory. Close it when
 * done. For one thread.
 */
public final class TableRows implements AutoCloseable {

  private final Table table;
  private final Cursor cursor;
  private final FeatureEncoder encoder;
  private final RowColumns columns;
  private final int width;
  private final @Nullable WeightCells weights; // or numbers of trials
  private final @Nullable OtherFeatures other;
  private final RowFeatures features;
  private final short[] codes;
  private final List<@Nullable String[]> cells = new ArrayList<>();
  private final BitSet incomplete = new BitSet();
  private Incomplete rule = Incomplete.REFUSE;
  private long read; // rows, of all that there are
  private long lacking; // of these, those that are incomplete
  private int rows;

  /** How a row is treated that has a missing cell for which the schema has no value. */
  public enum Incomplete {
    /** It is an error. */
    REFUSE,
    /** It is skipped. */
    LEAVE_OUT,
    /** It is read, but its features are meaningless: see {@link #isComplete}. */
    MARK
  }

  /**
   * A second model that the same rows are read for.
   *
   * @param schema of its features
   * @param notMissing texts that are a value although they look like a missing one
   * @param leavesOutRows whether it leaves out rows with a missing value that it cannot fill in,
   *     which is an error otherwise
   */
  public record Other(FeatureSchema schema, List<String> notMissing, boolean leavesOutRows) {}

  TableRows(TableRowsBuilder wanted, Table table, RowColumns columns, Cursor cursor) {
    this.table = table;
    this.cursor = cursor;
    this.encoder = new FeatureEncoder(wanted.schema, new MissingMarkers(wanted.notMissing));
    this.columns = columns;
    this.width = wanted.schema.width();
    this.weights = columns.weights();
    this.other = columns.other();
    this.features = new RowFeatures(width);
    this.codes = new short[wanted.label == null ? 0 : features.mostRows()];
  }

  /** Returns what reads the features of a schema, and what else is wanted. */
  public static TableRowsBuilder builder(TableSource source, FeatureSchema schema) {
    return new TableRowsBuilder(source, schema);
  }

  /** Makes this refuse numbers that a model's type cannot hold. */
  public void requireFit(DataType type) {
    encoder.requireFit(type);
  }

  /** Makes this pass on the cells of the input columns from the next row on. */
  public void observe(CellObserver observer) {
    encoder.observe(observer);
  }

  /** As {@link #requireFit}, for the second model's type. */
  public void requireOtherFit(DataType type) {
    requireOther().requireFit(type);
  }

  /** Sets how incomplete rows are treated from the next row on; the default is to refuse them. */
  public void onIncomplete(Incomplete wanted) {
    rule = wanted;
    if (wanted != Incomplete.REFUSE) {
      encoder.passMissing();
    }
  }

  /** All columns of the table. */
  public List<Column> columns() {
    return table.columns();
  }

  /** DuckDB's names for the types of the columns, where the source states them. */
  public Map<String, String> types() {
    return table.types();
  }

  /**
   * Reads the next rows.
   *
   * @return whether there are any
   * @throws TableException if a row cannot be used; the message names row and column
   */
  public boolean next() throws TableException {
    cells.clear();
    incomplete.clear();
    features.clear();
    rows = 0;
    int rowsEach = isGrouped() ? 2 : 1;
    int most = features.mostRows();
    if (other != null) {
      other.clear();
      most = Math.min(most, other.mostRows());
    }
    while (rows + rowsEach <= most && cursor.next()) {
      if (addFeatures()) {
        addColumns();
      }
    }
    return rows > 0;
  }

  /** Returns false for a row that is left out. */
  private boolean addFeatures() throws TableException {
    read++;
    boolean ofOther = other == null || other.add(cursor);
    boolean isComplete = encoder.encode(cursor, features.begin(), features.sink());
    requireSame(isComplete == ofOther);
    if (!isComplete) {
      lacking++;
      features.reset();
      if (rule == Incomplete.LEAVE_OUT) {
        return false;
      }
      incomplete.set(rows);
    }
    features.end();
    return true;
  }

  private void addColumns() throws TableException {
    if (columns.isLabelled()) {
      codes[rows] = columns.classOf(cursor);
    } else if (columns.hasCells()) {
      cells.add(columns.cells(cursor));
    }
    columns.add(cursor);
    rows++;
    if (isGrouped()) {
      codes[rows - 1] = 0;
      codes[rows++] = 1;
      features.repeat();
      if (other != null) {
        other.repeat();
      }
    }
  }

  private void requireSame(boolean same) throws TableException {
    if (other != null && !same) {
      throw new TableException(
          "%s, row %d: has a missing value that one of the models leaves out and the other does not; models must be compared on the same rows: leave out such rows in SQL with data.query"
              .formatted(table.name(), cursor.row()));
    }
  }

  private OtherFeatures requireOther() {
    if (other == null) {
      throw new IllegalStateException("there is no second model");
    }
    return other;
  }

  /** Number of rows that were read. */
  public int rows() {
    return rows;
  }

  /**
   * Their features on the scale of the columns, row by row, at the start of an array that the next
   * rows overwrite.
   *
   * @throws IllegalStateException if they are sparse
   */
  public double[] features() {
    return features.dense();
  }

  /** Whether features are read as sparse rows, as of a model that has thousands. */
  public boolean isSparse() {
    return features.isSparse();
  }

  /** Their features on the scale of the columns, if they are sparse; the caller closes them. */
  public SparseRows sparse() {
    SparseRowsBuilder builder = new SparseRowsBuilder(DataType.FLOAT64);
    features.addTo(builder, (feature, value) -> value);
    return builder.build(0, width);
  }

  /** As {@link #features}, for the second model. */
  public double[] otherFeatures() {
    return requireOther().dense();
  }

  /** As {@link #isSparse}, for the second model. */
  public boolean isOtherSparse() {
    return requireOther().isSparse();
  }

  /** As {@link #sparse}, for the second model. */
  public SparseRows otherSparse() {
    return requireOther().sparse();
  }

  /** Adds their features, scaled, to others, if they are sparse. */
  void addTo(SparseRowsBuilder builder, SparseScaling scaling) {
    features.addTo(builder, scaling::scaled);
  }

  /** Whether one of them, from 0, is complete. */
  public boolean isComplete(int row) {
    return !incomplete.get(row);
  }

  /** The class, from 0, of one of them, from 0. */
  public int classOf(int row) {
    return codes[row];
  }

  /**
   * Adds the weights and offsets of all rows read so far to the given data, if they are read.
   *
   * @throws TableException if all weights are 0
   */
  LabelledData weighted(LabelledData data) throws TableException {
    OffsetCells offsets = columns.offsets();
    LabelledData all = offsets == null ? data : offsets.added(data, new BitSet(), false);
    return weights == null
        ? all
        : weights.weighted(all, new BitSet(), false, isGrouped(), "of " + table.name());
  }

  /** The weight of one of the rows that were read last, from 0; 1 if none are read. */
  public double weightOf(int row) {
    return weights == null ? 1 : weights.ofLast(rows, row);
  }

  /** Whether weights are read. */
  public boolean isWeighted() {
    return weights != null;
  }

  /**
   * Whether each row of the table is read as two, its trials without and with an event, whose
   * weights are their numbers.
   */
  public boolean isGrouped() {
    return columns.isGrouped();
  }

  /**
   * The weights of all rows read so far; empty if none are read.
   *
   * @throws TableException if all are 0
   */
  public Optional<double[]> weights() throws TableException {
    return weights == null ? Optional.empty() : Optional.of(weights.all("of " + table.name()));
  }

  /** The groups of all rows read so far; empty if none are read. */
  public Optional<RowGroups> groups() {
    return Optional.ofNullable(columns.groups()).map(GroupCells::groups);
  }

  /** All cells of one of them, from 0, as text; null for NULL and for an empty cell of CSV. */
  public @Nullable String[] cells(int row) {
    return cells.get(row);
  }

  /**
   * Checks, when all rows have been read, that there were any.
   *
   * @throws TableException if there were none
   */
  public void requireSome() throws TableException {
    if (cursor.row() <= 1) {
      throw new TableException(table.name() + " has no rows");
    }
    if (rule == Incomplete.LEAVE_OUT && lacking == read) {
      throw new TableException(
          "%s: every row has a missing value that the model has no value to fill in, so that"
                  .formatted(table.name())
              + " no row is left");
    }
  }

  /** The warnings, when all rows have been read. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(encoder.warnings());
    if (other != null) {
      other.warnings().stream()
          .filter(warning -> !warnings.contains(warning))
          .forEach(warnings::add);
    }
    incompleteRows().ifPresent(warnings::add);
    return warnings;
  }

  /** The warning about incomplete rows, when all rows have been read. */
  Optional<String> incompleteRows() {
    return lacking == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d of %s %s because of missing values that the model has no value to fill in"
                .formatted(
                    table.name(),
                    lacking,
                    Names.counted(read, "row"),
                    rule == Incomplete.LEAVE_OUT ? "left out" : "without a prediction"));
  }

  /** Ends the reading. */
  @Override
  public void close() {
    cursor.close();
    table.close();
  }
}
