package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table by a known schema, some at a time, in constant memory. Close it when
 * done. For one thread.
 */
public final class TableRows implements AutoCloseable {

  private static final int NOT_CARRIED = -1;

  private final Table table;
  private final Cursor cursor;
  private final FeatureEncoder encoder;
  private final int width;
  private final @Nullable Column label;
  private final int labelPlace;
  private final int weightPlace;
  private final @Nullable WeightCells weights; // or numbers of trials
  private final @Nullable TrialCells trials;
  private final @Nullable OffsetCells offsets;
  private final @Nullable GroupCells groups;
  private final @Nullable OtherFeatures other;
  private final List<String> classes;
  private final KnownClasses known;
  private final int firstCarried;
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

  private TableRows(
      Table table,
      Cursor cursor,
      FeatureSchema schema,
      @Nullable Column label,
      List<String> classes,
      int firstCarried,
      @Nullable WeightCells weights,
      @Nullable TrialCells trials,
      @Nullable OffsetCells offsets,
      @Nullable GroupCells groups,
      @Nullable OtherFeatures other,
      MissingMarkers markers) {
    this.table = table;
    this.cursor = cursor;
    this.encoder = new FeatureEncoder(schema, markers);
    this.width = schema.width();
    this.label = label;
    this.labelPlace = schema.inputs().size();
    this.weightPlace = label == null ? labelPlace : labelPlace + 1;
    this.classes = classes;
    this.known = new KnownClasses(classes);
    this.trials = trials;
    this.offsets = offsets;
    this.groups = groups;
    this.other = other;
    this.weights = trials == null ? weights : trials.counts();
    this.firstCarried = firstCarried;
    this.features = new RowFeatures(width);
    this.codes = new short[label == null ? 0 : features.mostRows()];
  }

  /**
   * Opens a table to read its features and all of its cells.
   *
   * @param na texts that mean a missing cell
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withCells(TableSource source, FeatureSchema schema, List<String> na)
      throws TableException {
    return withCells(source, schema, na, List.of());
  }

  /**
   * Opens a table to read its features and all of its cells.
   *
   * @param na texts that mean a missing cell
   * @param notMissing texts that are a value although they look like a missing one
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withCells(
      TableSource source, FeatureSchema schema, List<String> na, List<String> notMissing)
      throws TableException {
    return open(
        source,
        schema,
        na,
        notMissing,
        null,
        List.of(),
        "",
        false,
        "",
        "",
        "",
        null,
        DataType.FLOAT64);
  }

  /**
   * Opens a table to read its features alone.
   *
   * @param na texts that mean a missing cell
   * @param notMissing texts that are a value although they look like a missing one
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withFeatures(
      TableSource source, FeatureSchema schema, List<String> na, List<String> notMissing)
      throws TableException {
    return withWeights(source, schema, na, notMissing, "", "");
  }

  /**
   * Opens a table to read its features, and its weights if it has them.
   *
   * @param na texts that mean a missing cell
   * @param notMissing texts that are a value although they look like a missing one
   * @param weight the column of weights, which the table may lack; empty for none
   * @param trials the column of numbers of trials, which count as weights and which the table may
   *     lack too; empty for none
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withWeights(
      TableSource source,
      FeatureSchema schema,
      List<String> na,
      List<String> notMissing,
      String weight,
      String trials)
      throws TableException {
    requireNamedColumns(source, schema);
    Table table = source.open(FeatureEncoder.expected(schema), na);
    try {
      List<Selection> selections = new ArrayList<>(FeatureEncoder.selections(schema, table));
      WeightCells weights = null;
      if (!weight.isEmpty() && table.find(weight).isPresent()) {
        Column weightColumn = ColumnRoles.weight(table, weight);
        selections.add(WeightCells.selection(weightColumn));
        weights = new WeightCells(weightColumn, DataType.FLOAT64, false);
      }
      if (!trials.isEmpty() && table.find(trials).isPresent()) {
        Column trialsColumn = ColumnRoles.trials(table, trials);
        selections.add(WeightCells.selection(trialsColumn));
        weights = WeightCells.ofTrials(trialsColumn, DataType.FLOAT64);
      }
      return new TableRows(
          table,
          table.read(selections),
          schema,
          null,
          List.of(),
          NOT_CARRIED,
          weights,
          null,
          null,
          null,
          null,
          new MissingMarkers(notMissing));
    } catch (TableException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Opens a table to read its features and labels.
   *
   * @param classes the possible labels, in the order of {@link #classOf}
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withLabels(
      TableSource source, FeatureSchema schema, List<String> na, String label, List<String> classes)
      throws TableException {
    return withLabels(source, schema, na, List.of(), label, classes, "", "", "", Optional.empty());
  }

  /**
   * Opens a table to read its features and labels, and its weights if it has them.
   *
   * @param na texts that mean a missing cell
   * @param notMissing texts that are a value although they look like a missing one
   * @param classes the possible labels, in the order of {@link #classOf}
   * @param weight the column of weights, which the table may lack: see {@link #isWeighted}; empty
   *     for none
   * @param trials the column of numbers of trials, of which the label counts the events; empty
   *     where each row is one
   * @param group the column by which {@link #groups} has the rows; empty for none
   * @param other a second model that the rows are read for; empty for none
   * @throws TableException if it cannot be read or lacks a column
   */
  public static TableRows withLabels(
      TableSource source,
      FeatureSchema schema,
      List<String> na,
      List<String> notMissing,
      String label,
      List<String> classes,
      String weight,
      String trials,
      String group,
      Optional<Other> other)
      throws TableException {
    return open(
        source,
        schema,
        na,
        notMissing,
        label,
        classes,
        weight,
        false,
        trials,
        "",
        group,
        other.orElse(null),
        DataType.FLOAT64);
  }

