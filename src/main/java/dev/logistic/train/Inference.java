package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.FeatureSchema;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Standardization;
import dev.logistic.model.CoefficientStatistic;
import dev.logistic.model.Coefficients;
import dev.logistic.model.FitStatistics;
import dev.logistic.model.Parameters;
import dev.logistic.model.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Standard errors of an unpenalised fit of two classes, from the observed information {@code X'WX},
 * {@code W = p (1 - p)}, at the optimum (McCullagh and Nelder, Generalized Linear Models, 2nd
 * edition, 4.4). All of it is computed in float64 whatever the type of the data. Time grows with
 * rows times the square of the columns, and with the cube of the columns.
 */
final class Inference {

  /** The factor of the information takes 128 MiB then, and seconds to minutes. */
  static final int MOST_COLUMNS = 4_096;

  private final FeatureSchema schema;
  private final long positives;
  private final NewtonRows rows;
  private final Parameters parameters;

  /**
   * @param positives rows of the positive class
   */
  private Inference(FeatureSchema schema, long positives, NewtonRows rows, Parameters parameters) {
    this.schema = schema;
    this.positives = positives;
    this.rows = rows;
    this.parameters = parameters;
  }

  /**
   * The statistics; moves the parameters to the optimum, which the solver has come near to, so that
   * they are what the statistics are of. Where these are refused the parameters stay.
   *
   * @param refusal a reason known beforehand, which saves the work
   */
  static Statistics at(Optional<String> refusal, LabelledData data, Parameters parameters) {
    Optional<String> reason = refusal.or(() -> tooWide(data.columns()));
    if (reason.isPresent()) {
      return Statistics.refused(reason.get());
    }
    try (CenteredRows rows = new CenteredRows(data)) {
      return new Inference(data.schema(), positives(data), rows, parameters).statistics();
    }
  }

  /** The same of rows elsewhere. */
  static Statistics at(Optional<String> refusal, RemoteData data, Parameters parameters) {
    RowFacts facts = data.facts();
    Optional<String> reason = refusal.or(() -> tooWide(facts.schema().width()));
    return reason
        .map(Statistics::refused)
        .orElseGet(
            () ->
                new Inference(facts.schema(), facts.classRows().get(1), data, parameters)
                    .statistics());
  }

  private static Optional<String> tooWide(long columns) {
    return columns <= MOST_COLUMNS
        ? Optional.empty()
        : Optional.of(
            "there are %d features, and statistics are computed for at most %d"
                .formatted(columns, MOST_COLUMNS));
  }

  private static long positives(LabelledData data) {
    try (NDArray wide = data.labels().toType(DataType.FLOAT64, true);
        NDArray sum = wide.sum()) {
      return (long) sum.getDouble();
    }
  }

  private Statistics statistics() {
    double[] means = rows.means();
    Newton newton = new Newton(rows, rows.centered(parameters.toDoubles()));
    Optional<String> refused = newton.settle(schema.featureNames());
    if (refused.isPresent()) {
      return Statistics.refused(refused.get());
    }
    parameters.set(rows.uncentered(newton.parameters()));
    return Statistics.of(
        new FitStatistics(
            coefficients(newton.factor(), means),
            newton.logLikelihood(),
            nullLogLikelihood(),
            rows.rows()));
  }

  /**
   * A coefficient on the scale of the input columns is a linear combination v of those that were
   * fitted, so its variance is {@code v' (X'WX)^-1 v}.
   */
  private List<CoefficientStatistic> coefficients(Cholesky factor, double[] means) {
    Optional<Standardization> scaling = schema.standardization();
    double[] packed = parameters.toDoubles(); // as rounded to their type
    int columns = means.length;
    Coefficients fitted =
        new Coefficients(Arrays.stream(packed).limit(columns).boxed().toList(), packed[columns]);
    Coefficients raw = scaling.map(fitted::unscaled).orElse(fitted);
    List<String> names = schema.featureNames();
    List<CoefficientStatistic> all = new ArrayList<>();
    double[] ofBias = new double[columns + 1];
    ofBias[0] = 1;
    for (int i = 0; i < columns; i++) {
      double offset = 0;
      double scale = 1;
      if (scaling.isPresent()) {
        offset = scaling.get().means().get(i);
        scale = scaling.get().scales().get(i);
      }
      ofBias[i + 1] = -(offset / scale + means[i]);
      double[] ofWeight = new double[columns + 1];
      ofWeight[i + 1] = 1 / scale;
      double error = length(factor.forward(ofWeight, i + 1));
      all.add(new CoefficientStatistic(names.get(i), raw.weights().get(i), error));
    }
    double error = length(factor.forward(ofBias, 0));
    all.add(0, new CoefficientStatistic(CoefficientStatistic.BIAS, raw.bias(), error));
    return all;
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    return Math.sqrt(squares);
  }

  /** That of the share of each class; both have rows, or they would be separated. */
  private double nullLogLikelihood() {
    double all = (double) rows.rows();
    double positive = (double) positives;
    double negative = all - positive;
    return positive * Math.log(positive / all) + negative * Math.log(negative / all);
  }
}
