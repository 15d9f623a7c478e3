package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Contributions;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Records;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.score.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained model. Immutable, safe for several threads; owns its arrays, which closing frees, after
 * which methods that need them throw an {@link IllegalStateException} that states what closed them.
 *
 * <p>With two classes there is one output, the logit {@code x w + b} of the positive one, whose
 * probability is {@code 1 / (1 + exp(-(x w + b)))}. With more, there is one output per class, and
 * the probabilities are their softmax.
 */
public final class LogisticModel implements AutoCloseable {

  private static final int FEATURES_SHOWN = 5;

  private final ModelArrays arrays;
  private final ModelCard card;
  private final RowEncoder encoder;
  private final ModelLogits logits;
  private final RowProbabilities probabilities;

  /** Copies the parameters as they are now. */
  public LogisticModel(Parameters parameters, ModelCard card) {
    this(ModelArrays.copyOf(parameters), card);
  }

  LogisticModel(ModelArrays arrays, ModelCard card) {
    this.arrays = arrays;
    this.card = card;
    this.encoder = new RowEncoder(card.schema());
    this.logits = new ModelLogits(arrays, card.schema(), card.outputs());
    this.probabilities = new RowProbabilities(card, encoder, logits);
  }

  /** The model's provenance, and the names of its columns and classes. */
  public ModelCard card() {
    return card;
  }

  /** Shape (columns, outputs). The model's own: neither change nor close it. */
  public NDArray weights() {
    return arrays.weights();
  }

  /** Shape (1, outputs). The model's own: neither change nor close it. */
  public NDArray bias() {
    return arrays.bias();
  }

  /**
   * Weights and bias of the positive class, as numbers; they belong to standardized features where
   * those are. Those of the first class where there are more than two.
   */
  public Coefficients coefficients() {
    return coefficients(0);
  }

  /** Weights and bias of one output, from 0; see {@link ModelCard#outputs()}. */
  public Coefficients coefficients(int output) {
    double[] all = ModelArrays.doubles(weights());
    int outputs = card.outputs();
    double[] values = new double[all.length / outputs];
    Arrays.setAll(values, feature -> all[feature * outputs + output]);
    return new Coefficients(DoubleList.of(values), ModelArrays.doubles(bias())[output]);
  }

  /** Returns {@link #coefficients()} on the scale of the columns, if features are standardized. */
  public Optional<Coefficients> rawCoefficients() {
    return rawCoefficients(0);
  }

  /**
   * Returns the coefficients of one output on the scale of the columns, if features are
   * standardized.
   */
  public Optional<Coefficients> rawCoefficients(int output) {
    return card.schema().standardization().map(coefficients(output)::unscaled);
  }

  /**
   * The logits {@code x w + b} of each row, whose sigmoid is the probability of the positive class,
   * or whose softmax are those of the classes.
   *
   * @param features shape (rows, features), on the scale of the columns, finite; standardized here
   *     in float64 if the model requires it; converted where type or device differ from the model's
   * @return shape (rows, outputs), belonging to the manager of the features
   * @throws IllegalArgumentException if the number of features differs, one is not finite, which
   *     the message names, or a row yields NaN
   */
  public NDArray logits(NDArray features) {
    return logits.of(features);
  }

  /**
   * The logits of each row of data that were prepared by this model's schema.
   *
   * @return shape (rows, outputs), which the caller closes
   * @throws IllegalArgumentException if they were prepared otherwise
   */
  public NDArray logits(LabelledData data) {
    return logits.of(data);
  }

  /**
   * The logits of sparse rows, computed in float64.
   *
   * @param rows on the scale of the columns
   * @return of each row, for more than two classes one per class, row by row
   * @throws IllegalArgumentException if the number of columns differs or a row yields NaN
   */
  public double[] logits(SparseRows rows) {
    return logits.of(rows);
  }

  /**
   * Returns the probability of the positive class of a row that is given by its values other than
   * 0.
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

  /** Returns the probabilities of the classes; as {@link #probability(int[], double[])}. */
  public double[] classProbabilities(int[] columns, double[] values) {
    return probabilities.of(columns, values);
  }

  /**
   * The probability of the positive class for each row, or of each class where there are more than
   * two: the sigmoid or softmax of {@link #logits(NDArray)}, with the same parameters, result and
   * errors.
   */
  public NDArray probabilities(NDArray features) {
    try (NDArray logits = logits(features)) {
      return card.outputs() == 1 ? Activation.sigmoid(logits) : logits.softmax(1);
    }
  }

  /**
   * The logits of rows in a Java array, row by row.
   *
   * @param features on the scale of the columns, row by row, from the start of the array
   * @param rows their number
   */
  public double[] logits(double[] features, int rows) {
    return logits.of(features, rows);
  }

  /**
   * Copies the model into a scorer, which works without native code, needs no closing and outlives
   * this model; its probabilities are those of this model except for rounding.
   */
  public Scorer scorer() {
    return Scorer.of(
        card.schema(),
        card.classes(),
        card.threshold(),
        ModelArrays.doubles(weights()),
        ModelArrays.doubles(bias()));
  }

  /**
   * Returns the probability of the positive class.
   *
   * @param row a value for each feature, on the scale of the columns
   * @throws IllegalArgumentException if its length differs or a value is not finite
   * @throws IllegalStateException if there are more than two classes
   */
  public double probability(double... row) {
    return probabilities(new double[][] {row})[0];
  }

