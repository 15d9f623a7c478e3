package dev.logistic.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Merges results on executors, in groups of consecutive partitions and groups of groups, where the
 * driver would receive too much. The groups depend only on the number of partitions and the size of
 * results, and are merged in order, so that the bits are the same each time.
 */
final class GroupedMerge {

  /** GroupedMerge that one task holds simultaneously, for each that the driver may receive. */
  private static final int HELD = 4;

  private GroupedMerge() {}

  /**
   * The results, sealed in runs, in the order of the partitions; the first result of a run contains
   * the merged value.
   *
   * @param mostRuns most runs that the driver may receive; at least 1
   */
  static <R extends Serializable> List<byte[]> collect(
      BlocksRdd<R> job, BlockTask<R> work, int mostRuns) {
    int count = job.getNumPartitions();
    JavaPairRDD<Integer, byte[]> runs =
        JavaPairRDD.fromJavaRDD(
            job.toJavaRDD()
                .mapPartitionsWithIndex(
                    (index, results) -> List.of(new Tuple2<>(index, results.next())).iterator(),
                    true));
    while (count > mostRuns) {
      int width = (int) Math.min(Math.ceil(Math.sqrt(count)), (double) HELD * mostRuns);
      runs = merged(runs, work, Math.max(2, width), count);
      count = groups(count, Math.max(2, width));
    }
    return runs.values().collect();
  }

  private static int groups(int count, int width) {
    return (count + width - 1) / width;
  }

  private static <R extends Serializable> JavaPairRDD<Integer, byte[]> merged(
      JavaPairRDD<Integer, byte[]> runs, BlockTask<R> work, int width, int count) {
    return runs.mapToPair(run -> new Tuple2<>(run._1() / width, run))
        .partitionBy(new HashPartitioner(groups(count, width))) // a whole number's hash is itself
        .mapPartitionsToPair(group -> merged(group, work, width));
  }

  private static <R extends Serializable> Iterator<Tuple2<Integer, byte[]>> merged(
      Iterator<Tuple2<Integer, Tuple2<Integer, byte[]>>> group, BlockTask<R> work, int width) {
    List<Tuple2<Integer, byte[]>> sealed = new ArrayList<>();
    group.forEachRemaining(each -> sealed.add(each._2()));
    sealed.sort(Comparator.comparing(Tuple2::_1)); // a shuffle keeps no order
    ArrayList<TaskResult<R>> all = new ArrayList<>();
    R merged = null;
    int first = 0;
    for (Tuple2<Integer, byte[]> run : sealed) {
      for (TaskResult<R> result : TaskResult.<R>openRun(run._2())) {
        R value = result.value();
        if (value != null) {
          first = merged == null ? all.size() : first;
          merged = merged == null ? value : work.merge(merged, value);
        }
        all.add(result.with(null));
      }
    }
    all.set(first, all.get(first).with(merged));
    return List.of(new Tuple2<>(sealed.get(0)._1() / width, Serialization.seal(all))).iterator();
  }
}
