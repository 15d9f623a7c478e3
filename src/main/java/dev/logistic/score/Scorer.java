package dev.logistic.score;

import dev.logistic.files.ParamsFile;
import dev.logistic.files.ReplacedDirectory;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Contributions;
import dev.logistic.schema.EncodedRow;
import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelJson;
import dev.logistic.schema.Records;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.SparseRow;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.UnseenTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
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
 * Scorer scorer = Scorer.load(Path.of("model"));
 * double probability = scorer.probability(Map.of("age", 41, "city", "Bern"));
 * }</pre>
 */
public final class Scorer {

  private final RowEncoder encoder;
  private final FeatureSchema schema;
  private final List<String> classes;
  private final double threshold;
  private final LinearModel weights;
  private final double[] standardized; // the weights as given

  private Scorer(
      FeatureSchema schema,
      List<String> classes,
      double threshold,
      LinearModel weights,
      double[] standardized) {
    this.schema = schema;
    this.encoder = new RowEncoder(schema);
    this.classes = List.copyOf(classes);
    this.threshold = threshold;
    this.weights = weights;
    this.standardized = standardized;
  }

  /**
   * Creates a scorer from parameters in memory, whose threshold is 0.5.
   *
   * @param weights as for {@link #of(FeatureSchema, List, double, double[], double[])}
   * @param bias one an output
   * @throws IllegalArgumentException if the arrays have other lengths
   */
  public static Scorer of(
      FeatureSchema schema, List<String> classes, double[] weights, double[] bias) {
    return of(schema, classes, ClassProbabilities.EVEN, weights, bias);
  }

  /**
   * Creates a scorer from parameters in memory.
   *
   * @param schema how columns become features
   * @param classes the negative and the positive one, or three and more
   * @param threshold the smallest probability, 0 to 1, at which the positive class of two is
   *     predicted
   * @param weights for standardized features where the schema has a standardization: shape
   *     (features, outputs), row by row, with one output for two classes and one a class for more
   * @param bias one an output
   * @throws IllegalArgumentException if the arrays have other lengths
   */
  public static Scorer of(
      FeatureSchema schema,
      List<String> classes,
      double threshold,
      double[] weights,
      double[] bias) {
    int outputs = ClassProbabilities.outputs(classes.size());
    int width = schema.width();
    if (bias.length != outputs || weights.length != (long) width * outputs) {
      throw new IllegalArgumentException(
          "expected weights of %d features and %d outputs and a bias of %d, found lengths %d and %d"
              .formatted(width, outputs, outputs, weights.length, bias.length));
    }
    Standardization scaling =
        schema.standardization().orElseGet(() -> Standardization.identity(width));
    LinearModel own = new LinearModel(weights, bias, scaling);
    return new Scorer(schema, classes, threshold, own, weights.clone());
  }

  /**
   * Reads a model directory, after comparing its files with their checksums. Changes nothing. Where
   * the directory is replaced meanwhile, reads again, for a few seconds at most; where a crash left
   * it moved aside, reads it there.
   *
   * @param model the directory
   * @throws NoSuchFileException if there is no such directory or a file is missing in it
   * @throws IOException if a file cannot be read, is damaged, or they are not of one model
   */
  public static Scorer load(Path model) throws IOException {
    return ReplacedDirectory.<Scorer, IOException>read(
        model,
        generation -> {
          ModelJson.requireDirectory(generation.path());
          Path directory = generation.path();
          ModelJson known = ModelJson.read(directory.resolve(ModelJson.FILE));
          ParamsFile.Values params = known.params(directory.resolve(ParamsFile.FILE));
          generation.requireUnchanged();
          return of(
              known.schema(), known.classes(), known.threshold(), params.weights(), params.bias());
        });
  }

