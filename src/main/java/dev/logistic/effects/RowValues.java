package dev.logistic.effects;

import dev.logistic.schema.Term;
import java.util.Arrays;

/** The features of a row that differ from 0, on the scale of the columns. For one thread. */
final class RowValues implements Term.Sink {

  private int[] features = new int[16];
  private double[] values = new double[16];
  private int size;

  /** Removes all. */
  void clear() {
    size = 0;
  }

  @Override
  public void accept(int feature, double value) {
    if (value == 0) {
      return;
    }
    if (size == features.length) {
      features = Arrays.copyOf(features, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    features[size] = feature;
    values[size++] = value;
  }

  /** The number of features that differ from 0. */
  int size() {
    return size;
  }

  /** The place of one of them among all features. */
  int feature(int i) {
    return features[i];
  }

  double value(int i) {
    return values[i];
  }
}
