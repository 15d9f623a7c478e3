package dev.logistic.spark;

import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ClassProbabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import scala.Tuple3;

/**
 * A trained model as a stage of Spark ML: adds raw prediction (logits), probability and prediction.
 * It computes in float64 on the plain JVM, and contains the core's model directory, which it can
 * write. Immutable except for its params.
 */
public final class LogisticClassificationModel
    extends ProbabilisticClassificationModel<Vector, LogisticClassificationModel>
    implements MLWritable {

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ModelFiles files;
  private final double[][] weights; // one row per output, for features on their original scale
  private final double[] bias;
  private final double threshold;

  /** Creates a model from a trained one, which is copied. */
  LogisticClassificationModel(String uid, LogisticModel model) {
    this(
        EarlyUid.announce(uid),
        ModelFiles.of(model),
        weights(model),
        bias(model),
        model.card().threshold());
  }

  private LogisticClassificationModel(
      EarlyUid early, ModelFiles files, double[][] weights, double[] bias, double threshold) {
    this.uid = early.uid();
    this.files = files;
    this.weights = weights;
    this.bias = bias;
    this.threshold = threshold;
  }

  private static Coefficients coefficients(LogisticModel model, int output) {
    return model.rawCoefficients(output).orElseGet(() -> model.coefficients(output));
  }

  private static double[][] weights(LogisticModel model) {
    double[][] weights = new double[model.card().outputs()][];
    for (int output = 0; output < weights.length; output++) {
      weights[output] =
          coefficients(model, output).weights().stream().mapToDouble(Double::doubleValue).toArray();
    }
    return weights;
  }

  private static double[] bias(LogisticModel model) {
    double[] bias = new double[model.card().outputs()];
    for (int output = 0; output < bias.length; output++) {
      bias[output] = coefficients(model, output).bias();
    }
    return bias;
  }

  /** Reads an instance that was written by {@code write().save(path)}. */
  public static LogisticClassificationModel load(String path) {
    return read().load(path);
  }

  /** Reads what {@code write()} writes. */
  public static MLReader<LogisticClassificationModel> read() {
    return new ModelFiles.Reader();
  }

  @Override
  public MLWriter write() {
    return new ModelFiles.Writer(this, files);
  }

  @Override
  public String uid() {
    return uid == null ? EarlyUid.announced() : uid; // null while Spark's constructors run
  }

  @Override
  public LogisticClassificationModel copy(ParamMap extra) {
    LogisticClassificationModel copy =
        new LogisticClassificationModel(EarlyUid.announce(uid), files, weights, bias, threshold);
    return copyValues(copy, extra).setParent(parent());
  }

  /**
   * Returns the core's model.
   *
   * @return a copy; the caller closes it
   * @throws IOException if its files cannot be written to the directory for temporary files
   */
  public LogisticModel toLogisticModel() throws IOException {
    return files.toModel();
  }

  /**
   * Writes the core's model directory, which the commands and DJL's {@code Criteria} load, whole or
   * not at all.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something at that path
   * @throws IOException if it cannot be written
   */
  public void saveDirectory(Path directory) throws IOException {
    try (LogisticModel model = files.toModel()) {
      ModelDirectory.save(model, directory);
    }
  }

  /** Required by Spark for models with summaries, and by javac because of Scala's generics. */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Tuple3 findSummaryModel() {
    return new Tuple3(this, getProbabilityCol(), getPredictionCol());
  }

  /** Two, or more with softmax. */
  @Override
  public int numClasses() {
    return weights.length == 1 ? 2 : weights.length;
  }

  /** The size of its feature vectors. */
  @Override
  public int numFeatures() {
    return weights[0].length;
  }

  /**
   * The weights, for features on their original scale: one row for two classes, one per class for
   * more.
   */
  public Matrix coefficientMatrix() {
    double[] byRow = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
    return new DenseMatrix(weights.length, numFeatures(), byRow, true);
  }

  /** The biases: one for two classes, one per class for more. */
  public Vector interceptVector() {
    return Vectors.dense(bias.clone());
  }

  /**
   * The logits of the classes; for two, that of the positive one and its negation.
   *
   * @throws IllegalArgumentException if the number of features differs from the training's, or they
   *     yield NaN
   */
  @Override
  public Vector predictRaw(Vector features) {
    if (features.size() != numFeatures()) {
      throw new IllegalArgumentException(
          "column \"%s\" must hold vectors of %d features as in training, was one of %d"
              .formatted(getFeaturesCol(), numFeatures(), features.size()));
    }
    double[] logits = bias.clone();
    if (features instanceof SparseVector sparse) {
      add(sparse.indices(), sparse.values(), logits);
    } else {
      add(features.toArray(), logits);
    }
    if (Arrays.stream(logits).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          "column \"%s\" must hold vectors of numbers, but %s gives NaN"
              .formatted(getFeaturesCol(), features));
    }
    return Vectors.dense(logits.length == 1 ? new double[] {-logits[0], logits[0]} : logits);
  }

  private void add(double[] values, double[] logits) {
    for (int output = 0; output < logits.length; output++) {
      double[] own = weights[output];
      for (int i = 0; i < values.length; i++) {
        logits[output] += own[i] * values[i];
      }
    }
  }

  private void add(int[] places, double[] values, double[] logits) {
    for (int output = 0; output < logits.length; output++) {
      double[] own = weights[output];
      for (int i = 0; i < places.length; i++) {
        logits[output] += own[places[i]] * values[i];
      }
    }
  }

  /**
   * The class that is predicted from logits: of two, the positive one from the core model's
   * threshold on, mostly 0.5. Where the param {@code thresholds} is set, Spark's rule replaces it.
   */
  @Override
  public double raw2prediction(Vector raw) {
    if (isDefined(thresholds())) {
      return super.raw2prediction(raw);
    }
    double[] logits = raw.toArray();
    return weights.length == 1
        ? ClassProbabilities.predicted(ClassProbabilities.sigmoid(logits[1]), threshold)
        : ClassProbabilities.predicted(logits, 0, logits.length);
  }

  /** The class that is predicted from probabilities; as {@link #raw2prediction}. */
  @Override
  public double probability2prediction(Vector probability) {
    return isDefined(thresholds())
        ? super.probability2prediction(probability)
        : ClassProbabilities.predicted(probability.toArray(), threshold);
  }

  /** The sigmoid, or the softmax. */
  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    double[] probabilities =
        weights.length == 1 ? ClassProbabilities.of(values[1]) : ClassProbabilities.of(values);
    System.arraycopy(probabilities, 0, values, 0, values.length);
    return raw;
  }
}
