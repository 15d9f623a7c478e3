package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.ColumnOrder;
import dev.logistic.data.FeatureLearning;
import dev.logistic.data.SparseRows;
import dev.logistic.formula.TokenSpec;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a table's cells and turns them into what a training needs. For one reading. */
final class TrainingReader implements AutoCloseable {

  private static final int PROGRESS_ROWS = 1 << 16;
  private static final int LABELS_AT_ONCE = 1 << 10;

  private TableOptions options; // with the columns of the formula, once the table is known
  private final TableOptions given;
  private final DataType type;
  private final NDManager manager;
  private final double greatest;
  private final List<String> warnings = new ArrayList<>();
  private String name = "";
  private List<Column> columns = List.of();
  private @Nullable ColumnRoles roles;
  private @Nullable LabelCells labels;
  private @Nullable WeightCells weights; // or numbers of trials
  private @Nullable TrialCells trials;
  private @Nullable OffsetCells offsets;
  private @Nullable ClusterCells clusters;
  private @Nullable ClusterCells groups; // or instants
  private @Nullable LevelCells[] levels = new LevelCells[0];
  private @Nullable DocumentCells[] documents = new DocumentCells[0]; // of columns of tokens
  private int[] textColumns = new int[0]; // those with levels, or of tokens
  private @Nullable CellBlocks cells;
  private @Nullable String[] texts = new String[0]; // of the row that is being read
  private @Nullable FormulaColumns formula; // null for one term of each column
  private final BitSet droppedRows = new BitSet(); // of a formula, to find rows again
  private long dropped;
  private long[] missing = new long[0];
  private long[] firstMissing = new long[0];

