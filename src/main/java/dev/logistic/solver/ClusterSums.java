package dev.logistic.solver;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** The sums of the scores of the rows of each cluster. For one thread. */
public final class ClusterSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, double[]> sums = new TreeMap<>();
  private final int size;

  /**
   * @param size of a score
   */
  ClusterSums(int size) {
    this.size = size;
  }

  /** Adds the score of a row, which is a column of a matrix given row by row. */
  void add(int cluster, double[] scores, int column, int columns) {
    double[] sum = sums.computeIfAbsent(cluster, id -> new double[size]);
    for (int i = 0; i < size; i++) {
      sum[i] += scores[i * columns + column];
    }
  }

  /** Adds the sums of later rows. */
  void add(ClusterSums later) {
    for (Map.Entry<Integer, double[]> each : later.sums.entrySet()) {
      sums.merge(
          each.getKey(),
          each.getValue(),
          (earlier, more) -> {
            for (int i = 0; i < size; i++) {
              earlier[i] += more[i];
            }
            return earlier;
          });
    }
  }

  /** Returns the number of clusters. */
  public int clusters() {
    return sums.size();
  }

  /** Returns the sum of the products of the clusters' sums with themselves, row by row. */
  public double[] products() {
    double[] products = new double[size * size];
    for (double[] sum : sums.values()) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          products[i * size + j] += sum[i] * sum[j];
        }
      }
    }
    return products;
  }
}
