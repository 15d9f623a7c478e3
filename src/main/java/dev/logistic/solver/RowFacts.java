package dev.logistic.solver;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Offsets;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.FeatureSchema;
import java.util.List;
import java.util.Optional;

/**
 * Facts about training rows.
 *
 * @param schema what the columns are, with the standardization that has been applied to the rows
 * @param classes what the labels 0, 1 and so on mean, two or more
 * @param classRows rows of each class; a class with rows has a positive weight
 * @param weightSum the sum of the weights of rows, those of classes included; the number of rows if
 *     unweighted
 * @param weighted whether rows have weights
 * @param type of features and parameters: float32 or float64
 * @param sparse whether some rows are sparse
 * @param offset the name of what is added to the logits of the rows; empty for nothing
 */
public record RowFacts(
    FeatureSchema schema,
    List<String> classes,
    List<Long> classRows,
    double weightSum,
    boolean weighted,
    DataType type,
    boolean sparse,
    Optional<String> offset) {

  /** Facts about rows without an offset. */
  public RowFacts(
      FeatureSchema schema,
      List<String> classes,
      List<Long> classRows,
      double weightSum,
      boolean weighted,
      DataType type,
      boolean sparse) {
    this(schema, classes, classRows, weightSum, weighted, type, sparse, Optional.empty());
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if their lengths do not fit, or there are no rows or weights
   */
  public RowFacts {
    classes = List.copyOf(classes);
    classRows = List.copyOf(classRows);
    if (classes.size() < 2 || classRows.size() != classes.size()) {
      throw new IllegalArgumentException(
          "there must be two classes or more with a number of rows each, were %s and %s"
              .formatted(classes, classRows));
    }
    if (classRows.stream().noneMatch(rows -> rows > 0) || !(weightSum > 0)) {
      throw new IllegalArgumentException(
          "there must be rows that weigh something, were %s and %s"
              .formatted(classRows, weightSum));
    }
  }

  /** The schema of a model of these rows; with an offset it has one more feature. */
  public FeatureSchema modelSchema() {
    return offset.map(name -> Offsets.appended(schema, name)).orElse(schema);
  }

  /** Number of rows. */
  public long rows() {
    return classRows.stream().mapToLong(Long::longValue).sum();
  }

  /** Number of logits per row: one for two classes, and one per class for more. */
  public int outputs() {
    return ClassProbabilities.outputs(classes.size());
  }
}