  /**
   * @param type of the features
   * @param manager of the CPU, ends the cells where they are kept
   */
  TrainingReader(TableOptions options, DataType type, NDManager manager) {
    this.given = options;
    this.options = options;
    this.type = type;
    this.manager = manager;
    this.greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** Features of some rows: an array, or sparse. */
  record Features(@Nullable NDArray dense, @Nullable SparseRows sparse) {}

  /**
   * What a training needs; {@code codes}, the index of each row's class, and {@code heldOutRows}
   * count rows of the table, or two for each where a row counts trials, which {@code grouped}
   * states. {@code learning} of a formula uses the cells, which then end with the manager.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(
      Features training,
      @Nullable Features heldOut,
      short[] codes,
      BitSet heldOutRows,
      @Nullable WeightCells weights,
      boolean grouped,
      @Nullable OffsetCells offsets,
      @Nullable ClusterCells clusters,
      @Nullable ClusterCells groups,
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
      prepare(table, choice);
      try (Cursor cursor = table.read(choice.selections())) {
        while (cursor.next()) {
          readRow(cursor);
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
    Set<String> texts = new LinkedHashSet<>(options.categorical());
    texts.addAll(known.categorical());
    options =
        options.withFeatures(
            List.copyOf(known.inputs()), List.copyOf(texts), known.missing(options.missing()));
    return new DerivedColumns(table, known.derived());
  }

  private void prepare(Table table, ColumnRoles choice) throws TableException {
    name = table.name();
    warnings.addAll(table.warnings());
    warnings.addAll(ColumnRoles.notes(table, options));
    columns = choice.features();
    choice.references(options); // refuses before any row is read
    roles = choice;
    MissingMarkers markers = new MissingMarkers(options.notMissing());
    Column ofTrials = choice.trials();
    trials = ofTrials == null ? null : new TrialCells(ofTrials, type);
    labels =
        new LabelCells(trials == null ? choice.label() : TrialCells.label(choice.label()), markers);
    Column weight = choice.weight();
    weights = weight == null ? null : new WeightCells(weight, type, options.wholeWeights());
    weights = trials == null ? weights : trials.counts();
    Column offset = choice.offset();
    offsets = offset == null ? null : new OffsetCells(offset, type);
    Column cluster = choice.cluster();
    clusters = cluster == null ? null : ClusterCells.ofClusters(cluster);
    Column group = choice.group();
    groups = group == null ? null : ClusterCells.ofGroups(group);
    Column time = choice.time();
    groups = time == null ? groups : ClusterCells.ofTimes(time);
    levels = new LevelCells[columns.size()];
    documents = new DocumentCells[columns.size()];
    boolean[] centred = new boolean[columns.size()];
    for (int i = 0; i < levels.length; i++) {
      Column column = columns.get(i);
      TokenSpec tokens = formula == null ? null : formula.tokensOf(column.name());
      if (formula != null && tokens != null) {
        documents[i] = new DocumentCells(table, formula.derivedOf(column.name()), tokens, markers);
      } else if (choice.isText(column)) {
        boolean categorical = options.categorical().contains(column.name());
        levels[i] = new LevelCells(table, column, options.mostLevels(), categorical, markers);
      }
      centred[i] = // what a formula is computed from stays exact
          formula == null
              && options.standardize()
              && column.kind() == Column.Kind.NUMBER
              && levels[i] == null;
    }
    textColumns =
        IntStream.range(0, levels.length)
            .filter(i -> levels[i] != null || documents[i] != null)
            .toArray();
    texts = new String[levels.length];
    missing = new long[levels.length];
    firstMissing = new long[levels.length];
    DataType ofCells = formula == null ? type : DataType.FLOAT64;
    cells = new CellBlocks(manager, ofCells, centred, options.memory());
  }

  private void readRow(Cursor cursor) throws TableException {
    CellBlocks blocks = Objects.requireNonNull(cells);
    boolean complete = readFeatures(cursor, blocks);
    if (!complete && options.missing().leavesOutRows()) {
      if (formula != null) {
        droppedRows.set(Math.toIntExact(cursor.row() - 1));
      }
      dropped++;
      return; // the next row replaces its cells
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
    LabelCells read = Objects.requireNonNull(labels);
    if (trials != null) {
      trials.add(cursor, levels.length, levels.length + 1);
      read.add(0);
      addOthers(cursor);
      blocks.repeatRow();
      read.add(1);
    } else {
      read.add(cursor, levels.length);
      if (weights != null) {
        weights.add(cursor, levels.length + 1);
      }
    }
    addOthers(cursor);
    blocks.endRow();
  }

  private void addOthers(Cursor cursor) throws TableException {
    int place = levels.length + (weights == null ? 1 : 2);
    if (offsets != null) {
      offsets.add(cursor, place++);
    }
    if (clusters != null) {
      clusters.add(cursor, place++);
    }
    if (groups != null) {
      groups.add(cursor, place);
    }
  }

  /** Reads the features of a row, and sets its numbers; returns whether none is missing. */
  private boolean readFeatures(Cursor cursor, CellBlocks blocks) throws TableException {
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
   * Turns the cells into features and frees them.
   *
   * @param owner of the features if they are an array
   * @param sparseOwner of the features if they are sparse
   */
  Result finish(NDManager owner, NDManager sparseOwner) throws TableException {
    CellBlocks blocks = Objects.requireNonNull(cells);
    LabelCells read = Objects.requireNonNull(labels);
    blocks.flush();
    requireRows(blocks.rows() / rowsEach());
    List<String> classes = read.classes(options.positive());
    if (offsets != null) {
      offsets.requireTwo(read.column(), classes);
    }
    ClassNames.warning(read.column(), classes).ifPresent(warnings::add);
    requireNoneMissing();
    List<@Nullable List<String>> texts = levelsByCode();
    short[] codes = read.codes(classes);
    warnings.addAll(RisingColumns.warnings(blocks, codes, classes.size(), columns, texts));
    BitSet heldOut = heldOut(codes, classes);
    if (trials != null) {
      trials.requireBoth(read.column(), heldOut);
    }
    ReadCells all =
        new ReadCells(
            name,
            Objects.requireNonNull(roles),
            texts,
            blocks,
            documents(),
            weights,
            rowsEach(),
            droppedRows,
            options,
            greatest);
    SchemaFitting fitting = all.columns(heldOut, warnings);
    List<Distribution> distributions =
        ColumnDistributions.of(
            blocks,
            withoutRepeated(heldOut),
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
    Features others = null;
    if (wantsSparse) {
      Sparse assembly =
          ofFormula == null
              ? new SparseAssembly(schema, fitting.places(), texts, blocks, options.memory())
                  ::assemble
              : ofFormula.sparse(schema)::assemble;
      training = new Features(null, assembly.of(sparseOwner, type, heldOut, false));
      if (!heldOut.isEmpty()) {
        others = new Features(null, assembly.of(sparseOwner, type, heldOut, true));
      }
    } else {
      boolean byColumn = options.byColumn() && ColumnOrder.isFaster(schema.width());
      Assembly assembly =
          ofFormula == null
              ? new Assembly(schema, fitting.places(), texts, blocks)
              : ofFormula.assembly(schema);
      Assembly.Matrices matrices = assembly.assemble(owner, type, heldOut, byColumn);
      training = new Features(matrices.training(), null);
      others = matrices.heldOut() == null ? null : new Features(matrices.heldOut(), null);
    }
    return new Result(
        training,
        others,
        codes,
        heldOut,
        weights,
        trials != null,
        offsets,
        clusters,
        groups,
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

  /** The columns of tokens, when all rows have been read. */
  private List<DocumentCells> documents() throws TableException {
    List<DocumentCells> all = new ArrayList<>();
    for (DocumentCells each : documents) {
      if (each != null) {
        each.end();
        all.add(each);
      }
    }
    return all;
  }

  /** Whether the features are assembled as sparse rows: if that is wanted, or they are wide. */
  private boolean isSparse(FeatureSchema schema) {
    return options.storage() == TableOptions.Storage.SPARSE
        || schema.terms().stream().anyMatch(options::isWide);
  }

  /** Reports how many rows were left out. */
  private void requireRows(long kept) throws TableException {
    if (kept + dropped == 0) {
      throw new TableException(name + " has no rows");
    }
    if (dropped == 0) {
      return;
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
              .formatted(name, Names.listed(gaps)));
    }
    warnings.add(
        "%s: %d of %s left out because of missing values (data.missing=drop): column %s"
            .formatted(name, dropped, Names.counted(kept + dropped, "row"), Names.listed(gaps)));
  }

  private void requireNoneMissing() throws TableException {
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
          name
              + ": "
              + String.join("; ", found)
              + "; leave columns out with data.exclude, rows with data.missing=drop, or fill values"
              + " in with data.missing="
              + given.missing().withMean(refused));
    }
  }

  private List<@Nullable List<String>> levelsByCode() throws TableException {
    List<@Nullable List<String>> texts = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      LevelCells each = levels[i];
      texts.add(
          each != null ? each.levels() : documents[i] != null ? List.of(DocumentCells.ANY) : null);
    }
    return texts;
  }

  /** Adds the second of two rows that have the same cells. */
  private BitSet withoutRepeated(BitSet heldOut) {
    BitSet all = (BitSet) heldOut.clone();
    for (int row = 1; trials != null && row < Objects.requireNonNull(cells).rows(); row += 2) {
      all.set(row);
    }
    return all;
  }

  /** How many rows each row of the table becomes. */
  private int rowsEach() {
    return trials == null ? 1 : 2;
  }

  private BitSet heldOut(short[] codes, List<String> classes) throws TableException {
    double share = options.validation();
    if (groups != null) {
      return heldOutGroups(groups, codes, classes);
    }
    BitSet heldOut =
        trials == null
            ? HoldOut.of(codes, classes.size(), share, options.seed())
            : HoldOut.ofPairs(codes.length / 2, share, options.seed());
    HoldOut.requireAllClasses(name, codes, classes, heldOut, share);
    if (share > 0 && heldOut.isEmpty()) {
      throw new TableException(
          "%s has %d rows: too few to hold out a share of %s".formatted(name, codes.length, share));
    }
    return heldOut;
  }

  private BitSet heldOutGroups(ClusterCells read, short[] codes, List<String> classes)
      throws TableException {
    read.sort();
    if (read.areTimes()) {
      return heldOutNewest(read, codes, classes);
    }
    double[] counts = weights == null ? new double[0] : weights.toArray();
    HoldOut.Groups whole = new HoldOut.Groups(name, read.name(), read.toArray());
    BitSet heldOut = whole.heldOut(codes, classes, counts, trials != null, options);
    whole.warning(heldOut, options.validation()).ifPresent(warnings::add);
    return heldOut;
  }

  private BitSet heldOutNewest(ClusterCells read, short[] codes, List<String> classes)
      throws TableException {
    HoldOut.Times times = new HoldOut.Times(name, read.name(), read.toArray());
    BitSet heldOut = times.heldOut(codes, classes, options.validation());
    times.warning(heldOut, options.validation()).ifPresent(warnings::add);
    return heldOut;
  }

  @Override
  public void close() {
    if (cells != null) {
      cells.close();
    }
  }
}
