package dev.logistic.table;

import dev.logistic.data.Scaling;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.TokenSpec;
import dev.logistic.formula.Variable;
import dev.logistic.schema.DateTerm;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the features of a formula from cells that have been read. For one training. */
final class FormulaReading {

  private static final int VALUES_AT_ONCE = 1 << 13;
  private static final BitSet NONE = new BitSet();

  private final List<FormulaTerm> formula;
  private final List<Integer> places;
  private final List<Term> inputs;
  private final List<Term> encoders; // of cells as the table has them
  private final List<DocumentCells> documents;
  private final List<@Nullable List<String>> levels;
  private final CellBlocks cells;
  private final Rows rows;
  private final TableOptions options;
  private final double greatest;
  private final List<String> warnings;
  private List<LearnedText> texts = List.of();
  private double[] centres = new double[0]; // of the features that are not of tokens

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
   * @param derived those that are derived from others, by name
   * @param levels of each text column by code
   * @param cells without centres, which must be kept
   * @param documents the columns of tokens
   * @param greatest value that the features' type holds
   * @param warnings to add to
   * @throws TableException if a column cannot be used
   */
  FormulaReading(
      List<FormulaTerm> formula,
      SchemaFitting columns,
      Map<String, Selection> derived,
      List<@Nullable List<String>> levels,
      CellBlocks cells,
      List<DocumentCells> documents,
      Rows rows,
      TableOptions options,
      double greatest,
      List<String> warnings)
      throws TableException {
    this.formula = formula;
    this.inputs = columns.fitTerms();
    this.encoders = inputs.stream().map(input -> ofDates(derived, input)).toList();
    this.places = columns.places();
    this.levels = levels;
    this.cells = cells;
    this.documents = documents;
    this.rows = rows;
    this.options = options;
    this.greatest = greatest;
    this.warnings = warnings;
  }

  private static Term ofDates(Map<String, Selection> derived, Term input) {
    Selection known = derived.get(input.column());
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
      List<Term> products =
          new FormulaFitting(inputs, encoders, this::values, counts()).fit(numbers());
      texts = texts();
      List<Term> terms = new ArrayList<>(products);
      texts.forEach(text -> terms.add(text.term()));
      FeatureSchema plain = new FeatureSchema(terms, Optional.empty());
      requireNoOtherNames(products);
      if (!isSparse(plain)) {
        requireMemory(plain.width());
      }
      Optional<Standardization> scaling =
          products.isEmpty()
              ? Optional.empty()
              : scaling(new FeatureSchema(products, Optional.empty()));
      int unscaled = plain.width() - plain.scaledWidth();
      return new FeatureSchema(
          terms,
          options.standardize()
              ? Optional.of(scaling.orElseGet(() -> Standardization.identity(0)).extended(unscaled))
              : Optional.empty());
    } catch (ExpandedCells.Undefined e) {
      throw undefined(e);
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
  }

  /** The names of the features of tokens begin with that of their term. */
  private void requireNoOtherNames(List<Term> others) throws TableException {
    for (LearnedText text : texts) {
      String prefix = text.term().name() + "=";
      for (Term other : others) {
        if (other.featureNames().stream().anyMatch(name -> name.startsWith(prefix))) {
          throw new TableException(
              "data.terms: features of \"%s\" and of \"%s\" would have the same names; rename the column in SQL with data.query"
                  .formatted(text.term().name(), other.name()));
        }
      }
    }
  }

  /** The error of a row for which a term has no value. */
  private TableException undefined(ExpandedCells.Undefined e) {
    return new TableException(
        "%s, row %d: %s".formatted(rows.table(), rows.ofTable(e.row()), e.getMessage()));
  }

  /** The terms that are not of tokens. */
  private List<FormulaTerm> numbers() {
    return formula.stream().filter(term -> specOf(term) == null).toList();
  }

  private static @Nullable TokenSpec specOf(FormulaTerm term) {
    return term.variables().get(0).kind() instanceof Variable.Texts some ? some.tokens() : null;
  }

  /** Learns the terms of tokens. */
  private List<LearnedText> texts() throws TableException {
    List<LearnedText> learned = new ArrayList<>();
    for (FormulaTerm term : formula) {
      TokenSpec spec = specOf(term);
      if (spec != null) {
        DocumentCells own =
            documents.stream()
                .filter(each -> each.column().name().equals(term.text()))
                .findFirst()
                .orElseThrow();
        boolean fills = options.missing().ruleOf(term.text()).fills();
        learned.add(TextFitting.learn(own, spec, this::times, fills));
      }
    }
    return learned;
  }

