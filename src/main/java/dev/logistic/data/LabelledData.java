package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Standardization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Features with a label for each row, and a weight if rows are weighted.
 *
 * <p>The features are an array or {@link SparseRows}. An array may lie in memory row after row or
 * column after column, which is faster for L-BFGS ({@link ColumnOrder}); the same rows have the
 * same fingerprint, and yield fits that agree except for their last digits.
 *
 * <p>Does not own the arrays it was created from, which must stay open while this is used; closing
 * frees only copies that it had to create. Immutable if nobody changes the arrays; safe to read
 * from several threads.
 */
public final class LabelledData implements AutoCloseable {

  private static final List<String> CLASSES = List.of("0", "1");

  private final NDManager manager;
  private final @Nullable NDArray features; // null for sparse rows
  private final @Nullable SparseRows sparse; // null for others
  private final NDArray labels;
  private final FeatureSchema schema;
  private final List<String> classes;
  private final RowAttributes attributes;

  private LabelledData(
      NDManager manager,
      @Nullable NDArray features,
      @Nullable SparseRows sparse,
      NDArray labels,
      FeatureSchema schema,
      List<String> classes,
      RowAttributes attributes) {
    this.manager = manager;
    this.features = features;
    this.sparse = sparse;
    this.labels = labels;
    this.schema = schema;
    this.classes = List.copyOf(classes);
    this.attributes = attributes;
  }

  /** As {@link #of(NDArray, NDArray, List)}, with columns named x0, x1 and so on. */
  public static LabelledData of(NDArray features, NDArray labels) {
    return of(features, labels, List.of());
  }

  /**
   * Combines features and labels.
   *
   * @param features shape (rows, columns), at least one of each, float32 or float64, finite
   * @param labels shape (rows) or (rows, 1), any number type, each 0 or 1; moved to the type and
   *     device of the features where they differ
   * @param featureNames one for each column, or none for x0, x1 and so on
   * @throws IllegalArgumentException if a shape, type or value is not so
   */
  public static LabelledData of(NDArray features, NDArray labels, List<String> featureNames) {
    return ofClasses(features, labels, featureNames, CLASSES);
  }

  /**
   * As {@link #of(NDArray, NDArray, List)}, with two or more classes.
   *
   * @param labels each the index of the row's class, from 0
   * @param classes their names, all different; if two, the negative and the positive one
   * @throws IllegalArgumentException if a shape, type, value or the classes are not so
   */
  public static LabelledData ofClasses(
      NDArray features, NDArray labels, List<String> featureNames, List<String> classes) {
    List<String> names = FeatureMatrix.names(features, featureNames);
    return of(features, labels, FeatureSchema.ofNumbers(names), classes);
  }

