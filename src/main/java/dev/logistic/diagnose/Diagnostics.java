package dev.logistic.diagnose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.inference.Influence;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.solver.WholeData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** Log-likelihoods of the same rows differ by rounding alone. */
  private static final double SAME = 1e-6;

  /** A leverage above this is 1, as far as float64 can distinguish. */
  private static final double WHOLE = 1 - 10 * Math.ulp(1.0);

  private static final String GROUPED =
      "diagnostics are not defined for events among trials (data.trials): train on one row for each trial";

  private final ModelCard card;
  private final Scores scores;
  private final Optional<Influence> influence;
  private final double[] leverages;
  private final double deviance;
  private final long counted;

  private Diagnostics(ModelCard card, Scores scores, Optional<Influence> influence) {
    this.card = card;
    this.scores = scores;
    this.influence = influence;
    this.leverages = influence.map(known -> known.rows().leverages()).orElse(new double[0]);
    this.deviance = sum(row -> square(devianceResidual(row)));
    this.counted = IntStream.range(0, scores.rows()).filter(this::counts).count();
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
    Optional<Standardization> scaling = model.card().schema().standardization();
    if (scaling.isPresent() && !rows.isStandardized()) {
      try (LabelledData prepared = rows.standardizedBy(scaling.get())) {
        return ofPrepared(model, prepared);
      }
    }
    return ofPrepared(model, rows);
  }

  private static Diagnostics ofPrepared(LogisticModel model, LabelledData rows) {
    ModelCard card = model.card();
    FitStatistics statistics = requireStatistics(card);
    if (rows.isGrouped()) {
      throw new IllegalArgumentException(GROUPED);
    }
    String prior = card.settings().getOrDefault("train.prior", "");
    if (!prior.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a model as it was fitted, found one whose bias was corrected by train.prior=%s: train it without, or diagnose it on rows of the population"
              .formatted(prior));
    }
    if (!rows.classes().equals(card.classes()) || rows.columns() != card.schema().width()) {
      throw others(card);
    }
    Coefficients fitted = model.coefficients();
    double[] packed =
        Stream.concat(fitted.weights().stream(), Stream.of(fitted.bias()))
            .mapToDouble(Double::doubleValue)
            .toArray();
    Optional<Influence> influence;
    try (WholeData all = new WholeData(rows)) {
      influence = Influence.at(all, packed, statistics.isFirth());
    }
    double expected = statistics.logLikelihood();
    boolean same =
        influence
            .filter(at -> Math.abs(at.logLikelihood() - expected) <= SAME * Math.abs(expected))
            .isPresent();
    if (!same || rows.rows() != card.trainingData().rows()) {
      throw others(card);
    }
    Scores unweighted = Scores.ofLogits(influence.get().rows().logits(), positive(rows));
    Scores scores = weights(rows).map(unweighted::withWeights).orElse(unweighted);
    return new Diagnostics(card, scores, influence);
  }

  private static IllegalArgumentException others(ModelCard card) {
    return new IllegalArgumentException(
        "expected the %d rows that the model was trained on, with their weights, found other rows: leverage and influence are defined for rows of the fit"
            .formatted(card.trainingData().rows()));
  }

  private static boolean[] positive(LabelledData rows) {
    try (NDArray found = rows.labels().gt(0)) {
      return found.toBooleanArray();
    }
  }

  private static Optional<double[]> weights(LabelledData rows) {
    return rows.weights()
        .map(
            weights -> {
              try (NDArray wide = weights.toType(DataType.FLOAT64, true)) {
                return wide.toDoubleArray();
              }
            });
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
    if (card.classes().size() > 2) {
      throw new IllegalArgumentException(
          "diagnostics are defined for two classes, and the model has %d"
              .formatted(card.classes().size()));
    }
    if (!card.settings().getOrDefault("data.trials", "").isEmpty()) {
      throw new IllegalArgumentException(GROUPED);
    }
    if (card.offset().isPresent()) {
      throw new IllegalArgumentException(
          "diagnostics are not computed for a model with an offset (data.offset), and the logits of this one have \"%s\" added"
              .formatted(card.offset().get()));
    }
    FitStatistics statistics =
        card.statistics()
            .known()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "diagnostics need a model with statistics, and this one has none: "
                            + card.statistics().refused().orElseThrow()));
    if (statistics.ofSurvey()) {
      throw new IllegalArgumentException(
          "diagnostics are not defined for the weights of a survey (data.weight-kind=sampling), which are not numbers of rows");
    }
    return statistics;
  }

  /** Whether these are the rows of the fit, so that leverage and influence are known. */
  public boolean ofFit() {
    return influence.isPresent();
  }

  /** Number of rows. */
  public int rows() {
    return scores.rows();
  }

  /** Logits, classes and weights of the rows. */
  public Scores scores() {
    return scores;
  }

  /** The sum of the squared deviance residuals, {@code -2 * logLikelihood}. */
  public double deviance() {
    return deviance;
  }

  /** The sum of the squared Pearson residuals. */
  public double pearsonChi2() {
    return sum(row -> square(pearsonResidual(row)));
  }

  private interface Figure {
    double of(int row);
  }

  private double sum(Figure figure) {
    return IntStream.range(0, scores.rows()).filter(this::counts).mapToDouble(figure::of).sum();
  }

  private static double square(double value) {
    return value * value;
  }

  private boolean counts(int row) {
    return scores.weight(row) > 0;
  }

  /** {@code sqrt(w) (y - p) / sqrt(p (1 - p))}; infinite where the row's class is impossible. */
  public double pearsonResidual(int row) {
    boolean positive = scores.positive(row);
    double size = Math.exp((positive ? -scores.logit(row) : scores.logit(row)) / 2);
    return Math.sqrt(scores.weight(row)) * (positive ? size : -size);
  }

  /** The signed root of the row's part of the deviance, {@code sqrt(-2 w log p)} of its class. */
  public double devianceResidual(int row) {
    boolean positive = scores.positive(row);
    double wrong = positive ? -scores.logit(row) : scores.logit(row);
    double loss = Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    double size = Math.sqrt(2 * scores.weight(row) * loss);
    return positive ? size : -size;
  }

  /**
   * The leverage {@code h = w p (1 - p) x' A^-1 x} with the information A, from 0 to 1; their sum
   * is k.
   *
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public double leverage(int row) {
    influence();
    return Math.min(1, leverages[row]);
  }

  private Influence influence() {
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
    double h = leverage(row);
    return h > WHOLE ? Double.NaN : square(pearsonResidual(row) / (1 - h)) * h / coefficients();
  }

  private int coefficients() {
    return card.schema().width() + 1;
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
    double[] all = influence().shifts(features, from);
    double h = leverage(row);
    double residual = devianceResidual(row);
    double left = (deviance - square(residual) / (1 - h)) / (counted - coefficients() - 1);
    double logit = Math.abs(scores.logit(row));
    double root = Math.sqrt(scores.weight(row)) * Math.exp(-logit / 2) / (1 + Math.exp(-logit));
    double factor = h > WHOLE ? Double.NaN : root * residual / (1 - h) / Math.sqrt(left);
    Arrays.setAll(all, i -> all[i] * factor);
    return all;
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
    return ProbabilityGroups.test(scores, groups, ofFit());
  }

  /**
   * Returns slope and intercept of the calibration; empty where the logits separate the classes.
   */
  public Optional<CalibrationLine> calibration() {
    return CalibrationFit.of(scores);
  }

  /**
   * Returns the variance inflation of each term: a column with all its indicators.
   *
   * @throws IllegalStateException if these are not the rows of the fit
   */
  public List<VarianceInflation> varianceInflation() {
    Influence known = influence();
    FeatureSchema schema = card.schema();
    List<VarianceInflation> all = new ArrayList<>();
    if (schema.isIndexed()) {
      for (int i = 0; i < schema.width(); i++) {
        String name = schema.featureNames().get(i);
        all.add(new VarianceInflation(name, 1, known.varianceInflation(i, 1)));
      }
      return all;
    }
    int from = 0;
    for (Term term : schema.terms()) {
      if (term.width() > 0) {
        double gvif = known.varianceInflation(from, term.width());
        all.add(new VarianceInflation(term.name(), term.width(), gvif));
      }
      from += term.width();
    }
    return all;
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
