package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import org.jspecify.annotations.Nullable;

/**
 * Standardizes features of sparse rows. Numbers are standardized before they are stored, so that
 * none of their digits are lost; indicators are scaled, and centered without being stored as such.
 */
final class SparseScaling {

  private final double[] means; // subtracted before values are stored
  private final double[] scales;
  private final double @Nullable [] centers; // subtracted without being stored

  SparseScaling(FeatureSchema schema) {
    int width = schema.width();
    Standardization known =
        schema.standardization().orElseGet(() -> Standardization.identity(width));
    this.means = new double[width];
    this.scales = known.scales().stream().mapToDouble(Double::doubleValue).toArray();
    boolean centered = schema.standardization().isPresent() && schema.scaledWidth() > 0;
    this.centers = centered ? new double[width] : null;
    int feature = 0;
    for (Term term : schema.terms()) {
      for (int i = feature; i < feature + term.width(); i++) {
        double mean = known.means().get(i);
        if (!hasIndicators(term)) {
          means[i] = mean;
        } else if (centers != null) {
          centers[i] = mean / scales[i];
        }
      }
      feature += term.width();
    }
  }

  /** What is subtracted from each feature without being stored; null for nothing. */
  double @Nullable [] centers() {
    return centers;
  }

  /** The mean of a number, and 0 of an indicator. */
  double mean(int feature) {
    return means[feature];
  }

  /** The value of a feature to be stored. */
  double scaled(int feature, double value) {
    return (value - means[feature]) / scales[feature];
  }

  /** The value of a feature that has been shifted by its mean. */
  double ofShifted(int feature, double value) {
    return value / scales[feature];
  }

  /** Whether features of a row may be absent, which then are 0. */
  private static boolean hasIndicators(Term term) {
    return term instanceof LevelsTerm
        || term instanceof TextTerm
        || (term instanceof ProductTerm && !ExpandedCells.isOfNumbers(term));
  }
}
