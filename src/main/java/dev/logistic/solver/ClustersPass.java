package dev.logistic.solver;

import dev.logistic.data.Targets;
import java.util.List;

/**
 * The sums of the scores of each cluster's rows, in coordinates in which the information is the
 * identity.
 *
 * @param parameters as {@link Centering} has them for Newton's method
 * @param inverse of the factor of the information
 * @param repeated whether a row of weight w stands for w rows; those of weight 0 are in no cluster
 *     then
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ClustersPass(Centering centering, double[] parameters, double[][] inverse, boolean repeated)
    implements Pass<ClusterSums> {

  @Override
  public long numbers() {
    return (long) parameters.length * parameters.length;
  }

  @Override
  public ClusterSums over(List<RowBlock> blocks) {
    ClusterSums sums = new ClusterSums(parameters.length);
    for (RowBlock block : blocks) {
      int[] clusters = block.clusters();
      Passes.forEach(
          List.of(block),
          centering,
          rows -> {
            Targets targets = rows.targets();
            boolean[] absent =
                repeated && targets.isWeighted()
                    ? targets.weights().eq(0).flatten().toBooleanArray()
                    : new boolean[clusters.length];
            double[] scores = rows.scoresOfRows(parameters, centering.likelihood(), inverse);
            for (int row = 0; row < clusters.length; row++) {
              if (!absent[row]) {
                sums.add(clusters[row], scores, row, clusters.length);
              }
            }
          });
    }
    return sums;
  }

  /** Adds to the earlier ones, as there may be as many clusters as rows. */
  @Override
  public ClusterSums merge(ClusterSums earlier, ClusterSums later) {
    earlier.add(later);
    return earlier;
  }
}
