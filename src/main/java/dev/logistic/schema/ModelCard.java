package dev.logistic.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a model.
 *
 * @param schema how input columns become features
 * @param classes the negative class and the positive one, or three and more, as text
 * @param settings the effective settings of the training, by name
 * @param seed of the training
 * @param djlVersion of the training
 * @param pytorchVersion of the training
 * @param trainingData what it was trained on
 * @param metrics of the training, by name
 * @param statistics of the coefficients, or the reason why there are none
 * @param threshold the smallest probability, 0 to 1, at which the positive class of two is
 *     predicted; {@link ClassProbabilities#EVEN} for more classes
 */
public record ModelCard(
    FeatureSchema schema,
    List<String> classes,
    Map<String, String> settings,
    long seed,
    String djlVersion,
    String pytorchVersion,
    TrainingData trainingData,
    Map<String, Double> metrics,
    Statistics statistics,
    double threshold) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the classes are not distinct, or the threshold is out of
   *     range or for more than two classes
   */
  public ModelCard {
    classes = ModelJson.distinct(classes);
    ModelJson.requireThreshold(threshold, classes);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    statistics.requireOf(
        schema.featureNames().subList(0, learned(schema, settings)), classes.size() - 1);
  }

  /**
   * The column that the training added to the logits, which is the last feature, of weight 1 and
   * without statistics; empty for none.
   */
  public Optional<String> offset() {
    return offset(settings);
  }

  /** Number of features whose weights were learned: the first ones, all but an offset. */
  public int learnedFeatures() {
    return learned(schema, settings);
  }

  private static int learned(FeatureSchema schema, Map<String, String> settings) {
    return schema.width() - (offset(settings).isPresent() ? 1 : 0);
  }

  private static Optional<String> offset(Map<String, String> settings) {
    return Optional.ofNullable(settings.get("data.offset")).filter(name -> !name.isEmpty());
  }

  /** Creates a card with the usual threshold. */
  public ModelCard(
      FeatureSchema schema,
      List<String> classes,
      Map<String, String> settings,
      long seed,
      String djlVersion,
      String pytorchVersion,
      TrainingData trainingData,
      Map<String, Double> metrics,
      Statistics statistics) {
    this(
        schema,
        classes,
        settings,
        seed,
        djlVersion,
        pytorchVersion,
        trainingData,
        metrics,
        statistics,
        ClassProbabilities.EVEN);
  }

  /** Returns the same card with another threshold. */
  public ModelCard withThreshold(double other) {
    return with(trainingData, other);
  }

  /** Returns the same card with another profile of the training rows. */
  public ModelCard withProfile(@Nullable TrainingProfile profile) {
    return with(
        new TrainingData(trainingData.rows(), trainingData.fingerprint(), profile), threshold);
  }

  private ModelCard with(TrainingData data, double from) {
    return new ModelCard(
        schema,
        classes,
        settings,
        seed,
        djlVersion,
        pytorchVersion,
        data,
        metrics,
        statistics,
        from);
  }

  /** Creates a card without statistics. */
  public ModelCard(
      FeatureSchema schema,
      List<String> classes,
      Map<String, String> settings,
      long seed,
      String djlVersion,
      String pytorchVersion,
      TrainingData trainingData,
      Map<String, Double> metrics) {
    this(
        schema,
        classes,
        settings,
        seed,
        djlVersion,
        pytorchVersion,
        trainingData,
        metrics,
        Statistics.NOT_KEPT);
  }

  /**
   * Number of logits per row: one, of the positive class, for two classes, and one per class for
   * more.
   */
  public int outputs() {
    return ClassProbabilities.outputs(classes.size());
  }

  /** Names of the features, in order. */
  public List<String> features() {
    return schema.featureNames();
  }

  /**
   * The rows that a model was trained on.
   *
   * @param rows their number
   * @param fingerprint SHA-256 over names, shape, type and values
   * @param profile of columns and scores; null where it was not kept
   */
  public record TrainingData(long rows, String fingerprint, @Nullable TrainingProfile profile) {

    /** Creates data without a profile. */
    public TrainingData(long rows, String fingerprint) {
      this(rows, fingerprint, null);
    }
  }
}
