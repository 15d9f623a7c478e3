package dev.logistic.schema;

import org.jspecify.annotations.Nullable;

/**
 * A row of features in a Java array, as callers hand it over to be scored. For use within this
 * project.
 */
public final class FeatureRow {

  private FeatureRow() {}

  /**
   * Checks that a row can be scored.
   *
   * @param row features on the scale of the columns
   * @param place of the row, as messages name it: {@code row 3}
   * @throws IllegalArgumentException if it is null, has another length than the schema, or has a
   *     value that is not finite; the message names the feature
   */
  public static void require(double @Nullable [] row, FeatureSchema schema, String place) {
    int width = schema.width();
    if (row == null || row.length != width) {
      throw new IllegalArgumentException(
          "expected %d features in %s, found %s"
              .formatted(width, place, row == null ? "null" : Integer.toString(row.length)));
    }
    for (int feature = 0; feature < width; feature++) {
      if (!Double.isFinite(row[feature])) {
        throw new IllegalArgumentException(
            "expected a finite number for feature \"%s\" in %s, found %s"
                .formatted(schema.featureNames().get(feature), place, row[feature]));
      }
    }
  }
}
