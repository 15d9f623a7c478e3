package dev.logistic.table;

import dev.logistic.data.Scaling;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.schema.DateTerm;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the features of a formula from cells that have been read. For one training. */
final class FormulaReading {

  private static final int VALUES_AT_ONCE = 1 << 13;

  private final List<FormulaTerm> formula;
  private final List<Integer> places;
  private final List<Term> inputs;
  private final List<Term> encoders; // of cells as the table has them
  private final List<@Nullable List<String>> levels;
  private final CellBlocks cells;
  private final Rows rows;
  private final TableOptions options;
  private final double greatest;
  private final List<String> warnings;

  /**
   * The rows that were kept.
   *
   * @param table the name of their table
   * @param heldOut those that nothing is learned from
   * @param weights null where each counts once
   * @param each how many rows each row of the table becomes
   * @param dropped rows of the table, from 0, that are not among them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Rows(String table, BitSet heldOut, double @Nullable [] weights, int each, BitSet dropped) {

    /** The row of the table, from 1. */
    private long ofTable(int row) {
      int at = -1;
      for (int i = 0; i <= row / each; i++) {
        at = dropped.nextClearBit(at + 1);
      }
      return at + 1L;
    }
  }

  /**
   * @param columns learned without their standardization
   * @param dates those that are parts of dates, by name
   * @param levels of each text column by code
   * @param cells without centres
   * @param greatest value that the features' type holds
   * @param warnings to add to
   * @throws TableException if a column cannot be used
   */
  FormulaReading(
      List<FormulaTerm> formula,
      SchemaFitting columns,
      Map<String, Selection> dates,
      List<@Nullable List<String>> levels,
      CellBlocks cells,
      Rows rows,
      TableOptions options,
      double greatest,
      List<String> warnings)
      throws TableException {
    this.formula = formula;
    this.inputs = columns.fitTerms();
    this.encoders = inputs.stream().map(input -> ofDates(dates, input)).toList();
    this.places = columns.places();
    this.levels = levels;
    this.cells = cells;
    this.rows = rows;
    this.options = options;
    this.greatest = greatest;
    this.warnings = warnings;
  }

  private static Term ofDates(Map<String, Selection> dates, Term input) {
    Selection known = dates.get(input.column());
    return known == null || known.part() == null
        ? input
        : new DateTerm(known.column().name(), known.part(), input);
  }

  /**
   * Learns the terms and their standardization; the cells are then read as features.
   *
   * @throws TableException if a term cannot be computed, or the features do not fit in memory
   */
  FeatureSchema schema() throws TableException {
    requireSupported();
    try {
      List<Term> terms = new FormulaFitting(inputs, encoders, this::values, counts()).fit(formula);
      FeatureSchema plain = new FeatureSchema(terms, Optional.empty());
      requireMemory(plain.width());
      cells.expandTo(new ExpandedCells(plain, places, levels, greatest), options.standardize());
      CellStatistics statistics =
          CellStatistics.of(cells, rows.heldOut(), new int[plain.width()], rows.weights());
      warnConstants(plain, statistics);
      return options.standardize()
          ? new FeatureSchema(terms, Optional.of(standardization(plain, statistics)))
          : plain;
    } catch (ExpandedCells.Undefined e) {
      throw new TableException(
          "%s, row %d: %s".formatted(rows.table(), rows.ofTable(e.row()), e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
  }

  /**
   * Returns what assembles the features.
   *
   * @param schema as above
   */
  Assembly assembly(FeatureSchema schema) {
    FeatureSchema numbers =
        new FeatureSchema(
            schema.featureNames().stream().<Term>map(NumberTerm::new).toList(),
            schema.standardization());
    int width = schema.width();
    return new Assembly(
        numbers,
        IntStream.range(0, width).boxed().toList(),
        Collections.nCopies(width, (List<String>) null),
        cells);
  }

  private void requireSupported() throws TableException {
    if (cells.isInFile()) {
      throw new TableException(
          "data.terms needs its rows in memory, and they exceed data.memory; raise it, or leave columns out of the formula");
    }
    for (Term input : inputs) {
      if (input instanceof LevelsTerm && options.isWide(input)) {
        throw new TableException(
            ("data.terms: column \"%s\" has %d levels, more than data.max-levels=%d; raise it, or"
                    + " raise data.min-level-rows, which merges rare levels")
                .formatted(input.column(), input.levels().size(), options.maxLevels()));
      }
    }
  }

  private void requireMemory(int width) throws TableException {
    double bytes = (double) width * cells.rows() * (greatest < Double.MAX_VALUE ? 4 : 8);
    if (bytes > options.memory().bytes()) {
      throw new TableException(
          "data.terms: %d features of %d rows need %.1f GB, more than data.memory; leave terms out"
              .formatted(width, cells.rows(), bytes / 1e9));
    }
  }

  /** The values of a term of one feature in the rows that count. */
  private double[] values(ProductTerm term) {
    FeatureSchema schema = new FeatureSchema(List.of(term), Optional.empty());
    cells.expandTo(new ExpandedCells(schema, places, levels, Double.MAX_VALUE), false);
    double[] values = new double[Math.toIntExact(cells.rows())];
    int count = 0;
    for (int block = 0; block < cells.blocks(); block++) {
      CellBlocks.Rows read = cells.rows(block, VALUES_AT_ONCE);
      int[] starts = new int[VALUES_AT_ONCE];
      while (read.next()) {
        int some = read.starts(rows.heldOut(), false, starts);
        for (int i = 0; i < some; i++) {
          if (counts(read.rowAt(starts[i]))) {
            values[count++] = read.cells[starts[i]];
          }
        }
      }
    }
    return Arrays.copyOf(values, count);
  }

  /** Each row of the table counts once, and none of weight 0. */
  private boolean counts(int row) {
    double[] weights = rows.weights();
    return row % rows.each() == 0 && (rows.each() > 1 || weights == null || weights[row] > 0);
  }

  /** How many times each row counts that does, where weights are numbers of rows. */
  private double[] counts() {
    double[] weights = rows.weights();
    if (weights == null || !options.wholeWeights()) {
      return new double[0];
    }
    return IntStream.range(0, weights.length)
        .filter(row -> !rows.heldOut().get(row) && counts(row))
        .mapToDouble(row -> weights[row])
        .toArray();
  }

  private void warnConstants(FeatureSchema schema, CellStatistics statistics) {
    for (int feature = 0; feature < schema.width(); feature++) {
      if (statistics.isConstant(feature)) {
        warnings.add(
            "the term \"%s\" is constant (%s) in the training rows and carries no information"
                .formatted(
                    schema.featureNames().get(feature),
                    Numbers.text(cells.centre(feature) + statistics.mean(feature))));
      }
    }
  }

  private Standardization standardization(FeatureSchema schema, CellStatistics statistics)
      throws TableException {
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int feature = 0; feature < schema.width(); feature++) {
      double mean = cells.centre(feature) + statistics.mean(feature);
      double deviation = statistics.isConstant(feature) ? 0 : statistics.deviation(feature);
      if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
        throw new TableException(
            ("the term \"%s\" has values too large to be standardized; make them smaller, or set"
                    + " data.standardize=false")
                .formatted(schema.featureNames().get(feature)));
      }
      means.add(mean);
      scales.add(Scaling.scaleFor(deviation));
    }
    return new Standardization(means, scales);
  }
}
