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
  static <R extends Serializable> List<byte[]> collect(BlocksRdd<R> job, Pass<R> pass) {
    int partitions = job.getNumPartitions();
    int width = (int) Math.ceil(Math.sqrt(partitions));
    int groups = (partitions + width - 1) / width;
    JavaRDD<Tuple2<Integer, Tuple2<Integer, byte[]>>> keyed =
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

  private static <R extends Serializable> Iterator<byte[]> merged(
      Iterator<Tuple2<Integer, Tuple2<Integer, byte[]>>> group, Pass<R> pass) {
    List<Tuple2<Integer, byte[]>> sealed = new ArrayList<>();
    group.forEachRemaining(each -> sealed.add(each._2()));
    sealed.sort(Comparator.comparing(Tuple2::_1)); // a shuffle keeps no order
    List<TaskResult<R>> results = new ArrayList<>();
    sealed.forEach(each -> results.add(TaskResult.open(each._2())));
    R merged = null;
    int first = -1;
    for (int i = 0; i < results.size(); i++) {
      R value = results.get(i).value();
      if (value != null) {
        merged = merged == null ? value : pass.merge(merged, value);
        first = first < 0 ? i : first;
      }
    }
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      TaskResult<R> own = results.get(i);
      R value = i == first ? merged : null;
      all.add(Sealed.seal(new TaskResult<>(value, own.fault(), own.checksum(), own.location())));
    }
    return all.iterator();
  }
}