  /**
   * As {@link #of(NDArray, NDArray, List)}, for features made from the columns of a table.
   *
   * @param features as the schema says, standardized where it has a standardization
   * @param classes what the labels 0, 1 and so on mean, two or more
   */
  public static LabelledData of(
      NDArray features, NDArray labels, FeatureSchema schema, List<String> classes) {
    FeatureMatrix.require(features);
    LabelColumn.require(labels, features.getShape().get(0), classes);
    if (schema.width() != features.getShape().get(1)) {
      throw new IllegalArgumentException(
          "features must have %d columns as the schema says, was %s"
              .formatted(schema.width(), features.getShape()));
    }
    NDManager manager = features.getManager().newSubManager();
    try {
      NDArray column =
          LabelColumn.of(
              manager, labels, features.getDevice(), features.getDataType(), classes.size());
      FeatureMatrix.requireFinite(features, schema.featureNames());
      return new LabelledData(manager, features, null, column, schema, classes, RowAttributes.NONE);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Combines sparse rows and labels, with columns named x0, x1 and so on.
   *
   * @param rows remain the caller's, and must stay open
   * @param labels one for each row; 0 and 1, or two or more other numbers; of two, the greater is
   *     the positive class
   * @throws IllegalArgumentException if their number is not that of the rows, or they are of one
   *     class
   */
  public static LabelledData of(SparseRows rows, int[] labels) {
    return JavaArrays.of(rows, labels);
  }

  /**
   * As {@link #of(NDArray, NDArray, FeatureSchema, List)}, for sparse rows.
   *
   * @param rows remain the caller's, and must stay open
   */
  public static LabelledData of(
      SparseRows rows, NDArray labels, FeatureSchema schema, List<String> classes) {
    LabelColumn.require(labels, rows.rows(), classes);
    if (schema.width() != rows.width()) {
      throw new IllegalArgumentException(
          "features must have %d columns as the schema says, was %d"
              .formatted(schema.width(), rows.width()));
    }
    NDManager manager = rows.newManager();
    try {
      NDArray column = LabelColumn.of(manager, labels, Device.cpu(), rows.type(), classes.size());
      return new LabelledData(manager, null, rows, column, schema, classes, RowAttributes.NONE);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Copies rows from Java's arrays; close the result to free the copies.
   *
   * @param rows at least one, all of the same length, which is at least 1, finite; they become
   *     float64 on the CPU, with columns named x0, x1 and so on
   * @param labels one for each row; 0 and 1, or two or more other numbers; of two, the greater is
   *     the positive class
   * @throws IllegalArgumentException if lengths or values are not so, naming row and column
   */
  public static LabelledData of(double[][] rows, int[] labels) {
    return JavaArrays.of(rows, labels);
  }

  /** As {@link #of(double[][], int[])}, in float32. */
  public static LabelledData of(float[][] rows, int[] labels) {
    return JavaArrays.of(rows, labels);
  }

  /** As {@link #of(double[][], int[])}, with classes "false" and "true". */
  public static LabelledData of(double[][] rows, boolean[] labels) {
    return JavaArrays.of(rows, labels);
  }

  /**
   * As {@link #of(double[][], int[])}, with the names of classes as labels.
   *
   * @param labels of two or more classes, in the order of their characters; the last of two is the
   *     positive one
   */
  public static LabelledData of(double[][] rows, String[] labels) {
    return JavaArrays.of(rows, labels);
  }

  /**
   * Copies rows that each stand for several trials with the same features; close the result to free
   * the copies. The result has two rows for each, and the classes "0" and "1": first the trials
   * without an event, then those with one, which weigh as much as there are of them. So a fit and
   * its statistics are those of one row for each trial.
   *
   * @param rows as for {@link #of(double[][], int[])}
   * @param events of each row, at least 0
   * @param trials of each row, at least its events
   * @throws IllegalArgumentException if lengths or values are not so, naming the row
   */
  public static LabelledData ofTrials(double[][] rows, int[] events, int[] trials) {
    return JavaTrials.of(rows, events, trials);
  }

  /**
   * Copies the rows with features of mean 0 and standard deviation 1, weighted if the rows are. A
   * model that is trained on the copy accepts features on the scale of these. This must stay open
   * as long as the copy is used.
   */
  public LabelledData standardized() {
    return standardizedBy(
        sparse == null
            ? new Standardizer(features(), attributes.weights()).learned(featureNames())
            : new SparseStandardizer(sparse, attributes.weights()).learned(featureNames()));
  }

  /**
   * Copies the rows with features standardized as others were; as {@link #standardized}.
   *
   * @throws IllegalArgumentException if there is not a mean and a scale for each feature
   */
  public LabelledData standardizedBy(Standardization standardization) {
    FeatureSchema scaled = new FeatureSchema(schema.terms(), Optional.of(standardization));
    NDManager own = manager.newSubManager();
    try {
      if (sparse != null) {
        SparseRows copy = sparse.standardizedBy(standardization, own);
        return new LabelledData(own, null, copy, labels, scaled, classes, attributes);
      }
      NDArray copy = new Standardizer(features(), null).applied(own, standardization);
      NDArray ordered = ColumnOrder.fastest(copy);
      return new LabelledData(own, ordered, null, labels, scaled, classes, attributes);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /**
   * Returns the same rows as if their scale were that of the columns, so that they can be
   * standardized anew. A model of such rows accepts features on the scale of these.
   */
  public LabelledData withoutStandardization() {
    FeatureSchema unscaled = new FeatureSchema(schema.terms(), Optional.empty());
    return new LabelledData(
        manager.newSubManager(), features, sparse, labels, unscaled, classes, attributes);
  }

  /**
   * Returns the same, which in addition ends a manager when it is closed.
   *
   * @param owner of the rows
   */
  public LabelledData owning(NDManager owner) {
    return new LabelledData(owner, features, sparse, labels, schema, classes, attributes);
  }

  /**
   * Copies sparse rows into an array.
   *
   * @param owner ends the copy
   */
  public LabelledData dense(NDManager owner) {
    NDArray copy = sparse().orElseThrow().dense(owner);
    LabelledData all = of(copy, labels, schema, classes);
    return all.with(attributes);
  }

  /** Copies some rows, in their order, which must be ascending; the copy ends with the manager. */
  public LabelledData rows(long[] some, NDManager owner) {
    return new RowSelection(this, some, owner).copy();
  }

  /** Rows that a model learns from, and others, with the same features. */
  public record Divided(LabelledData training, LabelledData others) {}

  /**
   * Copies rows to learn from and others, as {@link #rows}. Where features are {@linkplain
   * #withLearning learned}, they are learned from the former alone, and standardized by them where
   * these are standardized.
   *
   * @throws IllegalArgumentException if the features cannot be learned from these rows
   */
  public Divided divided(long[] training, long[] others, NDManager owner) {
    return RowSelection.divided(this, training, others, owner);
  }

  /**
   * Shape (rows, columns).
   *
   * @throws IllegalStateException if the rows are sparse
   */
  public NDArray features() {
    if (features == null) {
      throw new IllegalStateException("the rows are sparse, and their features not in an array");
    }
    return features;
  }

  /** The features where they are sparse. */
  public Optional<SparseRows> sparse() {
    return Optional.ofNullable(sparse);
  }

  /** Shape (rows, 1), of the type of the features, each the index of the row's class, from 0. */
  public NDArray labels() {
    return labels;
  }

  /** Names of the columns, in order. */
  public List<String> featureNames() {
    return schema.featureNames();
  }

  /** The schema: what the columns are and how they were encoded. */
  public FeatureSchema schema() {
    return schema;
  }

  /** Whether the features are standardized, and the schema has means and scales. */
  public boolean isStandardized() {
    return schema.standardization().isPresent();
  }

  /**
   * The schema of a model that is trained on these rows; with an offset it has one more feature.
   */
  public FeatureSchema modelSchema() {
    return offsets().map(known -> Offsets.appended(schema, known.column())).orElse(schema);
  }

  /** What the labels 0, 1 and so on mean. */
  public List<String> classes() {
    return classes;
  }

  /** Number of logits per row: one for two classes, and one per class for more. */
  public int outputs() {
    return ClassProbabilities.outputs(classes.size());
  }

  /**
   * Checks that a model can be fitted: that there are rows of each class.
   *
   * @throws IllegalArgumentException if not; the message has the classes that were found
   */
  public void requireEveryClass() {
    LabelColumn.requireEvery(labels, classes);
  }

  /** The type of features and labels: float32 or float64. */
  public DataType type() {
    return labels.getDataType();
  }

  /** The device of features and labels. */
  public Device device() {
    return labels.getDevice();
  }

  /** Number of rows. */
  public long rows() {
    return labels.getShape().get(0);
  }

  /** Number of columns. */
  public long columns() {
    return schema.width();
  }

  /** Number of rows, or of the trials that they stand for. */
  public long observations() {
    return isGrouped() ? Math.round(weightSum()) : rows();
  }

  /** The same rows with other attributes; closing the result closes these. */
  LabelledData with(RowAttributes other) {
    return new LabelledData(manager, features, sparse, labels, schema, classes, other);
  }

  RowAttributes attributes() {
    return attributes;
  }

  /**
   * Returns the same rows with weights: the loss becomes {@code sum(weight * loss) / sum(weight)},
   * in which a row of weight 2 counts as that row twice, and one of weight 0 not at all.
   *
   * <p>This must stay open as long as the result is used; closing the result frees only its
   * weights.
   *
   * @param weights shape (rows) or (rows, 1), any number type, each finite and at least 0, not all
   *     0; copied, and moved to the type and device of the features; they replace those that this
   *     may have
   * @throws IllegalArgumentException if a shape or value is not so, naming row and value
   */
  public LabelledData withWeights(NDArray weights) {
    NDManager own = manager.newSubManager();
    try {
      RowAttributes weighted = attributes.withWeights(RowWeights.of(own, weights, labels));
      return new LabelledData(own, features, sparse, labels, schema, classes, weighted);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /**
   * Weights of the rows: shape (rows, 1), of the type of the features; empty if all count alike.
   */
  public Optional<NDArray> weights() {
    return Optional.ofNullable(attributes.weights()).map(RowWeights::given);
  }

  /** Sum of the weights; without weights, where each row counts 1, the number of rows. */
  public double weightSum() {
    RowWeights weights = attributes.weights();
    return weights == null ? rows() : weights.sum();
  }

  /** Weights divided by their mean: shape (rows, 1); null without. */
  @Nullable NDArray factors() {
    RowWeights weights = attributes.weights();
    return weights == null ? null : weights.factors();
  }

  /**
   * Checks that weights are numbers of rows.
   *
   * @throws IllegalArgumentException naming row and value of the first that is not whole
   */
  public void requireWholeWeights() {
    Optional.ofNullable(attributes.weights()).orElseThrow().requireWhole();
  }

  /**
   * Returns the same rows, in pairs with the same features and the labels 0 and 1, as trials; as
   * {@link #withWeights}. For use within this project; see {@link #ofTrials}.
   *
   * @param counts numbers of trials
   */
  public LabelledData withTrials(NDArray counts) {
    LabelledData weighted = withWeights(counts);
    return weighted.with(weighted.attributes.inPairs());
  }

  /** Whether the rows are pairs of trials without and with an event; see {@link #ofTrials}. */
  public boolean isGrouped() {
    return attributes.grouped();
  }

  /** As {@link #withOffsets(double[], String)}, of a column without a name of its own. */
  public LabelledData withOffsets(double[] offsets) {
    return withOffsets(offsets, "offset");
  }

  /**
   * Returns the same rows with offsets, known numbers that are added to their logits. A model that
   * is trained on them has one more feature, the last, which is the offset with a weight of 1: so a
   * prediction needs it too. For two classes only. Closing the result closes these rows.
   *
   * @param offsets one for each row, finite; copied. Where rows count trials ({@link #ofTrials}),
   *     one for each pair of rows is enough
   * @param column its name, which no feature may have
   * @throws IllegalArgumentException if lengths, values or the name are not so, or there are more
   *     classes
   */
  public LabelledData withOffsets(double[] offsets, String column) {
    if (outputs() > 1) {
      throw new IllegalArgumentException(
          "an offset needs two classes, as it is added to one logit, found " + classes.size());
    }
    LabelledData all = with(attributes.withOffsets(column, offsets, labels, manager));
    all.modelSchema(); // whose names must differ
    return all;
  }

  /** What is added to the logits of the rows, if anything. */
  public Optional<Offsets> offsets() {
    return Optional.ofNullable(attributes.offsets());
  }

  /**
   * Returns the same rows with clusters, whose rows may depend on each other. Closing the result
   * closes these.
   *
   * @param ids the cluster of each row, in order; none for independent rows; not copied
   * @throws IllegalArgumentException if their number is neither 0 nor that of the rows
   */
  public LabelledData withClusters(int[] ids) {
    return with(attributes.withClusters(ids, rows()));
  }

  /** Whether the rows have clusters. */
  public boolean isClustered() {
    return attributes.clusters().length > 0;
  }

  /** Returns the clusters of consecutive rows; none if there are none. */
  public int[] clusters(int from, int to) {
    int[] ids = attributes.clusters();
    return isClustered() ? Arrays.copyOfRange(ids, from, to) : ids;
  }

  /**
   * Returns the same rows with groups, whose rows stay together in the folds of a cross-validation.
   * Closing the result closes these.
   *
   * @param ids the group of each row, in order; none where each row is by itself; not copied. Where
   *     rows count trials ({@link #ofTrials}), both rows of a pair are of the same group
   * @throws IllegalArgumentException if their number is neither 0 nor that of the rows, or those of
   *     a pair differ
   */
  public LabelledData withGroups(int[] ids) {
    return with(attributes.withGroups(ids, rows()));
  }

  /**
   * Returns the same rows in an order of time, in which the folds of a cross-validation roll
   * forward; rows of one instant stay together. Closing the result closes these.
   *
   * @param instants that of each row: any numbers that ascend with time; otherwise as for {@link
   *     #withGroups}, which this replaces
   * @throws IllegalArgumentException as there
   */
  public LabelledData withTimes(int[] instants) {
    return with(attributes.withTimes(instants, rows()));
  }

  /** Whether the groups are instants, ascending with time. */
  public boolean isOrdered() {
    return attributes.ordered();
  }

  /** The group of each row, or its instant; empty where each row is by itself. */
  public int[] groups() {
    return attributes.groups().clone();
  }

  /**
   * Returns the same rows with features that are learned anew where rows are {@linkplain #divided
   * divided}. Closing the result closes these. For use within this project.
   */
  public LabelledData withLearning(FeatureLearning learning) {
    return with(attributes.withLearning(learning));
  }

  /** Whether the features are learned anew where rows are divided. */
  public boolean isLearned() {
    return attributes.learning() != null;
  }

  /** A new manager on the device of the features; the caller closes it. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  /** Frees the arrays created here; the features and labels that were passed in stay open. */
  @Override
  public void close() {
    manager.close();
  }
}
