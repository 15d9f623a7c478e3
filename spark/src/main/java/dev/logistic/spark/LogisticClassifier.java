package dev.logistic.spark;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.SchemaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Logistic regression on native PyTorch as an estimator of Spark ML: two classes, or softmax for
 * more. It minimises the mean over the rows of the negative log-likelihood, weighted if rows or
 * classes are, plus {@code l2/2 * ||w||^2 + l1 * ||w||_1}, by the core's L-BFGS or OWL-QN; where
 * features are standardized, w refers to the standardized ones. The same partitioning of the same
 * rows yields the same bits.
 *
 * <p>Rows are read once, into blocks in native memory that executors keep for the length of the
 * fit. Vectors are kept dense or sparse, whichever takes less memory.
 *
 * <pre>{@code
 * LogisticClassificationModel model =
 *     new LogisticClassifier().setLabelCol("label").setL2(0.01).fit(rows);
 * }</pre>
 */
public final class LogisticClassifier
    extends ProbabilisticClassifier<Vector, LogisticClassifier, LogisticClassificationModel>
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  private static final String FLOAT32 = "float32";

  private final String uid;
  private final Param<String> weightCol;
  private final DoubleParam l1;
  private final DoubleParam l2;
  private final IntParam maxIter;
  private final DoubleParam tol;
  private final BooleanParam standardization;
  private final Param<String> classWeight;
  private final Param<String> precision;
  private final LongParam blockMemory;

  /** Creates an estimator with the core's defaults for tables. */
  public LogisticClassifier() {
    this(Identifiable$.MODULE$.randomUID("djlLogistic"));
  }

  /**
   * Creates an estimator with a given uid, as Spark does for copies and loaded instances.
   *
   * @param uid of the stage
   */
  public LogisticClassifier(String uid) {
    this(EarlyUid.announce(uid));
  }

  private LogisticClassifier(EarlyUid early) {
    this.uid = early.uid();
    this.weightCol = new Param<>(this, "weightCol", "column with the weights of rows, if any");
    this.l1 =
        nonNegative(
            "l1", "this times the sum of the weights' absolute values is added to the loss");
    this.l2 =
        nonNegative(
            "l2",
            "half of this times the weights' squared length is added to the loss; unset for 1 by the"
                + " sum of the rows' weights, scikit-learn's C=1");
    this.maxIter =
        new IntParam(this, "maxIter", "maximum number of iterations", ParamValidators.gtEq(1));
    this.tol =
        new DoubleParam(
            this,
            "tol",
            "largest gradient component accepted at an optimum; unset for the least that the precision attains",
            ParamValidators.gt(0));
    this.standardization =
        new BooleanParam(this, "standardization", "whether to standardize the features first");
    this.classWeight =
        new Param<>(this, "classWeight", "empty, balanced, or pairs class:weight with commas");
    this.precision =
        new Param<>(
            this,
            "precision",
            "float32 or float64",
            ParamValidators.inArray(List.of(FLOAT32, "float64")));
    this.blockMemory =
        new LongParam(
            this,
            "blockMemory",
            "bytes of native memory for the features in one executor; 0 for all that its"
                + " machine has besides the heap",
            ParamValidators.gtEq(0));
    setDefault(l1, 0.0);
    setDefault(maxIter, Settings.EPOCHS.tableDefault());
    setDefault(standardization, Settings.STANDARDIZE.tableDefault());
    setDefault(classWeight, "");
    setDefault(precision, FLOAT32);
    setDefault(blockMemory, 0L);
  }

  private DoubleParam nonNegative(String name, String doc) {
    return new DoubleParam(this, name, doc, ParamValidators.gtEq(0));
  }

  /** Reads an instance that was written by {@code write().save(path)}. */
  public static LogisticClassifier load(String path) {
    return read().load(path);
  }

  /** Reads what {@code write()} writes. */
  public static MLReader<LogisticClassifier> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid == null ? EarlyUid.announced() : uid; // null while Spark's constructors run
  }

  @Override
  public LogisticClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType transformed = super.transformSchema(schema);
    String weight = weightColumn();
    if (weight != null) {
      SchemaUtils.checkNumericType(schema, weight, "");
    }
    return transformed;
  }

  @Override
  public LogisticClassificationModel train(Dataset<?> dataset) {
    RowColumns columns = new RowColumns(getFeaturesCol(), getLabelCol(), weightColumn());
    SparkTraining training =
        new SparkTraining(
            settings(),
            columns,
            (boolean) getOrDefault(standardization),
            (long) getOrDefault(blockMemory));
    try (TrainingResult result = training.on(dataset, EpochListener.SILENT)) {
      warnUnlessConverged(result);
      return new LogisticClassificationModel(uid(), result.model());
    }
  }

  private @Nullable String weightColumn() {
    return isSet(weightCol) && !getOrDefault(weightCol).isEmpty() ? getOrDefault(weightCol) : null;
  }

  private Settings settings() {
    return Settings.original()
        .with(Settings.SOLVER, Solver.LBFGS)
        .with(Settings.L1, (double) getOrDefault(l1))
        .with(Settings.L2, optional(l2))
        .with(Settings.EPOCHS, (int) getOrDefault(maxIter))
        .with(Settings.TOLERANCE, optional(tol))
        .with(Settings.CLASS_WEIGHT, Settings.CLASS_WEIGHT.parse(getOrDefault(classWeight)))
        .with(
            Settings.PRECISION,
            getOrDefault(precision).equals(FLOAT32) ? Precision.FLOAT32 : Precision.FLOAT64);
  }

  private OptionalDouble optional(DoubleParam param) {
    return isSet(param) ? OptionalDouble.of((double) getOrDefault(param)) : OptionalDouble.empty();
  }

  private static void warnUnlessConverged(TrainingResult result) {
    Stop stop = result.stop();
    if (!stop.converged()) {
      LoggerFactory.getLogger(LogisticClassifier.class)
          .warn(
              "the fit did not reach an optimum: it stopped after {} iterations because: {}; the"
                  + " optimality gap is {}, limit {}; the largest component of the gradient is {}, tolerance"
                  + " {}{}",
              stop.iterations(),
              stop.reason(),
              text(result.fit().provenGap(), "not proven"),
              text(result.fit().gapLimit(), "none"),
              result.fit().gradientNorm(),
              stop.tolerance(),
              stop.noOptimum().map(why -> "; " + why).orElse(""));
    }
  }

  private static String text(OptionalDouble number, String otherwise) {
    return number.isPresent() ? Double.toString(number.getAsDouble()) : otherwise;
  }

  /** See {@link #setWeightCol}. */
  public Param<String> weightCol() {
    return weightCol;
  }

  /** See {@link #setL1}. */
  public DoubleParam l1() {
    return l1;
  }

  /** See {@link #setL2}. */
  public DoubleParam l2() {
    return l2;
  }

  /** See {@link #setMaxIter}. */
  public IntParam maxIter() {
    return maxIter;
  }

  /** See {@link #setTol}. */
  public DoubleParam tol() {
    return tol;
  }

  /** See {@link #setStandardization}. */
  public BooleanParam standardization() {
    return standardization;
  }

  /** See {@link #setClassWeight}. */
  public Param<String> classWeight() {
    return classWeight;
  }

  /** See {@link #setPrecision}. */
  public Param<String> precision() {
    return precision;
  }

  /** See {@link #setBlockMemory}. */
  public LongParam blockMemory() {
    return blockMemory;
  }

  /** Sets the column of row weights, each at least 0; unweighted if not set. */
  public LogisticClassifier setWeightCol(String value) {
    set(weightCol, value);
    return this;
  }

  /** Sets the factor of the sum of the weights' absolute values; at least 0, by default 0. */
  public LogisticClassifier setL1(double value) {
    set(l1, value);
    return this;
  }

  /**
   * Sets the factor of half the weights' squared length; at least 0. By default 1 divided by the
   * sum of the weights of the rows, including those of classes, which is scikit-learn's {@code
   * C=1}.
   */
  public LogisticClassifier setL2(double value) {
    set(l2, value);
    return this;
  }

  /** Sets the maximum number of iterations; at least 1, by default 200. */
  public LogisticClassifier setMaxIter(int value) {
    set(maxIter, value);
    return this;
  }

  /**
   * Sets the largest component that the gradient may have at an optimum, with l1 its shortest
   * subgradient; above 0. By default 1e-5 in float32 and 1e-8 in float64.
   */
  public LogisticClassifier setTol(double value) {
    set(tol, value);
    return this;
  }

  /**
   * Sets whether features are first scaled to mean 0 and population standard deviation 1, which
   * also determines the weights that are penalised; by default true. The model's weights are always
   * for features on their original scale.
   */
  public LogisticClassifier setStandardization(boolean value) {
    set(standardization, value);
    return this;
  }

  /** Sets the weights of classes: empty, {@code balanced}, or {@code a:1,b:3} by their names. */
  public LogisticClassifier setClassWeight(String value) {
    Settings.CLASS_WEIGHT.parse(value);
    set(classWeight, value);
    return this;
  }

  /** Sets the type of features and parameters: {@code float32}, the default, or {@code float64}. */
  public LogisticClassifier setPrecision(String value) {
    set(precision, value);
    return this;
  }

  /**
   * Sets how many bytes of native memory the features may take in one executor, all its partitions
   * together; by default 0, for its machine's memory without the heap. Under a resource manager,
   * set it to what {@code spark.executor.memoryOverhead} leaves.
   */
  public LogisticClassifier setBlockMemory(long value) {
    set(blockMemory, value);
    return this;
  }
}