  /**
   * Opens a table to read its features and labels, and all of its weights where the options name
   * them.
   *
   * @param type that features and weights must fit
   * @throws TableException if it cannot be read or lacks a column
   */
  static TableRows forTraining(
      TableSource source,
      FeatureSchema schema,
      TableOptions options,
      List<String> classes,
      DataType type)
      throws TableException {
    TableRows rows =
        open(
            source,
            schema,
            options.na(),
            options.notMissing(),
            options.label(),
            classes,
            options.weight(),
            true,
            options.trials(),
            options.offset(),
            "",
            null,
            type);
    rows.requireFit(type);
    if (options.missing().leavesOutRows()) {
      rows.onIncomplete(Incomplete.LEAVE_OUT);
    }
    return rows;
  }

  private static TableRows open(
      TableSource source,
      FeatureSchema schema,
      List<String> na,
      List<String> notMissing,
      @Nullable String label,
      List<String> classes,
      String weight,
      boolean needsWeight,
      String trials,
      String offset,
      String group,
      @Nullable Other other,
      DataType type)
      throws TableException {
    requireNamedColumns(source, schema);
    Map<String, Column.Kind> expected = new HashMap<>(FeatureEncoder.expected(schema));
    if (label != null) {
      boolean texts = trials.isEmpty() && new KnownClasses(classes).areTexts();
      expected.put(label, texts ? Column.Kind.TEXT : Column.Kind.OTHER);
    }
    if (needsWeight) {
      expected.put(weight, Column.Kind.NUMBER);
    }
    if (!trials.isEmpty()) {
      expected.put(trials, Column.Kind.NUMBER);
    }
    if (!offset.isEmpty()) {
      expected.put(offset, Column.Kind.NUMBER);
    }
    if (!group.isEmpty()) {
      expected.putIfAbsent(group, Column.Kind.TEXT);
    }
    if (other != null) {
      requireNamedColumns(source, other.schema());
      OtherFeatures.expect(expected, other.schema());
    }
    Table table = label == null ? source.openVerbatim(expected, na) : source.open(expected, na);
    try {
      List<Selection> selections = new ArrayList<>(FeatureEncoder.selections(schema, table));
      Column labelColumn = label == null ? null : table.column(label);
      int firstCarried = selections.size();
      if (labelColumn == null) {
        for (Column column : table.columns()) {
          selections.add(new Selection(column, Selection.Form.VERBATIM));
        }
      } else {
        selections.add(
            trials.isEmpty()
                ? LabelCells.selection(labelColumn)
                : TrialCells.selection(labelColumn));
      }
      WeightCells weights = null;
      if (!weight.isEmpty() && (needsWeight || table.find(weight).isPresent())) {
        Column weightColumn = ColumnRoles.weight(table, weight);
        selections.add(WeightCells.selection(weightColumn));
        weights = new WeightCells(weightColumn, type, false);
      }
      TrialCells trialCells = null;
      if (!trials.isEmpty()) {
        Column trialsColumn = ColumnRoles.trials(table, trials);
        selections.add(TrialCells.selection(trialsColumn));
        trialCells = new TrialCells(trialsColumn, type);
      }
      OffsetCells offsetCells = null;
      if (!offset.isEmpty()) {
        Column offsetColumn = ColumnRoles.offset(table, offset);
        selections.add(OffsetCells.selection(offsetColumn));
        offsetCells = new OffsetCells(offsetColumn, type);
      }
      GroupCells groupCells = null;
      if (!group.isEmpty()) {
        Column groupColumn = table.column(group);
        groupCells = new GroupCells(groupColumn, selections.size());
        selections.add(GroupCells.selection(table, groupColumn));
      }
      OtherFeatures otherFeatures = null;
      if (other != null) {
        otherFeatures = new OtherFeatures(other, selections.size());
        selections.addAll(FeatureEncoder.selections(other.schema(), table));
      }
      Cursor cursor = table.read(selections);
      return new TableRows(
          table,
          cursor,
          schema,
          labelColumn,
          classes,
          firstCarried,
          weights,
          trialCells,
          offsetCells,
          groupCells,
          otherFeatures,
          new MissingMarkers(notMissing));
    } catch (TableException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static void requireNamedColumns(TableSource source, FeatureSchema schema)
      throws TableException {
    if (schema.isIndexed()) {
      throw new TableException(
          "%s: expected a LibSVM file (.svm, .libsvm or .svmlight), as the model was trained on, found a table"
              .formatted(source));
    }
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
      read++;
      boolean ofOther = other == null || other.add(cursor);
      if (!encoder.encode(cursor, features.begin(), features.sink())) {
        lacking++;
        features.reset();
        requireSame(!ofOther);
        if (rule == Incomplete.LEAVE_OUT) {
          continue;
        }
        incomplete.set(rows);
      } else {
        requireSame(ofOther);
      }
      features.end();
      if (trials != null) {
        trials.add(cursor, labelPlace, labelPlace + 1);
        addOffset();
        addOffset();
        codes[rows++] = 0;
        features.repeat();
        if (other != null) {
          other.repeat();
        }
        codes[rows++] = 1;
        addGroup();
        if (groups != null) {
          groups.repeat();
        }
        continue;
      }
      if (label != null) {
        codes[rows] = classOf(label);
      } else if (firstCarried >= 0) {
        cells.add(readCells());
      }
      if (weights != null) {
        weights.add(cursor, weightPlace);
      }
      addOffset();
      addGroup();
      rows++;
    }
    return rows > 0;
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

  private void addOffset() throws TableException {
    if (offsets != null) {
      offsets.add(cursor, labelPlace + (weights == null ? 1 : 2));
    }
  }

  private void addGroup() throws TableException {
    if (groups != null) {
      groups.add(cursor);
    }
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
    return trials != null;
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
    return Optional.ofNullable(groups).map(GroupCells::groups);
  }

  /** All cells of one of them, from 0, as text; null for NULL and for an empty cell of CSV. */
  public @Nullable String[] cells(int row) {
    return cells.get(row);
  }

  private @Nullable String[] readCells() throws TableException {
    @Nullable String[] texts = new String[table.columns().size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = cursor.text(firstCarried + i);
    }
    return texts;
  }

  private short classOf(Column column) throws TableException {
    String text = LabelCells.text(cursor, labelPlace, column);
    OptionalInt place = text == null ? OptionalInt.empty() : known.place(text);
    if (place.isEmpty()) {
      throw new TableException(
          "%s must be one of %s, %s"
              .formatted(
                  cursor.at(labelPlace),
                  Names.listed(classes),
                  text == null ? "is missing" : "was " + Names.quoted(text)));
    }
    return (short) place.getAsInt();
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
