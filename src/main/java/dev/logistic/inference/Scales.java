package dev.logistic.inference;

import dev.logistic.schema.FeatureSchema;

/** Converts values of single features between the scale of the columns and that of the training. */
final class Scales {

  private Scales() {}

  /** A value of a column as the training has it. */
  static double scaled(FeatureSchema schema, int feature, double value) {
    return schema
        .standardization()
        .map(by -> (value - by.means().get(feature)) / by.scales().get(feature))
        .orElse(value);
  }

  /** A value of the training as the column has it. */
  static double raw(FeatureSchema schema, int feature, double value) {
    return schema
        .standardization()
        .map(by -> value * by.scales().get(feature) + by.means().get(feature))
        .orElse(value);
  }
}
