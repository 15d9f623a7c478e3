package dev.logistic.inference;

import dev.logistic.schema.FeatureSchema;

/** Converts values of single features between the scale of the columns and that of the training. */
final class Scales {

  private Scales() {}

  /** Converts a value of a column to the training's scale. */
  static double scaled(FeatureSchema schema, int feature, double value) {
    return schema
        .standardization()
        .map(by -> (value - by.means().get(feature)) / by.scales().get(feature))
        .orElse(value);
  }

  /** Converts a value of the training to the column's scale. */
  static double raw(FeatureSchema schema, int feature, double value) {
    return schema
        .standardization()
        .map(by -> value * by.scales().get(feature) + by.means().get(feature))
        .orElse(value);
  }
}
