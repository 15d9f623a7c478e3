package dev.logistic.train;

import dev.logistic.data.Minibatch;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ranges of each column in each class.
 *
 * @param ofClasses in their order
 */
record ClassRanges(ArrayList<ColumnRanges> ofClasses) implements Serializable {

  static ClassRanges of(List<Minibatch> blocks, int columns, int classes) {
    ArrayList<ColumnRanges> ranges = new ArrayList<>();
    for (int place = 0; place < classes; place++) {
      ranges.add(ColumnRanges.of(blocks, columns, place, classes));
    }
    return new ClassRanges(ranges);
  }

  /** Those of these rows and others. */
  ClassRanges and(ClassRanges other) {
    ArrayList<ColumnRanges> both = new ArrayList<>();
    for (int place = 0; place < ofClasses.size(); place++) {
      both.add(ofClasses.get(place).and(other.ofClasses.get(place)));
    }
    return new ClassRanges(both);
  }

  /** Whether one column alone separates a class from all others, completely or quasi-completely. */
  boolean areApartInAColumn() {
    return IntStream.range(0, ofClasses.size()).anyMatch(this::isApartInAColumn);
  }

  private boolean isApartInAColumn(int place) {
    ColumnRanges own = ofClasses.get(place);
    ColumnRanges others =
        IntStream.range(0, ofClasses.size())
            .filter(other -> other != place)
            .mapToObj(ofClasses::get)
            .reduce(ColumnRanges::and)
            .orElseThrow();
    return own.areBelowInAColumn(others) || others.areBelowInAColumn(own);
  }
}
