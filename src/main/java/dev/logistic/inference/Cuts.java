package dev.logistic.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Searches all rows of positive weight for those that contradict a direction most.
 *
 * @param planes the direction
 * @param clear whether every margin has to be above rounding error; else none may be below it
 * @param most how many are returned at most
 */
record Cuts(Planes planes, boolean clear, int most) implements Pass<Cuts.Found> {

  /**
   * A row and another class that its margin is to.
   *
   * @param row in the coordinates of the frame
   * @param own the row's class
   * @param other the other class
   * @param depth the margin, relative to the length of the row
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by ROWS
  record Cut(double[] row, int own, int other, double depth) implements Serializable {

    /** Compares the rows themselves, regardless of depth. */
    static final Comparator<Cut> ROWS =
        Comparator.comparingInt(Cut::own)
            .thenComparingInt(Cut::other)
            .thenComparing(Cut::row, Arrays::compare);

    /** The deepest first; equal rows of a class, whose depths are the same, count once. */
    static final Comparator<Cut> DEPTH = Comparator.comparingDouble(Cut::depth).thenComparing(ROWS);
  }

  /**
   * The result.
   *
   * @param cuts different rows that contradict the direction, the deepest first
   * @param agrees whether the margin of some row is above rounding error
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(Cut[] cuts, boolean agrees) implements Serializable {}

  @Override
  public long numbers() {
    return (long) most * (planes.frame().size() + 3);
  }

  @Override
  public Found over(List<RowBlock> blocks) {
    Search search = new Search();
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        search.through(block);
      }
    }
    return search.found();
  }

  @Override
  public Found merge(Found earlier, Found later) {
    Search search = new Search();
    for (Cut cut : earlier.cuts) {
      search.keep(cut);
    }
    for (Cut cut : later.cuts) {
      search.keep(cut);
    }
    search.agrees = earlier.agrees || later.agrees;
    return search.found();
  }

  private final class Search {

    private final TreeSet<Cut> deepest = new TreeSet<>(Cut.DEPTH);
    private final int classes = 1 + planes.values().length / planes.frame().size();
    private boolean agrees;

    private Found found() {
      return new Found(deepest.toArray(Cut[]::new), agrees);
    }

    private void keep(Cut cut) {
      deepest.add(cut);
      if (deepest.size() > most) {
        deepest.pollLast();
      }
    }

    private void through(RowBlock block) {
      double[] design = planes.frame().framed(block).design().matrix().transpose().toDoubleArray();
      int[] places = places(block);
      int size = planes.frame().size();
      for (int i = 0; i < places.length; i++) {
        if (places[i] >= 0) {
          add(Arrays.copyOfRange(design, i * size, (i + 1) * size), places[i]);
        }
      }
    }

    /** The class of each row, or -1 where its weight is 0. */
    private int[] places(RowBlock block) {
      int[] places = new int[Math.toIntExact(block.targets().size())];
      Arrays.fill(places, -1);
      for (int place = 0; place < classes; place++) {
        NDArray own = block.counted(place, classes).toType(DataType.UINT8, false);
        byte[] counted = own.toByteArray();
        for (int i = 0; i < places.length; i++) {
          places[i] = counted[i] == 0 ? places[i] : place;
        }
      }
      return places;
    }

    private void add(double[] row, int own) {
      double logit = planes.logit(row, own);
      double squares = 0;
      for (double value : row) {
        squares += value * value;
      }
      for (int other = 0; other < classes; other++) {
        if (other != own) {
          add(row, own, other, logit - planes.logit(row, other), Math.sqrt(squares));
        }
      }
    }

    private void add(double[] row, int own, int other, double margin, double length) {
      double depth = margin / length;
      boolean contradicts = clear || margin < 0;
      boolean fits = deepest.size() < most || depth <= deepest.last().depth();
      if (!(contradicts && fits) && (agrees || margin <= 0)) {
        return;
      }
      double error = planes.error(row, own, other);
      agrees |= margin > error;
      if (contradicts && fits && !(margin > (clear ? error : -error))) {
        keep(new Cut(row, own, other, depth));
      }
    }
  }
}
