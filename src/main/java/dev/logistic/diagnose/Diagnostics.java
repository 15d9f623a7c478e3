package dev.logistic.diagnose;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.inference.Influence;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Diagnostics of an unpenalised fit of two classes: residuals of each row, its leverage and
 * influence on the coefficients, and tests of the whole fit. Influence is known for the rows of the
 * fit alone; residuals and tests for any rows. Definitions are those of R's {@code glm} with the
 * rows' weights w as prior weights; y is 1 for the positive class, p its probability, k the number
 * of coefficients including the bias. Immutable, in float64.
 *
 * <pre>{@code
 * Diagnostics diagnostics = Diagnostics.ofFit(model, rows);
 * double cook = diagnostics.cooksDistance(0);
 * }</pre>
 */
public final class Diagnostics {

  private final Residuals residuals;
  private final Optional<FitInfluence> influence; // of rows of the fit

  private Diagnostics(ModelCard card, Scores scores, Optional<Influence> influence) {
    this.residuals = new Residuals(scores);
    this.influence = influence.map(known -> new FitInfluence(known, residuals, card.schema()));
  }

  /**
   * Diagnoses the rows of the fit.
   *
   * @param rows those that the model was trained on, on their scale or as prepared by its schema,
   *     with their weights; not needed afterwards
   * @throws IllegalArgumentException if the model has no statistics that this could rest on, or the
   *     rows are not those of its training
   */
  public static Diagnostics ofFit(LogisticModel model, LabelledData rows) {
    FittedRows fitted = FittedRows.of(model, rows);
    return new Diagnostics(model.card(), fitted.scores(), Optional.of(fitted.influence()));
  }

  /**
   * Diagnoses other rows, without leverage and influence.
   *
   * @param scores of the rows by the model
   * @throws IllegalArgumentException if the model has no statistics that this could rest on
   */
  public static Diagnostics of(LogisticModel model, Scores scores) {
    requireStatistics(model.card());
    return new Diagnostics(model.card(), scores, Optional.empty());
  }

  /**
   * Checks that a model's fit has diagnostics.
   *
   * @throws IllegalArgumentException if it has not, with the reason and the remedy
   */
  public static FitStatistics requireStatistics(ModelCard card) {
    return FitRequirements.statistics(card);
  }

  /** Whether these are the rows of the fit, so that leverage and influence are known. */
  public boolean ofFit() {
    return influence.isPresent();
  }

  /** Number of rows. */
  public int rows() {
    return scores().rows();
  }

  /** Logits, classes and weights of the rows. */
  public Scores scores() {
    return residuals.scores();
  }

  /** The sum of the squared deviance residuals, {@code -2 * logLikelihood}. */
  public double deviance() {
    return residuals.deviance();
  }

  /** The sum of the squared Pearson residuals. */
  public double pearsonChi2() {
    return residuals.pearsonChi2();
  }

  /** {@code sqrt(w) (y - p) / sqrt(p (1 - p))}; infinite where the row's class is impossible. */
  public double pearsonResidual(int row) {
    return residuals.pearson(row);
  }

  /** The signed root of the row's part of the deviance, {@code sqrt(-2 w log p)} of its class. */
  public double devianceResidual(int row) {
    return residuals.deviance(row);
  }

  /**
   * The leverage {@code h = w p (1 - p) x' A^-1 x} with the information A, from 0 to 1; their sum
   * is k.
   *
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public double leverage(int row) {
    return influence().leverage(row);
  }

  private FitInfluence influence() {
    return influence.orElseThrow(
        () -> new IllegalStateException("leverage and influence are known for the rows of a fit"));
  }

  /**
   * Cook's distance, {@code r^2 h / (1 - h)^2 / k} with the Pearson residual r; NaN for a leverage
   * of 1.
   *
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public double cooksDistance(int row) {
    return influence().cooksDistance(row);
  }

  /**
   * How far each coefficient moves if the row is left out, in standard errors, as R's {@code
   * dfbetas} has it: {@code A^-1 x sqrt(w p (1 - p)) d / (1 - h)}, with the deviance residual d,
   * divided by the standard errors of the coefficients and by {@code s}, where {@code s^2} is the
   * deviance without the row, {@code (D - d^2 / (1 - h)) / (n - k - 1)}. NaN for a leverage of 1,
   * and where there are too few rows.
   *
   * @param features of the row, on the scale of the columns
   * @return the bias first, then the features in order
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public double[] dfbetas(int row, double[] features) {
    return dfbetas(row, features, 0);
  }

  /**
   * As {@link #dfbetas(int, double[])}, with the features of several rows.
   *
   * @param from index of the row's first one
   */
  public double[] dfbetas(int row, double[] features, int from) {
    return influence().dfbetas(row, features, from);
  }

