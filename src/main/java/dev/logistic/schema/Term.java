package dev.logistic.schema;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the cells of an input column as one feature or several. Each kind of term is one class.
 * Immutable.
 */
public sealed interface Term extends Serializable
    permits NumberTerm,
        FlagTerm,
        LevelsTerm,
        MissingTerm,
        IndexedTerm,
        ProductTerm,
        DateTerm,
        TextTerm {

  /** The outcome of encoding a cell. */
  enum Outcome {
    /** Its features have been written. */
    ENCODED,
    /** A text that the training did not see has been encoded as the level that stands for such. */
    UNSEEN,
    /** It is missing, and the term has no value to fill in. */
    MISSING,
    /** Its value cannot be used; {@link Term#expected} states which ones can. */
    REFUSED
  }

  /** Receives the features of a row; those that it does not receive are 0. */
  @FunctionalInterface
  interface Sink {

    /** Receives the value of a feature, on the scale of the column. */
    void accept(int feature, double value);
  }

  /** The name of the input column. */
  String column();

  /** Its own name, in tests of terms: that of the column, unless another term has it. */
  default String name() {
    return column();
  }

  /** What encodes the values of cells: itself, or for a part of dates that of the part. */
  default Term ofValues() {
    return this;
  }

  /** The name of its kind in {@code model.json}. */
  String type();

  /** Whether cells are read as texts. */
  default boolean readsText() {
    return false;
  }

  /** The values that a cell may have, for messages. */
  String expected();

  /** What a missing cell is filled with, a value or the index of a level; null for nothing. */
  @Nullable Double fill();

  /** The number of features. */
  default int width() {
    return 1;
  }

  /**
   * The name of a feature.
   *
   * @param feature from 0 to below the width
   */
  default String featureName(int feature) {
    return column();
  }

  /** The names of the features, in order, each composed when it is asked for. */
  default List<String> featureNames() {
    return new FeatureNames(List.of(this));
  }

  /** The values that a cell can have, the reference first; empty for numbers. */
  default List<String> levels() {
    return List.of();
  }

  /** Levels that the training saw and merged into the reference level. */
  default List<String> merged() {
    return List.of();
  }

  /**
   * Encodes a number.
   *
   * @param from the place of the first feature
   * @return not {@link Outcome#MISSING}
   */
  Outcome encodeNumber(double value, int from, Sink sink);

  /**
   * Encodes a value: a number, a boolean or a text that is not empty.
   *
   * @param from the place of the first feature
   * @return not {@link Outcome#MISSING}
   */
  Outcome encode(Object cell, int from, Sink sink);

  /**
   * Encodes a missing cell.
   *
   * @param from the place of the first feature
   * @return {@link Outcome#MISSING} or {@link Outcome#ENCODED}
   */
  default Outcome encodeMissing(int from, Sink sink) {
    Double fill = fill();
    if (fill == null) {
      return Outcome.MISSING;
    }
    sink.accept(from, fill);
    return Outcome.ENCODED;
  }
}
