package dev.logistic.schema;

import dev.logistic.schema.FitStatistics.PenalisedLikelihoods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statistics in {@code model.json}; after reading, null where a field is missing. */
record StatisticsJson(
    @Nullable List<@Nullable Row> coefficients,
    @Nullable Double logLikelihood,
    @Nullable Double nullLogLikelihood,
    @Nullable String covarianceKind,
    @Nullable String covarianceFactor,
    @Nullable Boolean ofSurvey,
    @Nullable Long rows,
    @Nullable String testsKind,
    @Nullable List<@Nullable Test> tests,
    @Nullable String testsRefused,
    @Nullable Double penalisedLogLikelihood,
    @Nullable Double nullPenalisedLogLikelihood,
    @Nullable String targets,
    @Nullable String refused) {

  /** The values that cannot be computed from others. */
  private record Row(
      @Nullable String name,
      @Nullable Double estimate,
      @Nullable Double standardError,
      @Nullable Ends profile) {

    CoefficientStatistic statistic() {
      return new CoefficientStatistic(
          require("name", name),
          require("estimate", estimate),
          require("standard_error", standardError),
          Optional.ofNullable(profile).map(Ends::interval));
    }
  }

  /** The ends of an interval, null where it has none. */
  private record Ends(@Nullable Double low, @Nullable Double high) {

    static Ends of(ProfileInterval interval) {
      return new Ends(finite(interval.low()), finite(interval.high()));
    }

    private static @Nullable Double finite(double end) {
      return Double.isFinite(end) ? end : null;
    }

    ProfileInterval interval() {
      return new ProfileInterval(
          low == null ? Double.NEGATIVE_INFINITY : low,
          high == null ? Double.POSITIVE_INFINITY : high);
    }
  }

  private record Test(@Nullable String term, @Nullable Integer df, @Nullable Double chi2) {}

  static @Nullable StatisticsJson of(Statistics statistics) {
    if (statistics.equals(Statistics.NOT_KEPT)) {
      return null;
    }
    return statistics
        .known()
        .map(StatisticsJson::of)
        .orElseGet(
            () ->
                new StatisticsJson(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    statistics.refused().orElseThrow()));
  }

  private static StatisticsJson of(FitStatistics known) {
    List<@Nullable Row> rows = new ArrayList<>();
    for (CoefficientStatistic row : known.coefficients()) {
      rows.add(
          new Row(
              row.name(),
              row.estimate(),
              row.standardError(),
              row.profile().map(Ends::of).orElse(null)));
    }
    TermTests tests = known.tests();
    List<@Nullable Test> terms = new ArrayList<>();
    for (TermEffect test : tests.tests()) {
      terms.add(new Test(test.term(), test.df(), test.chi2()));
    }
    return new StatisticsJson(
        rows,
        known.logLikelihood(),
        known.nullLogLikelihood(),
        known.covarianceKind().name(),
        known.covarianceKind().factor(),
        known.ofSurvey() ? true : null,
        known.rows(),
        tests.equals(TermTests.NONE) ? null : tests.kind(),
        terms.isEmpty() ? null : terms,
        tests.refused().orElse(null),
        known.penalised().map(PenalisedLikelihoods::fitted).orElse(null),
        known.penalised().map(PenalisedLikelihoods::ofNull).orElse(null),
        known.targets().isEmpty() ? null : known.targets(),
        null);
  }

  /**
   * @param json null in a file of an earlier version
   * @throws IllegalArgumentException if a part is missing or cannot be
   */
  static Statistics read(@Nullable StatisticsJson json, long rows) {
    if (json == null) {
      return Statistics.NOT_KEPT;
    }
    if (json.refused != null) {
      return Statistics.refused(json.refused);
    }
    List<CoefficientStatistic> coefficients = new ArrayList<>();
    for (Row row : require("coefficients", json.coefficients)) {
      coefficients.add(require("coefficients", row).statistic());
    }
    return Statistics.of(
        new FitStatistics(
            coefficients,
            require("log_likelihood", json.logLikelihood),
            require("null_log_likelihood", json.nullLogLikelihood),
            json.rows == null ? rows : json.rows,
            covarianceKind(json),
            json.ofSurvey != null && json.ofSurvey,
            Optional.empty(),
            tests(json),
            penalised(json),
            json.targets == null ? "" : json.targets));
  }

  private static Optional<PenalisedLikelihoods> penalised(StatisticsJson json) {
    return json.penalisedLogLikelihood == null
        ? Optional.empty()
        : Optional.of(
            new PenalisedLikelihoods(
                json.penalisedLogLikelihood,
                require("null_penalised_log_likelihood", json.nullPenalisedLogLikelihood)));
  }

  private static TermTests tests(StatisticsJson json) {
    if (json.testsKind == null) {
      return TermTests.NONE;
    }
    List<TermEffect> tests = new ArrayList<>();
    for (Test test : json.tests == null ? List.<@Nullable Test>of() : json.tests) {
      Test known = require("tests", test);
      tests.add(
          new TermEffect(
              require("term", known.term), require("df", known.df), require("chi2", known.chi2)));
    }
    return new TermTests(json.testsKind, tests, Optional.ofNullable(json.testsRefused));
  }

  private static CovarianceKind covarianceKind(StatisticsJson json) {
    return json.covarianceKind == null
        ? CovarianceKind.MODEL
        : new CovarianceKind(
            json.covarianceKind, json.covarianceFactor == null ? "" : json.covarianceFactor);
  }

  private static <T> T require(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "the field " + field + " of statistics is missing or null");
    }
    return value;
  }
}
