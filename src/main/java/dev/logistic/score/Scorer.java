package dev.logistic.score;

import dev.logistic.files.ReplacedDirectory;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelJson;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.UnseenTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained model that scores rows on the plain JVM, without native code. Immutable, for any number
 * of threads; nothing has to be closed.
 *
 * <p>It computes in float64, from weights that include the scaling; its probabilities differ from
 * those of the native path by float32's rounding, less than 1e-6.
 *
 * <pre>{@code
 * Scorer scorer = Scorer.load(Path.of("model"), Path.of("model.safetensors"));
 * Map<String, Double> probabilities = scorer.probabilities(Map.of("age", 41, "city", "Bern"));
 * }</pre>
 */
public final class Scorer {

  private final RowEncoder encoder;
  private final FeatureSchema schema;
  private final List<String> classes;
  private final LinearModel weights;

  private Scorer(ModelJson model, LinearModel weights) {
    this.schema = model.schema();
    this.encoder = new RowEncoder(schema);
    this.classes = model.classes();
    this.weights = weights;
  }

  /**
   * Reads a model. Changes nothing. Where the directory is replaced meanwhile, reads again, for a
   * few seconds at most; where a crash has left it moved aside, reads it there.
   *
   * @param model {@code model.json}, or the model directory that holds it
   * @param weights its weights, as {@code djl-logistic export --format safetensors} writes them
   * @throws java.nio.file.NoSuchFileException if a file is not there
   * @throws IOException if a file cannot be read, is damaged, or they are not of one model
   */
  public static Scorer load(Path model, Path weights) throws IOException {
    if (model.endsWith(ModelJson.FILE) && !Files.isDirectory(model) && model.getParent() != null) {
      return ofDirectory(model.getParent(), weights);
    }
    return Files.isRegularFile(model) ? ofFile(model, weights) : ofDirectory(model, weights);
  }

  private static Scorer ofDirectory(Path directory, Path weights) throws IOException {
    return ReplacedDirectory.<Scorer, IOException>read(
        directory,
        generation -> {
          if (generation.mark() == null) {
            throw new NoSuchFileException(directory.toString());
          }
          return ofFile(generation.path().resolve(ModelJson.FILE), weights);
        });
  }

  private static Scorer ofFile(Path model, Path weights) throws IOException {
    ModelJson known = ModelJson.read(model);
    try (WeightsFile file = WeightsFile.open(weights)) {
      file.requireOf(known.paramsSha256());
      int outputs = known.classes().size() == 2 ? 1 : known.classes().size();
      int width = known.schema().width();
      double[] values = file.values("weights", width, outputs);
      double[] bias = file.values("bias", 1, outputs);
      Standardization scaling =
          known.schema().standardization().orElseGet(() -> Standardization.identity(width));
      return new Scorer(known, new LinearModel(values, bias, scaling));
    }
  }

  /** The negative class and the positive one, or three and more, as text. */
  public List<String> classes() {
    return classes;
  }

  /** The input columns, in order. */
  public List<String> columns() {
    return schema.terms().stream().map(Term::column).toList();
  }

  /** The features, in order: a text column has one for each level but the first. */
  public List<String> features() {
    return schema.featureNames();
  }

  /**
   * Number of probabilities that a batch writes per row: 1 for two classes, one per class for more.
   */
  public int outputs() {
    return weights.outputs();
  }

  /**
   * The probability of the positive class.
   *
   * @param features on the scale of the columns, in the order of {@link #features()}
   * @throws IllegalArgumentException if their number differs or they yield NaN
   * @throws IllegalStateException if there are more than two classes
   */
  public double score(double[] features) {
    if (outputs() > 1) {
      throw new IllegalStateException(
          "there are more than two classes, %s: ask probabilities".formatted(classes));
    }
    return ClassProbabilities.sigmoid(logit(requireWidth(features), 0));
  }

  /**
   * The probability of each class, in the order of {@link #classes()}.
   *
   * @param features as for {@link #score(double[])}
   * @throws IllegalArgumentException if their number differs or they yield NaN
   */
  public double[] probabilities(double[] features) {
    requireWidth(features);
    double[] logits = new double[outputs()];
    Arrays.setAll(logits, output -> logit(features, output));
    double[] probabilities = ClassProbabilities.of(logits);
    if (Double.isNaN(probabilities[0])) {
      throw givesNaN(features);
    }
    return probabilities;
  }

  /** Scores a row without counting; see {@link #probabilities(Map, UnseenTexts)}. */
  public Map<String, Double> probabilities(Map<String, ? extends @Nullable Object> row) {
    return probabilities(row, new UnseenTexts());
  }

  /**
   * The probability of each class, by its name, in the order of {@link #classes()}.
   *
   * <p>The row's cells are encoded as in training: a text that the training did not see is encoded
   * as the reference level, and null as the value that the model fills in.
   *
   * @param row cells by column: numbers, booleans and texts; columns that the model does not have
   *     are ignored
   * @param unseen counts the row's texts that the training did not see
   * @throws IllegalArgumentException if a column is missing, is null where the model has no value
   *     to fill in, or is not of its type
   */
  public Map<String, Double> probabilities(
      Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    double[] values = probabilities(encoder.encode(row, unseen));
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(classes.get(i), values[i]);
    }
    return named;
  }

  /**
   * Scores many rows on the calling thread. The features are float32: use {@link #score(double[])}
   * for a column of large numbers that differ little.
   *
   * @param features row by row, from the start of the array, on the scale of the columns
   * @param rows their number
   * @param probabilities receives {@link #outputs()} of each row, row by row: the probability of
   *     the positive class, or of each class where there are more than two
   * @throws IllegalArgumentException if an array is too short or a row yields NaN
   */
  public void score(float[] features, int rows, float[] probabilities) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must be at least 0, was " + rows);
    }
    requireLength("features", features.length, rows, weights.width());
    requireLength("probabilities", probabilities.length, rows, outputs());
    Batches.score(weights, features, rows, probabilities);
  }

  private static void requireLength(String name, int length, int rows, int each) {
    if (length < (long) rows * each) {
      throw new IllegalArgumentException(
          "%s must hold %d rows of %d, had length %d".formatted(name, rows, each, length));
    }
  }

  private double[] requireWidth(double[] features) {
    if (features.length != weights.width()) {
      throw new IllegalArgumentException(
          "a row must have %d features, was %s"
              .formatted(weights.width(), Arrays.toString(features)));
    }
    return features;
  }

  private double logit(double[] features, int output) {
    double logit = weights.logit(features, output);
    if (Double.isNaN(logit)) {
      throw givesNaN(features);
    }
    return logit;
  }

  private static IllegalArgumentException givesNaN(double[] features) {
    return new IllegalArgumentException(
        "features must be numbers, but the row gives NaN, was " + Arrays.toString(features));
  }
}
