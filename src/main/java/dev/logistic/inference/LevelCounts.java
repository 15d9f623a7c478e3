package dev.logistic.inference;

import dev.logistic.schema.Term;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.RowFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The rows of each class that have a level of a text or boolean column.
 *
 * @param reference whether the level is the one without a coefficient
 */
record LevelCounts(Term column, String level, boolean reference, List<Long> ofClasses) {

  LevelCounts {
    ofClasses = List.copyOf(ofClasses);
  }

  /** Counts the rows of every level of such columns, in order; empty without such columns. */
  static List<LevelCounts> in(AllRows rows) {
    RowFacts facts = rows.facts();
    List<Term> columns = facts.schema().terms();
    if (columns.stream().allMatch(column -> column.levels().isEmpty())) {
      return List.of();
    }
    double[] halves = new double[facts.schema().width()];
    Arrays.setAll(halves, feature -> Scales.scaled(facts.schema(), feature, 0.5));
    long[][] counts = rows.aggregate(new IndicatorCounts(halves, facts.classes().size()));
    List<LevelCounts> all = new ArrayList<>();
    int feature = 0;
    for (Term column : columns) {
      if (!column.levels().isEmpty()) {
        all.addAll(of(column, counts, feature));
      }
      feature += column.width();
    }
    return all;
  }

  /** The reference level has the rows without an indicator. */
  private static List<LevelCounts> of(Term column, long[][] counts, int first) {
    List<String> levels = column.levels();
    long[] ofReference = ofClasses(counts, counts[0].length - 1);
    List<LevelCounts> all = new ArrayList<>();
    for (int i = 1; i < levels.size(); i++) {
      long[] ofLevel = ofClasses(counts, first + i - 1);
      Arrays.setAll(ofReference, place -> ofReference[place] - ofLevel[place]);
      all.add(new LevelCounts(column, levels.get(i), false, boxed(ofLevel)));
    }
    all.add(0, new LevelCounts(column, levels.get(0), true, boxed(ofReference)));
    return all;
  }

  private static long[] ofClasses(long[][] counts, int column) {
    return Arrays.stream(counts).mapToLong(ofClass -> ofClass[column]).toArray();
  }

  private static List<Long> boxed(long[] counts) {
    return LongStream.of(counts).boxed().toList();
  }

  /**
   * The indices of the classes that have rows, but none with the level; empty for an unused level.
   */
  List<Integer> lacking(List<Long> classRows) {
    return rows() == 0
        ? List.of()
        : IntStream.range(0, ofClasses.size())
            .filter(place -> ofClasses.get(place) == 0 && classRows.get(place) > 0)
            .boxed()
            .toList();
  }

  /** Whether all rows with the level, if any, have the same class. */
  boolean isOfOneClass() {
    return Collections.max(ofClasses) == rows();
  }

  /** The index of the class of most rows with the level. */
  int mostFrequent() {
    return ofClasses.indexOf(Collections.max(ofClasses));
  }

  long rows() {
    return ofClasses.stream().mapToLong(Long::longValue).sum();
  }

  /** The level as in names of features. */
  String name() {
    return column.column() + "=" + level;
  }
}
