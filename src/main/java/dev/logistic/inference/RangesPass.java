package dev.logistic.inference;

import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.util.List;

/** The range of each column within each class. */
record RangesPass(int columns, int classes) implements Pass<ClassRanges> {

  @Override
  public long numbers() {
    return 2L * classes * columns;
  }

  @Override
  public ClassRanges over(List<RowBlock> blocks) {
    return ClassRanges.of(blocks, columns, classes);
  }

  @Override
  public ClassRanges merge(ClassRanges earlier, ClassRanges later) {
    return earlier.and(later);
  }
}