  /** How often a text counts. */
  private double times(int text) {
    int row = text * rows.each();
    double[] weights = rows.weights();
    return rows.heldOut().get(row) || !counts(row)
        ? 0
        : weights == null || !options.wholeWeights() ? 1 : weights[row];
  }

  /** Learns the standardization of the terms that are not of tokens. */
  private Optional<Standardization> scaling(FeatureSchema products) throws TableException {
    ExpandedCells features = new ExpandedCells(products, places, levels, greatest);
    centres = options.standardize() ? features.centres(cells) : new double[products.width()];
    CellStatistics statistics =
        CellStatistics.ofFeatures(features, cells, centres, rows.heldOut(), rows.weights());
    warnConstants(products, statistics);
    return options.standardize()
        ? Optional.of(standardization(products, statistics))
        : Optional.empty();
  }

  /** Whether the features are assembled as sparse rows: if that is wanted, or they are wide. */
  boolean isSparse(FeatureSchema schema) {
    return switch (options.storage()) {
      case SPARSE -> true;
      case DENSE -> false;
      case AUTO ->
          schema.terms().stream()
              .anyMatch(term -> term instanceof TextTerm && term.width() > options.maxLevels());
    };
  }

  /**
   * Returns what assembles the features as sparse rows.
   *
   * @param schema as above
   */
  ExpandedAssembly sparse(FeatureSchema schema) {
    return new ExpandedAssembly(schema, expanded(schema), cells, options.memory());
  }

  private ExpandedCells expanded(FeatureSchema schema) {
    return new ExpandedCells(schema, places, levels, greatest, texts, rows.each());
  }

  /**
   * Returns what assembles the features.
   *
   * @param schema as above
   */
  Assembly assembly(FeatureSchema schema) {
    ExpandedCells features = expanded(schema);
    double[] ofFeatures = Arrays.copyOf(centres, schema.width());
    return new Assembly(
        cells, schema.width(), () -> new ExpandedEncoder(schema, features, ofFeatures));
  }

  private void requireSupported() throws TableException {
    if (cells.isInFile()) {
      throw new TableException(
          "data.terms needs its rows in memory, and they exceed data.memory; raise it, or leave"
              + " columns out of the formula");
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
          "data.terms: %d features of %d rows need %.1f GB, more than data.memory; leave terms out, or set data.storage=sparse if most values are 0"
              .formatted(width, cells.rows(), bytes / 1e9));
    }
  }

  /** The values of a term of one feature in the rows that count. */
  private double[] values(ProductTerm term) {
    FeatureSchema schema = new FeatureSchema(List.of(term), Optional.empty());
    ExpandedCells feature = new ExpandedCells(schema, places, levels, Double.MAX_VALUE);
    return cells.onAllCores(block -> values(feature, block)).stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private double[] values(ExpandedCells feature, int block) {
    ExpandedCells.Reader reader = feature.new Reader();
    double[] values = new double[cells.rowsOf(block)];
    double[] value = new double[1];
    Term.Sink sink = (place, found) -> value[place] = found;
    CellBlocks.Rows read = cells.rows(block, VALUES_AT_ONCE);
    int[] starts = new int[VALUES_AT_ONCE];
    int count = 0;
    while (read.next()) {
      int some = read.starts(NONE, false, starts);
      for (int i = 0; i < some; i++) {
        int row = read.rowAt(starts[i]);
        reader.expand(read.cells, starts[i], row, sink);
        if (!rows.heldOut().get(row) && counts(row)) {
          values[count++] = value[0];
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
        double value = centres[feature] + statistics.mean(feature);
        warnings.add(constant(schema.featureNames().get(feature), value));
      }
    }
  }

  /** The warning about a feature that has one value. */
  static String constant(String feature, double value) {
    return "the term \"%s\" is constant (%s) in the training rows and carries no information"
        .formatted(feature, Numbers.text(value));
  }

  private Standardization standardization(FeatureSchema schema, CellStatistics statistics)
      throws TableException {
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int feature = 0; feature < schema.width(); feature++) {
      double mean = centres[feature] + statistics.mean(feature);
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
