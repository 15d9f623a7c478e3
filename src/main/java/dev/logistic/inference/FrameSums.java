package dev.logistic.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.solver.CenteredBlock;
import dev.logistic.solver.Information;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.util.List;

/**
 * Sums over the rows of positive weight, in the coordinates of a frame.
 *
 * @param frame the coordinates
 * @param classes number of classes
 */
record FrameSums(Frame frame, int classes) implements Pass<FrameSums.Sums> {

  /**
   * The sums.
   *
   * @param squares products of the features with each other, of all rows
   * @param ofClasses the sum of the rows of each class
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sums(Information squares, double[][] ofClasses) implements Serializable {

    /**
     * Returns the sum of all rows' margins as a function of the planes of each class but the first:
     * its coefficients. A row has a margin to every class but its own.
     */
    double[] margins() {
      int size = ofClasses[0].length;
      double[] margins = new double[(ofClasses.length - 1) * size];
      for (int place = 1; place < ofClasses.length; place++) {
        for (int i = 0; i < size; i++) {
          double sum = ofClasses.length * ofClasses[place][i];
          for (double[] ofClass : ofClasses) {
            sum -= ofClass[i];
          }
          margins[(place - 1) * size + i] = sum;
        }
      }
      return margins;
    }
  }

  @Override
  public long numbers() {
    return (long) frame.size() * (frame.size() + classes);
  }

  @Override
  public Sums over(List<RowBlock> blocks) {
    Information squares = new Information(frame.size());
    double[][] ofClasses = new double[classes][frame.size()];
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        CenteredBlock framed = frame.framed(block);
        framed.addSquaresTo(squares);
        for (int place = 0; place < classes; place++) {
          NDArray own = block.counted(place, classes).reshape(-1, 1);
          NDArray sum = framed.design().matrix().matMul(own.toType(DataType.FLOAT64, false));
          add(sum.toDoubleArray(), ofClasses[place]);
        }
      }
    }
    return new Sums(squares, ofClasses);
  }

  @Override
  public Sums merge(Sums earlier, Sums later) {
    double[][] both = new double[classes][frame.size()];
    for (int place = 0; place < classes; place++) {
      add(earlier.ofClasses[place], both[place]);
      add(later.ofClasses[place], both[place]);
    }
    return new Sums(earlier.squares.and(later.squares), both);
  }

  private static void add(double[] more, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }
}
