package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import java.util.List;

/** Compares statistics with R's figures, to 1e-9. */
final class Expected {

  private Expected() {}

  /** Estimates, standard errors and the covariance of the model. */
  static void fit(JsonObject figures, FitStatistics actual) {
    JsonArray estimates = figures.getAsJsonArray("estimate");
    List<CoefficientStatistic> found = actual.coefficients();
    assertThat(found).hasSize(estimates.size());
    for (int i = 0; i < found.size(); i++) {
      double expected = estimates.get(i).getAsDouble();
      assertThat(found.get(i).estimate())
          .as(found.get(i).name())
          .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }
    covariance(figures.getAsJsonArray("model"), 1, actual);
  }

  static void likelihoods(JsonObject figures, FitStatistics actual) {
    assertClose(figures, "log_likelihood", actual.logLikelihood());
    assertClose(figures, "null_log_likelihood", actual.nullLogLikelihood());
    assertClose(figures, "aic", actual.aic());
    assertClose(figures, "bic", actual.bic());
  }

  private static void assertClose(JsonObject figures, String name, double actual) {
    double expected = figures.get(name).getAsDouble();
    assertThat(actual).as(name).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  /** The covariance matrix is that of R times a factor; its diagonal has the standard errors. */
  static void covariance(JsonArray expected, double factor, FitStatistics actual) {
    CovarianceMatrix found = actual.covariance().orElseThrow();
    assertThat(found.size()).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      double error = actual.coefficients().get(i).standardError();
      double variance = factor * at(expected, i, i);
      assertThat(error).isCloseTo(Math.sqrt(variance), within(1e-9 * error));
      for (int j = 0; j < expected.size(); j++) {
        double size = factor * Math.sqrt(at(expected, i, i) * at(expected, j, j));
        assertThat(found.at(i, j))
            .as(i + " " + j)
            .isCloseTo(factor * at(expected, i, j), within(1e-9 * size));
      }
    }
  }

  private static double at(JsonArray rows, int i, int j) {
    return rows.get(i).getAsJsonArray().get(j).getAsDouble();
  }
}
