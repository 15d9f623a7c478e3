package dev.logistic.cli;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Which weights are shown where there are too many to show them all. */
final class LargestWeights {

  private LargestWeights() {}

  /** The places of the weights of largest size, the largest first. */
  static List<Integer> of(List<Double> weights, int most) {
    Comparator<Integer> bySize = Comparator.comparingDouble(i -> -Math.abs(weights.get(i)));
    Comparator<Integer> order = bySize.thenComparing(Comparator.naturalOrder());
    PriorityQueue<Integer> largest = new PriorityQueue<>(order.reversed());
    for (int i = 0; i < weights.size(); i++) {
      largest.add(i);
      if (largest.size() > most) {
        largest.remove();
      }
    }
    return largest.stream().sorted(order).toList();
  }

  /** The places of all weights in order. */
  static List<Integer> all(List<Double> weights) {
    return IntStream.range(0, weights.size()).boxed().toList();
  }
}
