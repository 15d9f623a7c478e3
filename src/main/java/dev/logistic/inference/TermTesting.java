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
import dev.logistic.solver.Centering;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.NewtonMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tests each term of a fit: that the coefficients of all its features are 0, in all classes. Each
 * column of a LibSVM file is a term.
 */
final class TermTesting {

  /**
   * A term.
   *
   * @param places of its coefficients
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Tested(String term, int[] places) {

    List<double[]> combinations(int coefficients) {
      List<double[]> combinations = new ArrayList<>();
      for (int place : places) {
        double[] combination = new double[coefficients];
        combination[place] = 1;
        combinations.add(combination);
      }
      return combinations;
    }

    TermEffect test(double chi2) {
      return new TermEffect(term, places.length, Math.max(0, chi2)); // below 0 by rounding
    }
  }

  private TermTesting() {}

  /**
   * Returns the terms.
   *
   * @param coefficients of all classes
   */
  private static List<Tested> terms(FeatureSchema schema, int coefficients) {
    List<Tested> all = new ArrayList<>();
    int size = schema.width() + 1;
    int from = 1; // the bias is first
    for (Term term : schema.terms()) {
      if (term instanceof IndexedTerm) {
        for (int i = 0; i < term.width(); i++) {
          all.add(new Tested(term.featureName(i), places(from + i, 1, size, coefficients)));
        }
      } else if (term.width() > 0) {
        all.add(new Tested(term.name(), places(from, term.width(), size, coefficients)));
      }
      from += term.width();
    }
    return all;
  }

  /** The places of some features in each class's set of coefficients, which are so many. */
  private static int[] places(int from, int features, int size, int coefficients) {
    return IntStream.iterate(from, first -> first < coefficients, first -> first + size)
        .flatMap(first -> IntStream.range(first, first + features))
        .toArray();
  }

  /**
   * Tests by Wald's statistic {@code b' V^-1 b} of a term's coefficients b with covariance V.
   *
   * @param coefficients the bias first, class by class except for the first one
   */
  static TermTests wald(
      FeatureSchema schema,
      List<CoefficientStatistic> coefficients,
      Optional<CovarianceMatrix> covariance) {
    if (covariance.isEmpty()) {
      return refused(Tests.WALD, "covariances exceed the range of float64");
    }
    List<TermEffect> tests = new ArrayList<>();
    for (Tested term : terms(schema, coefficients.size())) {
      List<CoefficientStatistic> own =
          Arrays.stream(term.places()).mapToObj(coefficients::get).toList();
      Cholesky correlation = new Cholesky(correlation(covariance.get(), own, term.places()));
      if (!correlation.dependent().isEmpty()) {
        return refused(
            Tests.WALD,
            "the covariance of the %d coefficients of \"%s\" is singular, as with fewer clusters than coefficients"
                .formatted(own.size(), term.term()));
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
      CovarianceMatrix covariance, List<CoefficientStatistic> own, int[] places) {
    double[][] correlation = new double[own.size()][own.size()];
    for (int i = 0; i < own.size(); i++) {
      for (int j = i; j < own.size(); j++) {
        double errors = own.get(i).standardError() * own.get(j).standardError();
        correlation[i][j] = covariance.at(places[i], places[j]) / errors;
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
    int coefficients = (schema.width() + 1) * Centering.classes(newton.centering().outputs());
    for (Tested term : terms(schema, coefficients)) {
      NewtonMethod without =
          newton.restricted(term.combinations(coefficients), new double[term.places().length]);
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
