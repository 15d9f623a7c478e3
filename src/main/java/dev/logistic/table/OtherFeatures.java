package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import java.util.List;
import java.util.Map;

/** The features that a second model has for the rows that were read last, in the same reading. */
final class OtherFeatures {

  private final FeatureEncoder encoder;
  private final RowFeatures features;
  private final int width;

  /**
   * @param place of its first column among the selections
   */
  OtherFeatures(TableRows.Other other, int place) {
    this.encoder =
        new FeatureEncoder(other.schema(), new MissingMarkers(other.notMissing()), place);
    this.width = other.schema().width();
    this.features = new RowFeatures(width);
    if (other.leavesOutRows()) {
      encoder.passMissing();
    }
  }

  /** The kinds of columns that both models need; what one reads as text is read so. */
  static void expect(Map<String, Column.Kind> expected, FeatureSchema schema) {
    FeatureEncoder.expected(schema)
        .forEach(
            (name, kind) ->
                expected.merge(
                    name, kind, (own, others) -> others == Column.Kind.TEXT ? others : own));
  }

  int mostRows() {
    return features.mostRows();
  }

  void requireFit(DataType type) {
    encoder.requireFit(type);
  }

  void clear() {
    features.clear();
  }

  /** Reads the cursor's row; false, and without a trace, if it is to be left out. */
  boolean add(Cursor cursor) throws TableException {
    boolean complete = encoder.encode(cursor, features.begin(), features.sink());
    if (complete) {
      features.end();
    } else {
      features.reset();
    }
    return complete;
  }

  void repeat() {
    features.repeat();
  }

  boolean isSparse() {
    return features.isSparse();
  }

  double[] dense() {
    return features.dense();
  }

  SparseRows sparse() {
    SparseRowsBuilder builder = new SparseRowsBuilder(DataType.FLOAT64);
    features.addTo(builder, (feature, value) -> value);
    return builder.build(0, width);
  }

  List<String> warnings() {
    return encoder.warnings();
  }
}
