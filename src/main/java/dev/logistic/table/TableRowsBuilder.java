package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is read of each row of a table besides the features of a schema: nothing, all cells, or the
 * label; and what goes with it. For one table and one thread.
 *
 * <p>For use within this project.
 */
public final class TableRowsBuilder {

  final TableSource source;
  final FeatureSchema schema;
  private List<String> na = List.of();
  List<String> notMissing = List.of();
  boolean allCells;
  @Nullable String label;
  List<String> classes = List.of();
  String weight = "";
  boolean requiresWeight;
  String trials = "";
  String offset = "";
  String group = "";
  TableRows.@Nullable Other other;
  DataType type = DataType.FLOAT64;

  TableRowsBuilder(TableSource source, FeatureSchema schema) {
    this.source = source;
    this.schema = schema;
  }

  /** Sets the texts that mean a missing cell. */
  public TableRowsBuilder na(List<String> texts) {
    na = texts;
    return this;
  }

  /** Sets the texts that are a value although they look like a missing one. */
  public TableRowsBuilder notMissing(List<String> texts) {
    notMissing = texts;
    return this;
  }

  /** Reads all cells, as they are written; see {@link TableRows#cells(int)}. */
  public TableRowsBuilder allCells() {
    allCells = true;
    return this;
  }

  /**
   * Reads labels.
   *
   * @param names the possible labels, in the order of {@link TableRows#classOf}
   */
  public TableRowsBuilder label(String column, List<String> names) {
    label = column;
    classes = names;
    return this;
  }

  /**
   * Reads weights, if the table has them; see {@link TableRows#isWeighted}.
   *
   * @param column of the weights; empty for none
   */
  public TableRowsBuilder weight(String column) {
    weight = column;
    return this;
  }

  /** As {@link #weight}, of a column that must be there. */
  TableRowsBuilder requiredWeight(String column) {
    requiresWeight = true;
    return weight(column);
  }

  /**
   * Reads numbers of trials, of which the label counts the events. Without labels they are weights,
   * which the table may lack.
   *
   * @param column of the numbers; empty where each row is one trial
   */
  public TableRowsBuilder trials(String column) {
    trials = column;
    return this;
  }

  /**
   * Reads offsets.
   *
   * @param column of the offsets; empty for none
   */
  TableRowsBuilder offset(String column) {
    offset = column;
    return this;
  }

  /**
   * Reads groups of rows; see {@link TableRows#groups}.
   *
   * @param column of the groups; empty for none
   */
  public TableRowsBuilder group(String column) {
    group = column;
    return this;
  }

  /** Reads the features of a second model too; null for none. */
  public TableRowsBuilder other(TableRows.@Nullable Other model) {
    other = model;
    return this;
  }

  /** Sets the type that all numbers must fit; otherwise float64. */
  TableRowsBuilder type(DataType wanted) {
    type = wanted;
    return this;
  }

  /**
   * Opens the table.
   *
   * @throws TableException if it cannot be read or lacks a column
   */
  public TableRows open() throws TableException {
    requireNamedColumns(schema);
    if (other != null) {
      requireNamedColumns(other.schema());
    }
    Table table = allCells ? source.openVerbatim(kinds(), na) : source.open(kinds(), na);
    try {
      RowColumns columns = new RowColumns(this, table);
      TableRows rows = new TableRows(this, table, columns, table.read(columns.selections()));
      rows.requireFit(type);
      return rows;
    } catch (TableException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /** The kinds of the columns that must be there, where it matters how they are read. */
  private Map<String, Column.Kind> kinds() {
    Map<String, Column.Kind> kinds = new HashMap<>(FeatureEncoder.expected(schema));
    if (label != null) {
      boolean texts = trials.isEmpty() && new KnownClasses(classes).areTexts();
      kinds.put(label, texts ? Column.Kind.TEXT : Column.Kind.OTHER);
      putNumber(kinds, trials);
    }
    putNumber(kinds, requiresWeight ? weight : "");
    putNumber(kinds, offset);
    if (!group.isEmpty()) {
      kinds.putIfAbsent(group, Column.Kind.TEXT);
    }
    if (other != null) {
      OtherFeatures.expect(kinds, other.schema());
    }
    return kinds;
  }

  private static void putNumber(Map<String, Column.Kind> kinds, String column) {
    if (!column.isEmpty()) {
      kinds.put(column, Column.Kind.NUMBER);
    }
  }

  private void requireNamedColumns(FeatureSchema ofModel) throws TableException {
    if (ofModel.isIndexed()) {
      throw new TableException(
          "%s: expected a LibSVM file (.svm, .libsvm or .svmlight), as the model was trained on, found a table"
              .formatted(source));
    }
  }
}
