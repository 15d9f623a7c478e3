package dev.logistic.inference;

import dev.logistic.config.Intervals;
import dev.logistic.config.Tests;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Penalty;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.FitStatistics.PenalisedLikelihoods;
import dev.logistic.schema.ProfileInterval;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Statistics;
import dev.logistic.schema.TermTests;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Centering;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.NewtonMethod;
import dev.logistic.solver.NullModel;
import dev.logistic.solver.RowFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies Newton's method where the solver of an unpenalised fit stopped: finds whether there is an
 * optimum, and the coefficients' standard errors there, from the observed information {@code X'WX},
 * {@code W = p (1 - p)} (McCullagh and Nelder, Generalized Linear Models, 2nd edition, 4.4), and
 * for robust ones also from the rows' scores {@code (y - p) x} (White 1980; MacKinnon and White
 * 1985). For more than two classes the coefficients are differences from those of the first class,
 * and both have a part for each other class (the same, 5.2). Everything is computed in float64
 * whatever the type of the data.
 */
public final class Inference {

  /** The factor of the information takes 128 MiB then, and seconds to minutes. */
  static final int MOST_COLUMNS = Certificate.MOST_FACTORED;

  /** Newton's method starts near the optimum. */
  private static final int MOST_STEPS = 60;

  /** Steps of Fisher's scoring shrink by a constant factor, mostly below 1/2. */
  private static final int MOST_SCORING_STEPS = 500;

  private final AllRows rows;
  private final RowFacts facts;
  private final NewtonMethod newton;
  private final Parameters parameters;
  private final boolean firth;
  private final Estimator estimator;
  private final Tests tests;
  private final Intervals intervals;

  private Inference(AllRows rows, Parameters parameters, InferenceOptions options) {
    this.estimator = options.estimator();
    this.tests = options.tests();
    this.intervals = options.intervals();
    this.rows = rows;
    this.facts = rows.facts();
    this.firth = options.firth();
    this.newton =
        firth
            ? NewtonMethod.withJeffreysPrior(rows, parameters.toDoubles())
            : new NewtonMethod(rows, new Penalty(0, 0, facts.outputs()), parameters.toDoubles());
    this.parameters = parameters;
  }

  /**
   * The result.
   *
   * @param statistics of the coefficients
   * @param noOptimum why there is no optimum; empty if there is one, as far as is known
   */
  public record Finding(Statistics statistics, Optional<String> noOptimum) {

    static Finding refused(String reason) {
      return new Finding(Statistics.refused(reason), Optional.empty());
    }
  }

  /**
   * Searches for the optimum. Moves the parameters, which the solver has brought near it, to it,
   * even if there are no statistics; where columns depend on others, so that there are many optima,
   * the parameters are unchanged.
   *
   * @param undefined why there are no statistics even at an optimum
   * @param unsought why there is no optimum to search for, which saves any pass over the rows
   * @param options that select statistics
   */
  public static Finding at(
      Optional<String> undefined,
      Optional<String> unsought,
      AllRows rows,
      Parameters parameters,
      InferenceOptions options) {
    if (unsought.isPresent()) {
      return Finding.refused(undefined.or(() -> unsought).orElseThrow());
    }
    Optional<String> tooWide = tooWide(rows.facts());
    if (tooWide.isPresent()) {
      return Finding.refused(undefined.or(() -> tooWide).orElseThrow());
    }
    return new Inference(rows, parameters, options).finding(undefined);
  }

  private static Optional<String> tooWide(RowFacts facts) {
    int columns = facts.schema().width();
    int sets = Centering.classes(facts.outputs());
    return (long) columns * sets <= MOST_COLUMNS
        ? Optional.empty()
        : Optional.of(
            "there are %d features%s, and statistics are computed for at most %d"
                .formatted(
                    columns,
                    sets == 1 ? "" : " for each of %d classes after the first".formatted(sets),
                    MOST_COLUMNS / sets));
  }

