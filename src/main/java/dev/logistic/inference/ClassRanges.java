package dev.logistic.inference;

import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ranges of each column in each class.
 *
 * @param ofClasses in their order
 */
record ClassRanges(ArrayList<ColumnRanges> ofClasses) implements Serializable {

  static ClassRanges of(List<RowBlock> blocks, int columns, int classes) {
    ArrayList<ColumnRanges> ranges = new ArrayList<>();
    for (int place = 0; place < classes; place++) {
      ranges.add(ColumnRanges.of(blocks, columns, place, classes));
    }
    return new ClassRanges(ranges);
  }

  /** Returns the ranges of both groups of rows. */
  ClassRanges and(ClassRanges other) {
    ArrayList<ColumnRanges> both = new ArrayList<>();
    for (int place = 0; place < ofClasses.size(); place++) {
      both.add(ofClasses.get(place).and(other.ofClasses.get(place)));
    }
    return new ClassRanges(both);
  }

  /**
   * A column that alone separates a class from all others.
   *
   * @param below whether the class has the smaller values
   * @param low the greatest value on the lower side
   * @param high the least value on the upper side
   */
  record Gap(int column, int place, boolean below, double low, double high) {

    /** Whether no value is on both sides. */
    boolean isComplete() {
      return low < high;
    }
  }

  /** Whether one column alone separates a class from all others, completely or quasi-completely. */
  boolean areApartInAColumn() {
    return gaps().findAny().isPresent();
  }

  /** Returns the columns that do; of two classes each column once. */
  Stream<Gap> gaps() {
    int places = ofClasses.size() == 2 ? 1 : ofClasses.size();
    return IntStream.range(0, places).boxed().flatMap(this::gaps);
  }

  private Stream<Gap> gaps(int place) {
    ColumnRanges own = ofClasses.get(place);
    ColumnRanges others =
        IntStream.range(0, ofClasses.size())
            .filter(other -> other != place)
            .mapToObj(ofClasses::get)
            .reduce(ColumnRanges::and)
            .orElseThrow();
    return Stream.concat(
        own.columnsBelow(others)
            .mapToObj(i -> new Gap(i, place, true, own.greatest(i), others.least(i))),
        others
            .columnsBelow(own)
            .mapToObj(i -> new Gap(i, place, false, others.greatest(i), own.least(i))));
  }

  /** The difference of the greatest and the least value of a column over all classes. */
  double spread(int column) {
    return greatest(column) - least(column);
  }

  /** The least value of a column over all classes. */
  double least(int column) {
    return ofClasses.stream().mapToDouble(ranges -> ranges.least(column)).min().orElseThrow();
  }

  private double greatest(int column) {
    return ofClasses.stream().mapToDouble(ranges -> ranges.greatest(column)).max().orElseThrow();
  }
}
