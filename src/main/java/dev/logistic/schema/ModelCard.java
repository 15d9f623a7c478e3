package dev.logistic.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    Statistics statistics) {

  /** Copies the collections. */
  public ModelCard {
    classes = ModelJson.distinct(classes);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    statistics.requireOf(schema.featureNames());
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
   */
  public record TrainingData(long rows, String fingerprint) {}
}
