package dev.logistic.report;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Leaves out points that cannot be seen. Deterministic. */
final class ChartThinning {

  private ChartThinning() {}

  /**
   * Returns the first and the last epoch, the one of the lowest validation loss, and in each
   * stretch between those, the epochs where a loss is lowest and highest, so that no spike is lost.
   *
   * @param most at least 7
   */
  static List<Epoch> epochs(List<Epoch> epochs, int most) {
    if (epochs.size() <= most) {
      return epochs;
    }
    TreeSet<Integer> kept = new TreeSet<>(List.of(0, epochs.size() - 1));
    kept.add(lowest(epochs, 0, epochs.size(), ChartThinning::validationLoss));
    int stretches = (most - 3) / 4;
    for (int stretch = 0; stretch < stretches; stretch++) {
      int from = (int) ((long) epochs.size() * stretch / stretches);
      int to = (int) ((long) epochs.size() * (stretch + 1) / stretches);
      kept.add(lowest(epochs, from, to, Epoch::loss));
      kept.add(lowest(epochs, from, to, epoch -> -epoch.loss()));
      kept.add(lowest(epochs, from, to, ChartThinning::validationLoss));
      kept.add(lowest(epochs, from, to, epoch -> -validationLoss(epoch)));
    }
    return kept.stream().map(epochs::get).toList();
  }

  private static double validationLoss(Epoch epoch) {
    return epoch.validationLoss().orElse(Double.NaN);
  }

  private static int lowest(List<Epoch> epochs, int from, int to, ToDoubleFunction<Epoch> figure) {
    int lowest = from;
    for (int i = from + 1; i < to; i++) {
      if (figure.applyAsDouble(epochs.get(i)) < figure.applyAsDouble(epochs.get(lowest))) {
        lowest = i;
      }
    }
    return lowest;
  }

  /**
   * Returns rows spread evenly, one drawn at random from each stretch: rows at a fixed distance
   * could all be of one class.
   */
  static int[] rows(int rows, int most) {
    if (rows <= most) {
      return IntStream.range(0, rows).toArray();
    }
    SplittableRandom random = new SplittableRandom(0);
    return IntStream.range(0, most)
        .map(
            i ->
                random.nextInt(
                    (int) ((long) rows * i / most), (int) ((long) rows * (i + 1) / most)))
        .toArray();
  }
}
