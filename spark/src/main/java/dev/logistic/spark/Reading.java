package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor must know to read rows into blocks.
 *
 * @param columns where the rows' parts come from, for messages
 * @param featureNames of the places of a vector where they are known; else empty
 * @param classes how many classes the label's metadata name, which no label may reach; 0 where
 *     nothing is known
 * @param type of features and parameters: float32 or float64
 * @param standardize whether features will be standardized
 * @param mostBytes of blocks that one executor may keep; 0 for what the machine has besides its
 *     heap
 */
record Reading(
    RowColumns columns,
    List<String> featureNames,
    int classes,
    DataType type,
    boolean standardize,
    long mostBytes)
    implements Serializable {

  /** The name of a feature, as the model will have it. */
  String featureName(int place) {
    return featureNames.isEmpty() ? "x" + place : featureNames.get(place);
  }
}
