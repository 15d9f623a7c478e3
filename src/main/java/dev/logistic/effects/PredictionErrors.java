package dev.logistic.effects;

import dev.logistic.data.SparseRows;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.KeptCovariance;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Records;
import dev.logistic.schema.RowEncoder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The standard errors of a model's predictions, which follow from the covariance of its
 * coefficients: robust ones if that is. As R's {@code predict(m, rows, se.fit = TRUE)}. Safe for
 * several threads; the model stays the caller's, and must be open.
 *
 * <pre>{@code
 * PredictionErrors errors = PredictionErrors.of(model, ModelDirectory.covariance(directory).get());
 * PredictionErrors.Estimate estimate = errors.predict(Map.of("age", 41, "city", "Bern"));
 * System.out.println(estimate.low(0.95) + " to " + estimate.high(0.95));
 * }</pre>
 */
public final class PredictionErrors {

  private final LogisticModel model;
  private final RowEncoder encoder;
  private final LinearErrors errors;

  /**
   * A prediction with its precision.
   *
   * @param logit of the positive class
   * @param logitError the standard error of the logit
   */
  public record Estimate(double logit, double logitError) {

    /** The probability of the positive class, 0 to 1. */
    public double probability() {
      return ClassProbabilities.sigmoid(logit);
    }

    /**
     * The standard error of the probability by the delta method, {@code p (1 - p)} times that of
     * the logit: R's {@code predict(m, rows, type = "response", se.fit = TRUE)}. An interval by it
     * may reach below 0 or above 1; {@link #low} and {@link #high} do not.
     */
    public double probabilityError() {
      return probability() * ClassProbabilities.sigmoid(-logit) * logitError;
    }

    /**
     * Returns the lower end of the probability's confidence interval: that of the logit,
     * transformed.
     *
     * @param level from 0.5 to below 1
     * @throws IllegalArgumentException if it is not so
     */
    public double low(double level) {
      return end(-new ConfidenceLevel(level).standardErrors());
    }

    /** Returns the upper end; as {@link #low}. */
    public double high(double level) {
      return end(new ConfidenceLevel(level).standardErrors());
    }

    private double end(double standardErrors) {
      return ClassProbabilities.sigmoid(logit + standardErrors * logitError);
    }
  }

  private PredictionErrors(LogisticModel model, CovarianceMatrix covariance) {
    this.model = model;
    this.encoder = new RowEncoder(model.card().schema());
    this.errors = new LinearErrors(covariance, model.card().features());
  }

  /**
   * Returns those of a model as a training has created it.
   *
   * @throws IllegalArgumentException if there are more than two classes, or the model has no
   *     covariance, as after it was loaded; states why
   */
  public static PredictionErrors of(LogisticModel model) {
    return of(
        model, KeptCovariance.of(model.card()).require("standard errors of predictions need"));
  }

  /**
   * Returns those of a model with the covariance that was saved with it.
   *
   * @param covariance from {@link dev.logistic.model.ModelDirectory#covariance}
   * @throws IllegalArgumentException if there are more than two classes, or the covariance is of
   *     another number of coefficients
   */
  public static PredictionErrors of(LogisticModel model, CovarianceMatrix covariance) {
    ModelCard card = model.card();
    if (card.outputs() > 1) {
      throw new IllegalArgumentException(
          "standard errors of predictions are computed for models of two classes; this one has %d"
              .formatted(card.classes().size()));
    }
    int coefficients = card.learnedFeatures() + 1;
    if (covariance.size() != coefficients) {
      throw new IllegalArgumentException(
          "expected the covariance of the model's %d coefficients, found one of %d"
              .formatted(coefficients, covariance.size()));
    }
    return new PredictionErrors(
        model, card.offset().isPresent() ? withOffset(covariance) : covariance);
  }

  /** The weight of an offset, which is the last, is known. */
  private static CovarianceMatrix withOffset(CovarianceMatrix covariance) {
    int size = covariance.size();
    double[] values = new double[(size + 1) * (size + 1)];
    for (int i = 0; i < size; i++) {
      System.arraycopy(covariance.row(i), 0, values, i * (size + 1), size);
    }
    return new CovarianceMatrix(size + 1, values);
  }

  /** The model. */
  LogisticModel model() {
    return model;
  }

  /** Those of other linear combinations of the coefficients. */
  LinearErrors linear() {
    return errors;
  }

  /**
   * Predicts a row.
   *
   * @param row a value for each feature, on the scale of the columns
   * @throws IllegalArgumentException if its length differs, a value is not finite, or rounding
   *     hides the standard error, as of columns far from 0
   */
  public Estimate predict(double... row) {
    FeatureRow.require(row, model.card().schema(), "the row");
    return new Estimate(model.logits(row, 1)[0], ofLogits(row, 1)[0]);
  }

  /**
   * Predicts a row given as cells by column.
   *
   * @param row as for {@link LogisticModel#probability(Map)}
   */
  public Estimate predict(Map<String, ? extends @Nullable Object> row) {
    return predict(encoder.encode(row));
  }

  /** Predicts a record, whose components are the cells; as {@link #predict(Map)}. */
  public Estimate predict(Record row) {
    return predict(Records.cells(row));
  }

  /**
   * Returns the standard errors of the logits of rows in a Java array.
   *
   * @param features on the scale of the columns, row by row, from the start of the array
   * @param rows their number
   * @throws IllegalArgumentException if rounding hides one
   */
  public double[] ofLogits(double[] features, int rows) {
    return errors.ofLogits(features, rows);
  }

  /**
   * Returns the standard errors of the logits of sparse rows.
   *
   * @param rows on the scale of the columns
   * @throws IllegalArgumentException if the number of columns differs, or rounding hides one
   */
  public double[] ofLogits(SparseRows rows) {
    int width = model.card().schema().width();
    if (rows.width() != width) {
      throw new IllegalArgumentException(
          "expected rows of %d columns, found %d".formatted(width, rows.width()));
    }
    double[] all = new double[Math.toIntExact(rows.rows())];
    rows.forEach(
        0,
        rows.blocks(),
        (block, place) -> {
          int first = place * rows.blockRows();
          for (int row = 0; row < block.rows(); row++) {
            int from = block.start(row);
            int end = block.start(row + 1);
            all[first + row] =
                errors.ofLogit(
                    Arrays.copyOfRange(block.columns(), from, end),
                    Arrays.copyOfRange(block.values(), from, end));
          }
        });
    return all;
  }
}
