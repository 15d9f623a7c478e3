package dev.logistic.spark;

import dev.logistic.train.Pass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Merges results on executors, in groups of partitions that follow each other, where the driver
 * would get too much. The groups depend on the number of partitions alone, and the order in one is
 * theirs, so that it gives the same bits each time.
 */
final class Groups {

  private Groups() {}

  /**
   * The results in the order of the partitions; the first of each group with a value has that of
   * all.
   */
  static <R extends Serializable> List<TaskResult<R>> collect(BlocksRdd<R> job, Pass<R> pass) {
    int partitions = job.getNumPartitions();
    int width = (int) Math.ceil(Math.sqrt(partitions));
    int groups = (partitions + width - 1) / width;
    JavaRDD<Tuple2<Integer, Tuple2<Integer, TaskResult<R>>>> keyed =
        job.toJavaRDD()
            .mapPartitionsWithIndex(
                (index, results) ->
                    List.of(new Tuple2<>(index / width, new Tuple2<>(index, results.next())))
                        .iterator(),
                true);
    return JavaPairRDD.fromJavaRDD(keyed)
        .partitionBy(new HashPartitioner(groups)) // a whole number's hash is itself
        .mapPartitions(group -> merged(group, pass))
        .collect();
  }

  private static <R extends Serializable> Iterator<TaskResult<R>> merged(
      Iterator<Tuple2<Integer, Tuple2<Integer, TaskResult<R>>>> group, Pass<R> pass) {
    List<Tuple2<Integer, TaskResult<R>>> results = new ArrayList<>();
    group.forEachRemaining(each -> results.add(each._2()));
    results.sort(Comparator.comparing(Tuple2::_1)); // a shuffle keeps no order
    R merged = null;
    int first = -1;
    for (int i = 0; i < results.size(); i++) {
      R value = results.get(i)._2().value();
      if (value != null) {
        merged = merged == null ? value : pass.merge(merged, value);
        first = first < 0 ? i : first;
      }
    }
    List<TaskResult<R>> all = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      TaskResult<R> own = results.get(i)._2();
      all.add(
          new TaskResult<>(
              i == first ? merged : null, own.fault(), own.checksum(), own.location()));
    }
    return all.iterator();
  }
}
