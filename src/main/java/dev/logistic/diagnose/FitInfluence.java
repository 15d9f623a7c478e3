package dev.logistic.diagnose;

import dev.logistic.diagnose.Diagnostics.VarianceInflation;
import dev.logistic.evaluate.Scores;
import dev.logistic.inference.Influence;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How each row of a fit moves its coefficients, and how its terms inflate each other's variances;
 * see {@link Diagnostics} for the formulas.
 */
final class FitInfluence {

  /** A leverage above this is 1, as far as float64 can distinguish. */
  private static final double WHOLE = 1 - 10 * Math.ulp(1.0);

  private final Influence influence;
  private final Residuals residuals;
  private final double[] leverages;
  private final FeatureSchema schema;
  private final int coefficients;

  FitInfluence(Influence influence, Residuals residuals, FeatureSchema schema) {
    this.influence = influence;
    this.residuals = residuals;
    this.leverages = influence.rows().leverages();
    this.schema = schema;
    this.coefficients = schema.width() + 1;
  }

  double leverage(int row) {
    return Math.min(1, leverages[row]);
  }

  double cooksDistance(int row) {
    double h = leverage(row);
    return h > WHOLE
        ? Double.NaN
        : Residuals.square(residuals.pearson(row) / (1 - h)) * h / coefficients;
  }

  double[] dfbetas(int row, double[] features, int from) {
    double[] all = influence.shifts(features, from);
    double h = leverage(row);
    double residual = residuals.deviance(row);
    double left =
        (residuals.deviance() - Residuals.square(residual) / (1 - h))
            / (residuals.counted() - coefficients - 1);
    Scores scores = residuals.scores();
    double logit = Math.abs(scores.logit(row));
    double root = Math.sqrt(scores.weight(row)) * Math.exp(-logit / 2) / (1 + Math.exp(-logit));
    double factor = h > WHOLE ? Double.NaN : root * residual / (1 - h) / Math.sqrt(left);
    Arrays.setAll(all, i -> all[i] * factor);
    return all;
  }

  List<VarianceInflation> varianceInflation() {
    List<VarianceInflation> all = new ArrayList<>();
    if (schema.isIndexed()) {
      for (int i = 0; i < schema.width(); i++) {
        String name = schema.featureNames().get(i);
        all.add(new VarianceInflation(name, 1, influence.varianceInflation(i, 1)));
      }
      return all;
    }
    int from = 0;
    for (Term term : schema.terms()) {
      if (term.width() > 0) {
        double gvif = influence.varianceInflation(from, term.width());
        all.add(new VarianceInflation(term.name(), term.width(), gvif));
      }
      from += term.width();
    }
    return all;
  }
}