  /** Returns the rows of the greatest Cook's distance, the greatest first. */
  public List<Integer> mostInfluential(int most) {
    double[] distances = IntStream.range(0, rows()).mapToDouble(this::cooksDistance).toArray();
    return IntStream.range(0, rows())
        .filter(row -> distances[row] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -distances[row]))
        .limit(most)
        .toList();
  }

  /**
   * Returns the test of Hosmer and Lemeshow.
   *
   * @param groups how many there are at most, usually 10
   * @throws IllegalArgumentException if there are fewer than 3
   */
  public HosmerLemeshow hosmerLemeshow(int groups) {
    if (groups < HosmerLemeshow.FEWEST_GROUPS) {
      throw new IllegalArgumentException(
          "expected at least %d groups, found %d".formatted(HosmerLemeshow.FEWEST_GROUPS, groups));
    }
    return ProbabilityGroups.test(scores(), groups, ofFit());
  }

  /**
   * Returns slope and intercept of the calibration; empty where the logits separate the classes.
   */
  public Optional<CalibrationLine> calibration() {
    return CalibrationFit.of(scores());
  }

  /**
   * Returns the variance inflation of each term: a column with all its indicators.
   *
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public List<VarianceInflation> varianceInflation() {
    return influence().varianceInflation();
  }

  /**
   * The test of Hosmer and Lemeshow (1980), with its groups: rows are cut at quantiles of the
   * predicted probability, and the positives of each group compared with those expected. Rows of
   * equal probability are in the same group, so that there may be fewer groups than requested, of
   * different size.
   *
   * @param groups by ascending probability
   * @param df degrees of freedom: the number of groups, minus 2 for rows of the fit
   */
  public record HosmerLemeshow(List<Group> groups, int df) {

    /** Fewer groups cannot show how a fit deviates. */
    static final int FEWEST_GROUPS = 3;

    /** Copies the groups. */
    public HosmerLemeshow {
      groups = List.copyOf(groups);
    }

    /**
     * A group of rows.
     *
     * @param from the smallest probability in it
     * @param to the greatest one
     * @param rows their number, or the sum of their weights
     * @param positives how many of them are of the positive class
     * @param expected how many are expected to be: the sum of the probabilities
     */
    public record Group(double from, double to, double rows, double positives, double expected) {

      private double chi2() {
        double difference = positives - expected;
        return share(difference, expected) + share(difference, rows - expected);
      }

      /** 0 where nothing is expected and nothing found. */
      private static double share(double difference, double expected) {
        return difference == 0 ? 0 : difference * difference / expected;
      }
    }

    /** Whether there are enough groups: at least 3. */
    public boolean isDefined() {
      return groups.size() >= FEWEST_GROUPS;
    }

    /**
     * The statistic: the sum over groups and classes of {@code (observed - expected)^2 / expected};
     * NaN if it is not defined.
     */
    public double chi2() {
      return isDefined() ? groups.stream().mapToDouble(Group::chi2).sum() : Double.NaN;
    }

    /**
     * How probable a statistic at least as large is if the probabilities are right, by chi-squared.
     */
    public double p() {
      double chi2 = chi2();
      return Double.isFinite(chi2)
          ? RegularizedGamma.Q.value(df / 2.0, chi2 / 2)
          : Double.isNaN(chi2) ? Double.NaN : 0;
    }
  }

  /**
   * The logistic regression of the class on the model's logit, {@code logit' = intercept + slope *
   * logit} (Cox 1958). A perfectly calibrated model has intercept 0 and slope 1, as every
   * unpenalised fit has on its own rows. On new rows a slope below 1 shows that probabilities are
   * too extreme, as of a model that fits too closely.
   *
   * @param intercept of that line
   * @param interceptError its standard error, from the likelihood
   * @param slope of that line
   * @param slopeError its standard error
   */
  public record CalibrationLine(
      double intercept, double interceptError, double slope, double slopeError) {}

  /**
   * How much the other terms inflate the variance of a term's coefficients.
   *
   * @param term name of the column
   * @param df number of its coefficients
   * @param gvif generalised variance inflation factor; for one coefficient the usual factor, {@code
   *     1 / (1 - R2)} where the rows are weighted by {@code p (1 - p)}; at least 1 except for
   *     rounding
   */
  public record VarianceInflation(String term, int df, double gvif) {

    /**
     * {@code gvif^(1 / (2 df))}, comparable between terms: how many times as long the term makes
     * the axes of its confidence region.
     */
    public double adjusted() {
      return Math.pow(gvif, 0.5 / df);
    }
  }
}