  /**
   * Reads a model whose weights have been exported to a file. Changes nothing. Where the directory
   * is replaced meanwhile, reads again, for a few seconds at most; where a crash left it moved
   * aside, reads it there.
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
          ModelJson.requireDirectory(generation.path());
          return ofFile(generation.path().resolve(ModelJson.FILE), weights);
        });
  }

  private static Scorer ofFile(Path model, Path weights) throws IOException {
    ModelJson known = ModelJson.read(model);
    try (WeightsFile file = WeightsFile.open(weights)) {
      file.requireOf(known.paramsSha256());
      int outputs = ClassProbabilities.outputs(known.classes().size());
      double[] values = file.values("weights", known.schema().width(), outputs);
      double[] bias = file.values("bias", 1, outputs);
      return of(known.schema(), known.classes(), known.threshold(), values, bias);
    }
  }

  /** The negative class and the positive one, or three and more, as text. */
  public List<String> classes() {
    return classes;
  }

  /** The smallest probability at which {@link #classify} returns the positive class of two. */
  public double threshold() {
    return threshold;
  }

  /** The input columns, in order. */
  public List<String> columns() {
    return schema.inputs().stream().map(Term::column).distinct().toList();
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
   * @param row features on the scale of the columns, in the order of {@link #features()}
   * @throws IllegalArgumentException if their number differs or one is not finite; names the
   *     feature
   * @throws IllegalStateException if there are more than two classes
   */
  public double probability(double... row) {
    requireTwoClasses();
    return ClassProbabilities.sigmoid(logit(requireWidth(row), 0));
  }

  /**
   * The probability of the positive class of a row given as cells by column.
   *
   * @param row as for {@link #classProbabilities(Map, UnseenTexts)}
   * @throws IllegalStateException if there are more than two classes
   */
  public double probability(Map<String, ? extends @Nullable Object> row) {
    requireTwoClasses();
    return ofCells(row, new UnseenTexts())[1];
  }

  /** The probability of each class of a row given as cells by column. */
  private double[] ofCells(Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    if (encoder.isSparse()) {
      EncodedRow features = encoder.encodeSparse(row, unseen);
      return classProbabilities(features.columns(), features.values());
    }
    return classProbabilities(encoder.encode(row, unseen));
  }

  /** That of a record, whose components are the cells; as {@link #probability(Map)}. */
  public double probability(Record row) {
    return probability(Records.cells(row));
  }

  /**
   * How much each input column adds to the logit of a row given as cells by column, compared with
   * the mean of the training rows. They add up to the row's logit less that at the means.
   *
   * @param row as for {@link #classProbabilities(Map, UnseenTexts)}
   * @return by column, or by term of a formula, in their order; an offset counts from 0
   * @throws IllegalArgumentException as {@link #classProbabilities(Map, UnseenTexts)}, and if there
   *     are more than two classes or the model has no means, as without standardization or of
   *     sparse rows
   */
  public Map<String, Double> contributions(Map<String, ? extends @Nullable Object> row) {
    return new Contributions(schema, classes, standardized)
        .byColumn(encoder.encode(row, new UnseenTexts()));
  }

  /** Those of a record, whose components are the cells; as {@link #contributions(Map)}. */
  public Map<String, Double> contributions(Record row) {
    return contributions(Records.cells(row));
  }

  /**
   * The name of the predicted class: of two, the positive one from the {@link #threshold} on, and
   * of more the most probable one.
   *
   * @param row as for {@link #probability(double...)}, for any number of classes
   */
  public String classify(double... row) {
    return classes.get(ClassProbabilities.predicted(classProbabilities(row), threshold));
  }

  /**
   * The name of the predicted class of a row given as cells by column.
   *
   * @param row as for {@link #classProbabilities(Map, UnseenTexts)}
   */
  public String classify(Map<String, ? extends @Nullable Object> row) {
    return classes.get(ClassProbabilities.predicted(ofCells(row, new UnseenTexts()), threshold));
  }

  /** That of a record; as {@link #classify(Map)}. */
  public String classify(Record row) {
    return classify(Records.cells(row));
  }

  /**
   * The probability of each class, in the order of {@link #classes()}.
   *
   * @param row as for {@link #probability(double...)}
   * @throws IllegalArgumentException if their number differs or one is not finite; names the
   *     feature
   */
  public double[] classProbabilities(double... row) {
    requireWidth(row);
    double[] logits = new double[outputs()];
    Arrays.setAll(logits, output -> logit(row, output));
    double[] probabilities = ClassProbabilities.of(logits);
    if (Double.isNaN(probabilities[0])) {
      throw givesNaN(row);
    }
    return probabilities;
  }

  /**
   * The probability of the positive class of a row that is given by its values other than 0, in
   * time that depends on their number alone.
   *
   * @param columns of the values, ascending, each from 0 to below the number of features
   * @param values at these columns, on their scale
   * @throws IllegalArgumentException if lengths, columns or values are not so
   * @throws IllegalStateException if there are more than two classes
   */
  public double probability(int[] columns, double[] values) {
    requireTwoClasses();
    return classProbabilities(columns, values)[1];
  }

  /** The probability of each class; as {@link #probability(int[], double[])}. */
  public double[] classProbabilities(int[] columns, double[] values) {
    SparseRow.require(columns, values, weights.width(), "");
    return ClassProbabilities.of(weights.logits(columns, values));
  }

  private void requireTwoClasses() {
    if (outputs() > 1) {
      throw new IllegalStateException(
          "there are more than two classes, %s: ask classProbabilities".formatted(classes));
    }
  }

  /** Scores a row without counting; see {@link #classProbabilities(Map, UnseenTexts)}. */
  public Map<String, Double> classProbabilities(Map<String, ? extends @Nullable Object> row) {
    return classProbabilities(row, new UnseenTexts());
  }

  /** Scores a record, whose components are the cells; as {@link #classProbabilities(Map)}. */
  public Map<String, Double> classProbabilities(Record row) {
    return classProbabilities(Records.cells(row));
  }

  /**
   * The probability of each class, by its name, in the order of {@link #classes()}.
   *
   * <p>The row's cells are encoded as in training: a text that the training did not see is encoded
   * as the reference level, and null as the value that the model fills in. For a model of a LibSVM
   * file they are numbers by index; those that are absent are 0.
   *
   * @param row cells by column: numbers, booleans, and texts or enum constants, which count as
   *     their names; columns that the model does not know do not matter
   * @param unseen counts the row's texts that the training did not see
   * @throws IllegalArgumentException if a column is missing, is null where the model has no value
   *     to fill in, or is not of its type
   */
  public Map<String, Double> classProbabilities(
      Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    return ClassProbabilities.byName(classes, ofCells(row, unseen));
  }

  /**
   * Scores many rows on the calling thread. Rows of float32 hold what they hold: a column of large
   * numbers that differ little belongs into {@link #probability(double...)}.
   *
   * @param features row by row, from the start of the array, on the scale of the columns
   * @param rows their number
   * @param probabilities receives {@link #outputs()} of each row, row by row: the probability of
   *     the positive class, or of each class where there are more than two
   * @throws IllegalArgumentException if an array is too short, or a feature is not finite, which
   *     the message names
   */
  public void score(float[] features, int rows, float[] probabilities) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must be at least 0, was " + rows);
    }
    requireLength("features", features.length, rows, weights.width());
    requireLength("probabilities", probabilities.length, rows, outputs());
    Batches.score(weights, schema, features, rows, probabilities);
  }

  private static void requireLength(String name, int length, int rows, int each) {
    if (length < (long) rows * each) {
      throw new IllegalArgumentException(
          "%s must hold %d rows of %d, had length %d".formatted(name, rows, each, length));
    }
  }

  private double[] requireWidth(double[] features) {
    FeatureRow.require(features, schema, "the row");
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