  private Finding finding(Optional<String> undefined) {
    if (!newton.settles(mostSteps())) {
      return unsettled(undefined);
    }
    Optional<Cholesky> dependent = newton.dependent();
    if (dependent.isEmpty()) {
      parameters.set(newton.parameters());
    }
    if (undefined.isPresent()) {
      return Finding.refused(undefined.get());
    }
    if (dependent.isPresent()) {
      return Finding.refused(DependentColumns.message(facts.schema(), dependent.get()));
    }
    if (facts.schema().featureNames().contains(CoefficientStatistic.BIAS)) {
      return Finding.refused(
          "the feature \"%s\" has the name of the bias: rename the column with SQL in data.query"
              .formatted(CoefficientStatistic.BIAS));
    }
    CoefficientCovariance covariance = covariance();
    for (int i = 0; estimator.isRobust() && i < coefficientCount(); i++) {
      double error = covariance.standardError(i);
      if (!(error > 0 && Double.isFinite(error))) {
        return Finding.refused(
            "the covariance %s is not defined, as rows have a leverage of 1 or no residuals, or all are in one cluster: train with train.covariance=model"
                .formatted(estimator.kind().name()));
      }
    }
    List<CoefficientStatistic> coefficients =
        Estimates.of( // as rounded to their type
            facts.schema(), facts.outputs(), parameters.toDoubles(), covariance);
    if (intervals == Intervals.PROFILE) {
      List<CoefficientStatistic> profiled = profiled(coefficients);
      if (profiled.size() < coefficients.size()) {
        return Finding.refused(
            "the interval of \"%s\" by the profile likelihood is not known, as a fit for one of its ends does not converge: train with train.intervals=wald"
                .formatted(coefficients.get(profiled.size()).name()));
      }
      coefficients = profiled;
    }
    Optional<PenalisedLikelihoods> penalised = firth ? penalised() : Optional.empty();
    if (firth && penalised.isEmpty()) {
      return Finding.refused(
          "the fit with train.firth=true and without features does not converge: leave out columns that are nearly combinations of others");
    }
    Optional<CovarianceMatrix> matrix = covariance.matrix();
    return new Finding(
        Statistics.of(
            new FitStatistics(
                coefficients,
                newton.logLikelihood(),
                NullModel.logLikelihood(rows),
                observations(),
                estimator.kind(),
                estimator.isOfSurvey(),
                matrix,
                tests(coefficients, matrix),
                penalised,
                rows.aggregate(new TargetsDigest(facts.outputs())).hex())),
        Optional.empty());
  }

  /** Adds intervals by the profile likelihood, up to the first that is not known. */
  private List<CoefficientStatistic> profiled(List<CoefficientStatistic> coefficients) {
    ProfileLikelihood profile = new ProfileLikelihood(newton, facts.schema(), mostSteps());
    List<CoefficientStatistic> profiled = new ArrayList<>();
    for (CoefficientStatistic each : coefficients) {
      Optional<ProfileInterval> interval = profile.interval(profiled.size(), each.standardError());
      if (interval.isEmpty()) {
        return profiled;
      }
      profiled.add(
          new CoefficientStatistic(each.name(), each.estimate(), each.standardError(), interval));
    }
    return profiled;
  }

  private TermTests tests(
      List<CoefficientStatistic> coefficients, Optional<CovarianceMatrix> covariance) {
    return switch (tests) {
      case NONE -> TermTests.NONE;
      case WALD -> TermTesting.wald(facts.schema(), coefficients, covariance);
      case LR -> TermTesting.likelihoodRatio(facts.schema(), newton, mostSteps());
    };
  }

  private CoefficientCovariance covariance() {
    Optional<Standardization> scaling = facts.schema().standardization();
    if (estimator.isClustered()) {
      return CoefficientCovariance.clustered(newton, scaling, estimator);
    }
    return estimator.isRobust()
        ? CoefficientCovariance.robust(
            newton,
            scaling,
            estimator,
            estimator.factor((double) observations(), coefficientCount()))
        : CoefficientCovariance.ofModel(newton, scaling);
  }

  private int coefficientCount() {
    return (facts.schema().width() + 1) * Centering.classes(facts.outputs());
  }

  private int mostSteps() {
    return mostSteps(firth);
  }

  static int mostSteps(boolean firth) {
    return firth ? MOST_SCORING_STEPS : MOST_STEPS;
  }

  /** The likelihoods with Jeffreys' prior; empty if the fit without features does not converge. */
  private Optional<PenalisedLikelihoods> penalised() {
    int columns = facts.schema().width();
    List<double[]> weights = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      double[] weight = new double[columns + 1];
      weight[i] = 1;
      weights.add(weight);
    }
    NewtonMethod without = columns == 0 ? newton : newton.restricted(weights, new double[columns]);
    if (columns > 0 && !without.settles(mostSteps())) {
      return Optional.empty();
    }
    double scales =
        facts.schema().standardization().stream()
            .flatMap(scaling -> scaling.scales().stream())
            .mapToDouble(Math::log)
            .sum();
    return Optional.of(
        new PenalisedLikelihoods(
            newton.penalisedLogLikelihood() + scales, without.penalisedLogLikelihood() + scales));
  }

  private Finding unsettled(Optional<String> undefined) {
    if (firth) {
      return Finding.refused(
          undefined.orElse(
              "the fit with train.firth=true does not converge: leave out columns that are nearly combinations of others"));
    }
    if (newton.separates()) {
      String none = NoOptimum.along(rows, newton.parameters());
      return new Finding(Statistics.refused(none), Optional.of(none));
    }
    Separation.Decision decision = Separation.decide(rows);
    if (decision.direction().isPresent()) {
      String none = NoOptimum.proven(rows, decision.direction().get());
      return new Finding(Statistics.refused(none), Optional.of(none));
    }
    return Finding.refused(
        undefined.orElse(
            "Newton's method does not converge, as the information matrix is nearly singular"));
  }

  /** The number of rows, or of those that rows stand for. */
  private long observations() {
    return facts.weighted() && estimator.countsWeights()
        ? Math.round(facts.weightSum())
        : facts.rows();
  }
}
