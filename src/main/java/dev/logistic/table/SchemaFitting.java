package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learns from the training rows how columns become features. */
final class SchemaFitting {

  private final List<Column> columns;
  private final List<@Nullable List<String>> levels;
  private final TermFitting fitting;
  private final CellStatistics statistics;
  private final CellBlocks cells;
  private final boolean standardizes;

  /**
   * @param levels of a text column, by code; null for the others
   * @param fitting without any term yet
   */
  SchemaFitting(
      List<Column> columns,
      List<@Nullable List<String>> levels,
      TermFitting fitting,
      CellStatistics statistics,
      CellBlocks cells,
      boolean standardizes) {
    this.columns = columns;
    this.levels = levels;
    this.fitting = fitting;
    this.statistics = statistics;
    this.cells = cells;
    this.standardizes = standardizes;
  }

  /** The place of each term's cells. */
  List<Integer> places() {
    return fitting.places();
  }

  FeatureSchema fit() throws TableException {
    for (int place = 0; place < columns.size(); place++) {
      Column column = columns.get(place);
      TermFitting.requireValues(column, statistics.present(place));
      List<String> texts = levels.get(place);
      if (texts == null) {
        double mean = cells.centre(place) + statistics.mean(place);
        fitting.addNumber(place, column, mean, statistics.isConstant(place));
      } else {
        addText(place, column, texts);
      }
    }
    fitting.requireTerms();
    return fitting.schema(standardizes ? Optional.of(standardization()) : Optional.empty());
  }

  private void addText(int place, Column column, List<String> texts) throws TableException {
    Map<String, Double> weights = new HashMap<>();
    for (int code = 0; code < texts.size(); code++) {
      weights.put(texts.get(code), statistics.count(place, code));
    }
    fitting.addText(place, column, texts, level -> weights.getOrDefault(level, 0.0));
  }

  private Standardization standardization() throws TableException {
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int i = 0; i < fitting.terms().size(); i++) {
      Term term = fitting.terms().get(i);
      int place = fitting.places().get(i);
      if (term instanceof LevelsTerm) {
        List<String> texts = levels.get(place);
        for (int level = 1; level < term.levels().size(); level++) {
          int code = Objects.requireNonNull(texts).indexOf(term.levels().get(level));
          boolean fills = Objects.equals(term.fill(), (double) level);
          double filled = fills ? statistics.rows() - statistics.present(place) : 0;
          double share = (statistics.count(place, code) + filled) / statistics.rows();
          means.add(share);
          scales.add(Standardization.scaleFor(Math.sqrt(share * (1 - share))));
        }
      } else {
        double mean = cells.centre(place) + statistics.mean(place);
        double deviation = statistics.isConstant(place) ? 0 : statistics.deviation(place);
        if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
          throw new TableException(
              ("column \"%s\" has values too large to be standardized; make them smaller in SQL with"
                      + " data.query, or set data.standardize=false")
                  .formatted(term.column()));
        }
        means.add(mean);
        scales.add(Standardization.scaleFor(deviation));
      }
    }
    return new Standardization(means, scales);
  }
}