  /**
   * Returns the probability of the positive class of a row given as cells by column.
   *
   * <p>The cells are encoded as in training: a text that the training did not see reads as the
   * reference level, and null as what the model fills in. For a model of a LibSVM file they are
   * numbers by index; those that are absent are 0.
   *
   * @param row numbers, booleans, and texts or enum constants, which count as their names; other
   *     columns are ignored
   * @throws IllegalArgumentException if a column is absent, is null where the model has nothing to
   *     fill in, or is not of its type; names the column
   * @throws IllegalStateException if there are more than two classes
   */
  public double probability(Map<String, ? extends @Nullable Object> row) {
    requireTwoClasses();
    return probabilities.of(row, new UnseenTexts())[1];
  }

  /**
   * Returns how much each input column adds to the logit of a row given as cells by column,
   * compared with the mean of the training rows. They add up to the row's logit less that at the
   * means.
   *
   * @param row as for {@link #probability(Map)}
   * @return by column, or by term of a formula, in their order; an offset counts from 0
   * @throws IllegalArgumentException as {@link #probability(Map)}, and if there are more than two
   *     classes or the model has no means, as without standardization or of sparse rows
   */
  public Map<String, Double> contributions(Map<String, ? extends @Nullable Object> row) {
    return contributions().byColumn(encoder.encode(row));
  }

  /**
   * Returns the rule of {@link #contributions(Map)}. For use within this project.
   *
   * @throws IllegalArgumentException if there are more than two classes or the model has no means
   */
  public Contributions contributions() {
    double[] weights =
        card.outputs() > 1
            ? new double[0]
            : coefficients().weights().stream().mapToDouble(Double::doubleValue).toArray();
    return new Contributions(card.schema(), card.classes(), weights);
  }

  /** Returns those of a record, whose components are the cells; as {@link #contributions(Map)}. */
  public Map<String, Double> contributions(Record row) {
    return contributions(Records.cells(row));
  }

  /** Returns that of a record, whose components are the cells; as {@link #probability(Map)}. */
  public double probability(Record row) {
    return probability(Records.cells(row));
  }

  /** Returns the probability of the positive class for each row; as {@link #probability}. */
  public double[] probabilities(double[][] rows) {
    requireTwoClasses();
    return Arrays.stream(classProbabilities(rows)).mapToDouble(row -> row[1]).toArray();
  }

  /** Returns the probability of the positive class for each row; as {@link #probability}. */
  public double[] probabilities(float[][] rows) {
    return probabilities(RowProbabilities.widened(rows));
  }

  /**
   * Returns the probabilities of the classes for each row, computed from its logits in float64.
   *
   * @param rows each as for {@link #probability}
   * @return one array a row, in the order of the classes
   * @throws IllegalArgumentException if a row's length differs or a value is not finite; names the
   *     row and the feature
   */
  public double[][] classProbabilities(double[][] rows) {
    return probabilities.of(rows);
  }

  /** Returns the probabilities of the classes of one row; as {@link #classProbabilities}. */
  public double[] classProbabilities(double... row) {
    return classProbabilities(new double[][] {row})[0];
  }

  /**
   * Returns the probability of each class by its name, in the order of the classes.
   *
   * @param row as for {@link #probability(Map)}, for any number of classes
   */
  public Map<String, Double> classProbabilities(Map<String, ? extends @Nullable Object> row) {
    return classProbabilities(row, new UnseenTexts());
  }

  /** Returns those of a record; as {@link #classProbabilities(Map)}. */
  public Map<String, Double> classProbabilities(Record row) {
    return classProbabilities(Records.cells(row));
  }

  /**
   * As {@link #classProbabilities(Map)}, counting texts that the training did not see.
   *
   * @param unseen counts the row's texts that the training did not see
   */
  public Map<String, Double> classProbabilities(
      Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    return ClassProbabilities.byName(card.classes(), probabilities.of(row, unseen));
  }

  /** As {@link #classProbabilities(double[][])}. */
  public double[][] classProbabilities(float[][] rows) {
    return classProbabilities(RowProbabilities.widened(rows));
  }

  /**
   * Returns the name of the class with the greatest probability; of two, the positive one from the
   * threshold of the {@link #card} on.
   *
   * @param row as for {@link #probability}, for any number of classes
   */
  public String classify(double... row) {
    return predicted(classProbabilities(row));
  }

  /**
   * Returns the name of the predicted class of a row given as cells by column.
   *
   * @param row as for {@link #probability(Map)}, for any number of classes
   */
  public String classify(Map<String, ? extends @Nullable Object> row) {
    return predicted(probabilities.of(row, new UnseenTexts()));
  }

  private String predicted(double[] each) {
    return card.classes().get(ClassProbabilities.predicted(each, card.threshold()));
  }

  /** Returns that of a record; as {@link #classify(Map)}. */
  public String classify(Record row) {
    return classify(Records.cells(row));
  }

  private void requireTwoClasses() {
    if (card.outputs() > 1) {
      throw new IllegalStateException(
          "there are more than two classes, %s: ask classProbabilities".formatted(card.classes()));
    }
  }

  /** The names of the first features and of the classes, and the solver. */
  @Override
  public String toString() {
    List<String> features = card.features();
    int more = features.size() - FEATURES_SHOWN;
    return "LogisticModel[features: %s%s, classes: %s, solver: %s]"
        .formatted(
            String.join(", ", features.subList(0, Math.min(FEATURES_SHOWN, features.size()))),
            more > 0 ? " and " + more + " more" : "",
            String.join(", ", card.classes()),
            card.settings().getOrDefault("train.solver", "unknown"));
  }

  /**
   * Checks that the model was not closed.
   *
   * @throws IllegalStateException if it was; the message states what closed it
   */
  public void requireOpen() {
    arrays.requireOpen();
  }

  /** Frees the arrays; afterwards only the {@link #card} can be used. */
  @Override
  public void close() {
    close("its close() was called");
  }

  /**
   * Closes the model for its owner.
   *
   * @param reason stated by the exceptions of later calls; the first one counts
   */
  public void close(String reason) {
    arrays.close(reason);
  }
}
