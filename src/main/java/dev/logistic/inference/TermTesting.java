package dev.logistic.inference;

import dev.logistic.config.Settings;
import dev.logistic.config.Tests;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.Term;
import dev.logistic.schema.TermEffect;
import dev.logistic.schema.TermTests;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.NewtonMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests each term of a fit: that the coefficients of all its features are 0. Each column of a
 * LibSVM file is a term.
 */
final class TermTesting {

  /**
   * The features of a term.
   *
   * @param from the first of them
   */
  private record Features(String term, int from, int df) {

    List<double[]> combinations(int coefficients) {
      List<double[]> combinations = new ArrayList<>();
      for (int feature = from; feature < from + df; feature++) {
        double[] combination = new double[coefficients];
        combination[feature + 1] = 1; // the bias is first
        combinations.add(combination);
      }
      return combinations;
    }

    TermEffect test(double chi2) {
      return new TermEffect(term, df, Math.max(0, chi2)); // below 0 by rounding
    }
  }

  private TermTesting() {}

  private static List<Features> terms(FeatureSchema schema) {
    List<Features> all = new ArrayList<>();
    int from = 0;
    for (Term term : schema.terms()) {
      if (term instanceof IndexedTerm) {
        for (int i = 0; i < term.width(); i++) {
          all.add(new Features(term.featureName(i), from + i, 1));
        }
      } else if (term.width() > 0) {
        all.add(new Features(term.name(), from, term.width()));
      }
      from += term.width();
    }
    return all;
  }

  /**
   * Tests by Wald's statistic {@code b' V^-1 b} of a term's coefficients b with covariance V.
   *
   * @param coefficients the bias first
   */
  static TermTests wald(
      FeatureSchema schema,
      List<CoefficientStatistic> coefficients,
      Optional<CovarianceMatrix> covariance) {
    if (covariance.isEmpty()) {
      return refused(Tests.WALD, "covariances exceed the range of float64");
    }
    List<TermEffect> tests = new ArrayList<>();
    for (Features term : terms(schema)) {
      List<CoefficientStatistic> own =
          coefficients.subList(term.from() + 1, term.from() + 1 + term.df());
      Cholesky correlation = new Cholesky(correlation(covariance.get(), own, term.from() + 1));
      if (!correlation.dependent().isEmpty()) {
        return refused(
            Tests.WALD,
            "the covariance of the %d coefficients of \"%s\" is singular, as with fewer clusters than coefficients"
                .formatted(term.df(), term.term()));
      }
      double[] z = own.stream().mapToDouble(CoefficientStatistic::z).toArray();
      double chi2 = 0;
      for (double part : correlation.forward(z, 0)) {
        chi2 += part * part;
      }
      tests.add(term.test(chi2));
    }
    return new TermTests(Settings.TESTS.print(Tests.WALD), tests, Optional.empty());
  }

  /** Errors of coefficients on unlike scales differ by orders of magnitude, so they are divided. */
  private static double[][] correlation(
      CovarianceMatrix covariance, List<CoefficientStatistic> own, int from) {
    double[][] correlation = new double[own.size()][own.size()];
    for (int i = 0; i < own.size(); i++) {
      for (int j = i; j < own.size(); j++) {
        double errors = own.get(i).standardError() * own.get(j).standardError();
        correlation[i][j] = covariance.at(from + i, from + j) / errors;
      }
    }
    return correlation;
  }

  /**
   * Tests by twice the difference of the log-likelihoods of the fit and of one without the term.
   *
   * @param newton at its optimum
   * @param mostSteps of each fit
   */
  static TermTests likelihoodRatio(FeatureSchema schema, NewtonMethod newton, int mostSteps) {
    List<TermEffect> tests = new ArrayList<>();
    for (Features term : terms(schema)) {
      NewtonMethod without =
          newton.restricted(term.combinations(schema.width() + 1), new double[term.df()]);
      if (!without.settles(mostSteps)) {
        return refused(Tests.LR, "the fit without \"%s\" does not converge".formatted(term.term()));
      }
      tests.add(term.test(2 * (without.objective() - newton.objective())));
    }
    return new TermTests(Settings.TESTS.print(Tests.LR), tests, Optional.empty());
  }

  private static TermTests refused(Tests kind, String reason) {
    return new TermTests(Settings.TESTS.print(kind), List.of(), Optional.of(reason));
  }
}
