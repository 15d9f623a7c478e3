package dev.logistic.data.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Learns from the training rows how columns become features. */
final class SchemaFitting {

  private final List<Column> columns;
  private final List<@Nullable List<String>> levels;
  private final ReferenceLevels references;
  private final ChosenLevels chosen;
  private final CellStatistics statistics;
  private final CellBlocks cells;
  private final TableOptions options;
  private final List<String> warnings;
  private final List<Term> features = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  /**
   * @param levels of a text column, by code; null for the others
   * @param references levels that are to be the first of their columns
   * @param chosen levels that get indicators
   * @param warnings to add to
   */
  SchemaFitting(
      List<Column> columns,
      List<@Nullable List<String>> levels,
      ReferenceLevels references,
      ChosenLevels chosen,
      CellStatistics statistics,
      CellBlocks cells,
      TableOptions options,
      List<String> warnings) {
    this.columns = columns;
    this.levels = levels;
    this.references = references;
    this.chosen = chosen;
    this.statistics = statistics;
    this.cells = cells;
    this.options = options;
    this.warnings = warnings;
  }

  /** Where each feature column's cells are found. */
  List<Integer> places() {
    return places;
  }

  FeatureSchema fit() throws TableException {
    for (int place = 0; place < columns.size(); place++) {
      if (statistics.present(place) == 0) {
        throw new TableException(
            "column \"%s\" has no values in the training rows; leave it out with data.exclude"
                .formatted(columns.get(place).name()));
      }
      List<String> texts = levels.get(place);
      if (texts == null) {
        add(place, number(place));
      } else {
        addText(place, texts);
      }
    }
    references.requireAllFound();
    if (features.isEmpty()) {
      throw new TableException("no column is left to learn from: all are constant texts");
    }
    try {
      return new FeatureSchema(
          features, options.standardize() ? Optional.of(standardization()) : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new TableException(e.getMessage() + "; rename a column in SQL with data.query");
    }
  }

  private void add(int place, Term term) {
    features.add(term);
    places.add(place);
  }

  private Term number(int place) {
    Column column = columns.get(place);
    if (statistics.isConstant(place)) {
      warnConstant(column, Numbers.text(cells.centre(place) + statistics.mean(place)));
    }
    Double fill =
        options.missing() == TableOptions.Missing.FILL
            ? cells.centre(place) + statistics.mean(place)
            : null;
    return column.kind() == Column.Kind.BOOLEAN
        ? new FlagTerm(column.name(), fill)
        : new NumberTerm(column.name(), fill);
  }

  private void addText(int place, List<String> texts) throws TableException {
    List<String> natural =
        IntStream.range(0, texts.size())
            .filter(code -> statistics.count(place, code) > 0)
            .mapToObj(texts::get)
            .sorted(Levels.order(texts))
            .toList();
    Column column = columns.get(place);
    ChosenLevels.Split split =
        chosen.split(column.name(), references.ordered(column.name(), natural));
    List<String> known = split.levels();
    if (known.size() == 1) {
      warnConstant(column, Names.quoted(known.get(0)));
      return;
    }
    Double fill = null;
    if (options.missing() == TableOptions.Missing.FILL) {
      Comparator<String> byCount =
          Comparator.comparingDouble(level -> count(place, texts, split, level));
      Comparator<String> byOrder = Comparator.comparing(natural::indexOf);
      String frequent = known.stream().max(byCount.thenComparing(byOrder.reversed())).orElseThrow();
      fill = (double) known.indexOf(frequent);
    }
    add(place, new LevelsTerm(column.name(), known, split.merged(), fill));
  }

  /** The weight of the rows that read as a level: those of merged levels read as the reference. */
  private double count(int place, List<String> texts, ChosenLevels.Split split, String level) {
    double count = statistics.count(place, texts.indexOf(level));
    if (level.equals(split.levels().get(0))) {
      for (String merged : split.merged()) {
        count += statistics.count(place, texts.indexOf(merged));
      }
    }
    return count;
  }

  private void warnConstant(Column column, String value) {
    warnings.add(
        "column \"%s\" is %s in every training row and tells nothing"
            .formatted(column.name(), value));
  }

  private Standardization standardization() throws TableException {
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      Term term = features.get(i);
      int place = places.get(i);
      if (term instanceof LevelsTerm) {
        List<String> texts = levels.get(place);
        for (int level = 1; level < term.levels().size(); level++) {
          int code = Objects.requireNonNull(texts).indexOf(term.levels().get(level));
          boolean fills = Objects.equals(term.fill(), (double) level);
          double filled = fills ? statistics.rows() - statistics.present(place) : 0;
          double share = (statistics.count(place, code) + filled) / statistics.rows();
          means.add(share);
          scales.add(scale(Math.sqrt(share * (1 - share))));
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
        scales.add(scale(deviation));
      }
    }
    return new Standardization(means, scales);
  }

  /** Values that differ by less than float64 can tell are as good as constant. */
  private static double scale(double deviation) {
    return deviation > 0 ? deviation : 1;
  }
}
