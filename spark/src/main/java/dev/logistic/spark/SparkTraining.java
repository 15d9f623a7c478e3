package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.engine.OneThread;
import dev.logistic.schema.Term;
import dev.logistic.train.EpochListener;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Trains on a data set of Spark's: the core's training on blocks that executors keep for the length
 * of the fit. Immutable.
 */
final class SparkTraining {

  private final Settings settings;
  private final RowColumns columns;
  private final boolean standardize;
  private final long blockMemory;
  private final List<Term> terms;

  /** As the other, for features that are numbers. */
  SparkTraining(Settings settings, RowColumns columns, boolean standardize, long blockMemory) {
    this(settings, columns, standardize, blockMemory, List.of());
  }

  /**
   * @param settings of which those under {@code train.} and the precision apply
   * @param standardize whether features are standardized first
   * @param blockMemory most bytes of blocks in one executor; 0 for its machine's memory without the
   *     heap
   * @param terms of the features; empty where these are numbers
   */
  SparkTraining(
      Settings settings,
      RowColumns columns,
      boolean standardize,
      long blockMemory,
      List<Term> terms) {
    this.settings = settings;
    this.columns = columns;
    this.standardize = standardize;
    this.blockMemory = blockMemory;
    this.terms = terms;
  }

  /**
   * Trains; the caller closes the result.
   *
   * @param listener notified of every iteration, on this thread
   * @throws IllegalArgumentException if the rows cannot be trained on, or there is too little
   *     memory for them
   */
  TrainingResult on(Dataset<?> data, EpochListener listener) {
    StructType schema = data.schema();
    List<String> classes = Attributes.classes(schema.apply(columns.label()));
    ReadPlan reading =
        new ReadPlan(
            columns,
            Attributes.featureNames(schema.apply(columns.features())),
            classes.size(),
            settings.get(Settings.PRECISION) == Precision.FLOAT32
                ? DataType.FLOAT32
                : DataType.FLOAT64,
            standardize,
            blockMemory);
    try (OneThread one = OneThread.onThisThread();
        JobDescriptions progress = new JobDescriptions(data.sparkSession().sparkContext());
        PartitionedRows rows =
            PartitionedRows.read(
                StableOrder.of(selected(data)),
                reading,
                classes,
                settings.get(Settings.CLASS_WEIGHT))) {
      progress.describe("first evaluation");
      return LogisticRegression.with(settings)
          .listener(progress.andThen(listener))
          .train(terms.isEmpty() ? rows : new RowsOfTerms(rows, terms));
    }
  }

  private Dataset<Row> selected(Dataset<?> data) {
    List<Column> selected = new ArrayList<>();
    selected.add(functions.col(quoted(columns.features())));
    selected.add(number(columns.label()));
    String weight = columns.weight();
    if (weight != null) {
      selected.add(number(weight));
    }
    return data.select(selected.toArray(Column[]::new));
  }

  private static Column number(String column) {
    return functions.col(quoted(column)).cast(DataTypes.DoubleType);
  }

  /** Without the quotes, a name with dots would be looked up inside another column. */
  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
