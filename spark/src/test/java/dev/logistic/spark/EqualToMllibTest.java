package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spark's own logistic regression has the same objective, and so the same coefficients. */
class EqualToMllibTest {

  private static final int ROWS = 1_000;

  /**
   * MLlib divides features by the sample's standard deviation and this by the population's, so that
   * with standardization the same penalty has strengths that differ by a row in all.
   */
  @ParameterizedTest
  @CsvSource({"0.05, 0, false", "0.05, 0, true", "0.02, 0.5, false", "0.02, 0.5, true"})
  void coefficientsAreTheSame(double regularization, double elasticNet, boolean standardization) {
    Dataset<Row> rows = Rows.drawn(ROWS, 4, 2, 9).in(LocalSpark.session(), 2).cache();
    double correction = standardization ? ROWS / (ROWS - 1.0) : 1;
    LogisticRegressionModel expected =
        new LogisticRegression()
            .setRegParam(regularization)
            .setElasticNetParam(elasticNet)
            .setStandardization(standardization)
            .setTol(1e-14)
            .setMaxIter(2_000)
            .fit(rows);

    LogisticClassificationModel found =
        new LogisticClassifier()
            .setL1(regularization * elasticNet * Math.sqrt(correction))
            .setL2(regularization * (1 - elasticNet) * correction)
            .setStandardization(standardization)
            .setPrecision("float64")
            .setTol(1e-9)
            .setMaxIter(2_000)
            .fit(rows);

    double[] coefficients = found.coefficientMatrix().toArray();
    for (int i = 0; i < coefficients.length; i++) {
      assertThat(coefficients[i]).isCloseTo(expected.coefficients().apply(i), within(1e-6));
    }
    assertThat(found.interceptVector().apply(0)).isCloseTo(expected.intercept(), within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void softmaxIsTheSame(boolean standardization) {
    Dataset<Row> rows = Rows.drawn(ROWS, 3, 3, 10).in(LocalSpark.session(), 2).cache();
    double correction = standardization ? ROWS / (ROWS - 1.0) : 1;
    LogisticRegressionModel expected =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(0.05)
            .setStandardization(standardization)
            .setTol(1e-14)
            .setMaxIter(2_000)
            .fit(rows);

    LogisticClassificationModel found =
        new LogisticClassifier()
            .setL2(0.05 * correction)
            .setStandardization(standardization)
            .setPrecision("float64")
            .setTol(1e-9)
            .setMaxIter(2_000)
            .fit(rows);

    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(found.coefficientMatrix().apply(row, column))
            .isCloseTo(expected.coefficientMatrix().apply(row, column), within(1e-6));
      }
    }
  }
}
