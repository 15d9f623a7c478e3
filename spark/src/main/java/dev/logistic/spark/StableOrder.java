package dev.logistic.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.DeterministicLevel;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gives the rows of each partition an order that is the same when they are computed again. After a
 * shuffle, rows arrive in any order; those are sorted by a hash of all their cells, by Spark, which
 * spills to disk if memory is short.
 */
final class StableOrder {

  private StableOrder() {}

  /** The rows, sorted within their partitions if their order is left to chance. */
  static RDD<InternalRow> of(Dataset<Row> rows) {
    RDD<InternalRow> found = rows.queryExecution().toRdd();
    return found.outputDeterministicLevel().equals(DeterministicLevel.DETERMINATE())
        ? found
        : sorted(found, (SparkSession) rows.sparkSession(), rows.schema());
  }

  /** Not of the data set: planning it again would shuffle it twice. */
  private static RDD<InternalRow> sorted(
      RDD<InternalRow> rows, SparkSession session, StructType schema) {
    StructType numbered = new StructType(); // two names may be the same
    List<Column> cells = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String name = Integer.toString(cells.size());
      numbered = numbered.add(name, field.dataType(), true);
      cells.add(functions.col(name));
    }
    Column hash = functions.xxhash64(cells.toArray(Column[]::new));
    return session
        .internalCreateDataFrame(rows, numbered, false)
        .sortWithinPartitions(hash)
        .queryExecution()
        .toRdd();
  }
}
