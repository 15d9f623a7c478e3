package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import java.io.Serializable;
import java.util.List;

/**
 * How an executor reads rows into blocks.
 *
 * @param columns the rows' columns, for messages
 * @param featureNames of the components of a vector; empty if unknown
 * @param classes number of classes in the label's metadata, which labels must be below; 0 if
 *     unknown
 * @param type of features and parameters: float32 or float64
 * @param standardize whether features will be standardized
 * @param mostBytes most bytes of blocks in one executor; 0 for the machine's memory without the
 *     heap
 */
record ReadPlan(
    RowColumns columns,
    List<String> featureNames,
    int classes,
    DataType type,
    boolean standardize,
    long mostBytes)
    implements Serializable {

  /** The name of a feature in the model. */
  String featureName(int place) {
    return featureNames.isEmpty() ? "x" + place : featureNames.get(place);
  }
}
