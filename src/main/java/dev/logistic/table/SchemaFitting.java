package dev.logistic.table;

import dev.logistic.data.Scaling;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learns from the training rows how columns become features. */
final class SchemaFitting {

  private final ColumnRoles roles;
  private final List<Column> columns;
  private final List<@Nullable List<String>> levels;
  private final TermFitting fitting;
  private final CellStatistics statistics;
  private final CellBlocks cells;
  private final TableOptions options;
  private final @Nullable CellStatistics counts;
  private final Medians medians;

  /**
   * @param levels of a text column, by code; null for the others
   * @param fitting without any term yet
   * @param counts of rows where these matter and rows have weights; null where the statistics count
   *     rows
   */
  SchemaFitting(
      ColumnRoles roles,
      List<@Nullable List<String>> levels,
      TermFitting fitting,
      CellStatistics statistics,
      CellBlocks cells,
      TableOptions options,
      @Nullable CellStatistics counts,
      Medians medians) {
    this.roles = roles;
    this.columns = roles.features();
    this.levels = levels;
    this.fitting = fitting;
    this.statistics = statistics;
    this.cells = cells;
    this.options = options;
    this.counts = counts;
    this.medians = medians;
  }

  /** The place of each term's cells. */
  List<Integer> places() {
    return fitting.places();
  }

  FeatureSchema fit() throws TableException {
    fitTerms();
    return fitting.schema(
        options.standardize() ? Optional.of(standardization()) : Optional.empty());
  }

  /** Learns how each column is encoded, without the standardization. */
  List<Term> fitTerms() throws TableException {
    boolean tokens = false;
    for (int place = 0; place < columns.size(); place++) {
      Column column = columns.get(place);
      TermFitting.requireValues(column, statistics.present(place));
      List<String> texts = levels.get(place);
      boolean isOfTokens = roles.isOfTokens(column);
      if (isOfTokens) {
        tokens = true;
      } else if (texts == null) {
        double mean = cells.centre(place) + statistics.mean(place);
        int at = place;
        fitting.addNumber(place, column, mean, statistics.isConstant(place), () -> medians.of(at));
      } else {
        addText(place, column, texts);
      }
      if (statistics.present(place) < statistics.rows()) {
        Selection whole = roles.derived().get(column.name());
        fitting.addIndicator(
            place,
            column,
            whole == null ? column.name() : whole.column().name(),
            texts != null || whole != null);
      }
    }
    fitting.requireTerms(tokens);
    return fitting.terms();
  }

  private void addText(int place, Column column, List<String> texts) throws TableException {
    Map<String, Integer> codes = codes(texts);
    CellStatistics rows = counts == null ? statistics : counts;
    fitting.addText(
        place,
        column,
        texts,
        level -> statistics.count(place, codes.getOrDefault(level, 0)),
        level -> rows.count(place, codes.getOrDefault(level, 0)));
  }

  private static Map<String, Integer> codes(List<String> texts) {
    Map<String, Integer> codes = new HashMap<>();
    texts.forEach(text -> codes.put(text, codes.size()));
    return codes;
  }

  private Standardization standardization() throws TableException {
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int i = 0; i < fitting.terms().size(); i++) {
      Term term = fitting.terms().get(i);
      int place = fitting.places().get(i);
      if (options.isWide(term)) {
        means.addAll(Collections.nCopies(term.width(), 0.0));
        scales.addAll(Collections.nCopies(term.width(), 1.0));
      } else if (term instanceof LevelsTerm text) {
        Map<String, Integer> codes = codes(Objects.requireNonNull(levels.get(place)));
        for (int level = 1; level < term.levels().size(); level++) {
          boolean fills = Objects.equals(term.fill(), (double) level);
          double filled = fills ? statistics.rows() - statistics.present(place) : 0;
          double count = count(place, text, term.levels().get(level), codes);
          double share = (count + filled) / statistics.rows();
          means.add(share);
          scales.add(Scaling.scaleFor(Math.sqrt(share * (1 - share))));
        }
      } else if (term instanceof MissingTerm) {
        double share = 1 - statistics.present(place) / statistics.rows();
        means.add(share);
        scales.add(Scaling.scaleFor(Math.sqrt(share * (1 - share))));
      } else {
        double mean = cells.centre(place) + mean(place, term);
        double deviation = statistics.isConstant(place) ? 0 : deviation(place, term);
        if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
          throw new TableException(
              ("column \"%s\" has values too large to be standardized; make them smaller in SQL"
                      + " with data.query, or set data.standardize=false")
                  .formatted(term.column()));
        }
        means.add(mean);
        scales.add(Scaling.scaleFor(deviation));
      }
    }
    return new Standardization(means, scales);
  }

  /**
   * The mean with filled cells, as distance from the centre; filled by it, cells do not move it.
   */
  private double mean(int place, Term term) {
    return isFilledByMedian(term)
        ? statistics.filledMean(place, filled(place, term))
        : statistics.mean(place);
  }

  private double deviation(int place, Term term) {
    return isFilledByMedian(term)
        ? statistics.filledDeviation(place, filled(place, term))
        : statistics.deviation(place);
  }

  private double filled(int place, Term term) {
    return Objects.requireNonNull(term.fill()) - cells.centre(place);
  }

  private boolean isFilledByMedian(Term term) {
    return options.missing().ruleOf(term.column()) == MissingCells.Rule.MEDIAN;
  }

  /** The weight of the rows with a level, or with one of those that it stands for. */
  private double count(int place, LevelsTerm term, String level, Map<String, Integer> codes) {
    boolean collects = level.equals(LevelsTerm.OTHER) && !term.rare().isEmpty();
    List<String> texts = collects ? term.rare() : List.of(level);
    return texts.stream()
        .mapToDouble(text -> statistics.count(place, codes.getOrDefault(text, 0)))
        .sum();
  }
}
