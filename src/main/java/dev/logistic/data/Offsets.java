package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is added to the logit of each row. A training does not see it as a feature; its model does,
 * as the last one, whose weight is 1, so that whatever reads or exports models needs no other rule.
 * For use within this project.
 *
 * @param column its name
 * @param values of the rows: shape (rows, 1), of the type and on the device of the features
 */
public record Offsets(String column, NDArray values) {

  /**
   * Checks and copies offsets.
   *
   * @param owner of the array
   * @param labels of the rows, in the type and on the device that the array will have
   * @throws IllegalArgumentException naming row and value of the first that is not a finite number
   *     in the type of the features; or if there is not one for each row
   */
  static Offsets of(String column, double[] values, NDArray labels, NDManager owner) {
    long rows = labels.getShape().get(0);
    if (values.length != rows) {
      throw new IllegalArgumentException(
          "expected an offset for each of %d rows, found %d".formatted(rows, values.length));
    }
    DataType type = labels.getDataType();
    double most = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    for (int row = 0; row < values.length; row++) {
      if (!(Math.abs(values[row]) <= most)) {
        throw new IllegalArgumentException(
            "offsets must be finite numbers in %s, was %s in row %d"
                .formatted(type.name().toLowerCase(Locale.ROOT), values[row], row));
      }
    }
    try (NDManager scratch = owner.newSubManager()) {
      NDArray copy = scratch.create(values, new Shape(rows, 1)).toType(type, false);
      copy.attach(owner);
      NDScope.unregister(copy); // a caller's scope does not end it
      return new Offsets(column, copy);
    }
  }

  /** Returns the schema of a model whose training had some features and an offset. */
  public static FeatureSchema appended(FeatureSchema schema, String column) {
    List<Term> terms = new ArrayList<>(schema.terms());
    terms.add(new NumberTerm(column));
    return new FeatureSchema(
        terms,
        schema
            .standardization()
            .map(
                known ->
                    new Standardization(
                        appended(known.means(), 0.0), appended(known.scales(), 1.0))));
  }

  private static List<Double> appended(List<Double> numbers, double last) {
    List<Double> all = new ArrayList<>(numbers);
    all.add(last);
    return all;
  }

  /** Returns the standardization of the features, without the offset, which is not one of them. */
  public static Optional<Standardization> removedFrom(Optional<Standardization> ofModel) {
    return ofModel.map(
        known ->
            new Standardization(
                known.means().subList(0, known.means().size() - 1),
                known.scales().subList(0, known.scales().size() - 1)));
  }
}
