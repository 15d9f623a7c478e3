package dev.logistic.spark;

import dev.logistic.config.Settings;
import dev.logistic.spark.table.PreparedTable;
import dev.logistic.train.EpochListener;
import dev.logistic.train.TrainingResult;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;

/** Trains on a table; like the core's models, the model accepts rows of that table. */
public final class TableTraining {

  /** Most bytes of native memory for features in one executor, as 8g or 512m. */
  static final String BLOCK_MEMORY = "spark.djl-logistic.blockMemory";

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  private TableTraining() {}

  /**
   * Trains; the caller closes the result.
   *
   * @param settings including those of the table, which are recorded with the model
   * @param listener notified of every iteration, on this thread
   * @throws IllegalArgumentException if the rows cannot be trained on, or there is too little
   *     memory for them
   */
  public static TrainingResult train(
      PreparedTable table, Settings settings, EpochListener listener) {
    RowColumns columns =
        new RowColumns(
            PreparedTable.FEATURES,
            PreparedTable.LABEL,
            table.weighted() ? PreparedTable.WEIGHT : null);
    return new SparkTraining(
            settings,
            columns,
            settings.get(Settings.STANDARDIZE),
            blockMemory(table),
            table.schema().terms())
        .on(table.rows(), listener);
  }

  /** The explicit value, else Spark's memory overhead; 0 if neither is set. */
  private static long blockMemory(PreparedTable table) {
    RuntimeConfig conf = table.rows().sparkSession().conf();
    String own = conf.get(BLOCK_MEMORY, "");
    if (!own.isEmpty()) {
      return JavaUtils.byteStringAsBytes(own);
    }
    String overhead = conf.get(OVERHEAD, "");
    return overhead.isEmpty() ? 0 : JavaUtils.byteStringAsMb(overhead) << 20;
  }
}
