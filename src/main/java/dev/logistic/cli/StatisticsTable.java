package dev.logistic.cli;

import dev.logistic.console.OptionAdvice;
import dev.logistic.model.ClassStatistic;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.KeptCovariance;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceKind;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Statistics;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a model's coefficients, for people and for programs.
 *
 * @param level of the intervals
 * @param oddsRatios whether the printed table has them; JSON always does
 * @param format of the printed table
 */
record StatisticsTable(ConfidenceLevel level, boolean oddsRatios, StatisticsFormat format) {

  private static final double SMALLEST_P = Math.ulp(1.0);

  private static final List<String> FIELDS =
      List.of("name", "estimate", "standard_error", "z", "p", "ci_low", "ci_high");

  private static final List<String> ODDS_RATIOS =
      List.of("odds_ratio", "odds_ratio_low", "odds_ratio_high");

  /**
   * Adds the fields of {@code inspect --json --statistics}.
   *
   * @param covariance of the coefficients, or why there is none
   */
  void addTo(Map<String, Object> object, ModelCard card, KeptCovariance covariance) {
    Statistics statistics = card.statistics();
    refused(statistics).ifPresent(reason -> object.put("refused", reason));
    statistics
        .known()
        .ifPresent(
            known -> {
              object.put(
                  "statistics",
                  ClassStatistic.of(known, card.classes()).stream().map(this::map).toList());
              object.put("log_likelihood", known.logLikelihood());
              object.put("null_log_likelihood", known.nullLogLikelihood());
              known
                  .penalised()
                  .ifPresent(
                      both -> {
                        object.put("firth", true);
                        object.put("penalised_log_likelihood", both.fitted());
                        object.put("null_penalised_log_likelihood", both.ofNull());
                      });
              object.put("deviance", known.deviance());
              object.put("null_deviance", known.nullDeviance());
              object.put("residual_df", known.residualDf());
              object.put("null_df", known.nullDf());
              if (!known.ofSurvey()) {
                object.put("lr_chi2", known.likelihoodRatio());
                object.put("lr_df", known.likelihoodRatioDf());
                object.put("lr_p", PValues.of(known));
              }
              object.put("mcfadden_r2", known.mcFaddenR2());
              if (known.hasCriteria()) {
                object.put("aic", known.aic());
                object.put("bic", known.bic());
              }
              object.put("level", level.value());
              object.put("intervals_kind", known.hasProfileIntervals() ? "profile" : "wald");
              object.put("covariance_kind", known.covarianceKind().name());
              if (!known.covarianceKind().factor().isEmpty()) {
                object.put("covariance_factor", known.covarianceKind().factor());
              }
              add(covariance, object);
              TermTestsTable.addTo(object, known.tests());
            });
  }

  /** Adds the rows of numbers, or the reason why there are none. */
  private static void add(KeptCovariance covariance, Map<String, Object> object) {
    covariance
        .known()
        .ifPresentOrElse(
            matrix ->
                object.put(
                    "covariance", IntStream.range(0, matrix.size()).mapToObj(matrix::row).toList()),
            () -> object.put("covariance_refused", covariance.refused()));
  }

  private static Optional<String> refused(Statistics statistics) {
    return statistics.refused().map(OptionAdvice::in);
  }

  private Map<String, Object> map(ClassStatistic named) {
    Map<String, Object> map = new LinkedHashMap<>();
    named.ofClass().ifPresent(name -> map.put("class", name));
    CoefficientStatistic row = named.figures();
    map.put("name", row.name());
    map.put("estimate", row.estimate());
    map.put("standard_error", row.standardError());
    map.put("z", row.z());
    map.put("p", PValues.of(row));
    map.put("ci_low", finite(level.low(row)));
    map.put("ci_high", finite(level.high(row)));
    map.put("odds_ratio", finite(Math.exp(row.estimate())));
    map.put("odds_ratio_low", finite(Math.exp(level.low(row))));
    map.put("odds_ratio_high", finite(Math.exp(level.high(row))));
    return map;
  }

  /** Returns null where it exceeds the range of float64, which JSON cannot express. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Lines for a report. */
  static Map<String, String> facts(Statistics statistics) {
    Map<String, String> facts = new LinkedHashMap<>();
    refused(statistics).ifPresent(reason -> facts.put("Statistics", "none: " + reason));
    statistics
        .known()
        .ifPresent(
            known -> {
              facts.put("McFadden R2", text("%.6g", known.mcFaddenR2()));
              if (!known.covarianceKind().equals(CovarianceKind.MODEL)) {
                facts.put("Covariance", known.covarianceKind().toString());
              }
              if (known.isFirth()) {
                facts.put("Estimator", "Firth (Jeffreys prior)");
              }
              if (known.hasCriteria()) {
                facts.put("AIC", text("%.8g", known.aic()));
                facts.put("BIC", text("%.8g", known.bic()));
              }
            });
    return facts;
  }

  /**
   * Checks that the intervals can be of the level.
   *
   * @throws IllegalArgumentException if they are by the profile likelihood and of another level
   */
  void requireLevelOf(Statistics statistics) {
    statistics.known().ifPresent(known -> known.coefficients().forEach(level::low));
  }

  /**
   * Prints the table, as text followed by figures of the fit.
   *
   * @throws IllegalArgumentException if there are no statistics and another format is requested
   */
  void print(ModelCard card, PrintWriter out) {
    Statistics statistics = card.statistics();
    Optional<String> reason = refused(statistics);
    if (format == StatisticsFormat.TEXT) {
      out.println();
      reason.ifPresent(text -> out.println("No statistics: " + text));
    } else if (reason.isPresent()) {
      throw new IllegalArgumentException("the model has no statistics: " + reason.get());
    }
    statistics.known().ifPresent(known -> print(known, card.classes(), out));
    out.flush();
  }

  /**
   * Prints the tests of terms alone.
   *
   * @throws IllegalArgumentException if there are none
   */
  void printTests(Statistics statistics, PrintWriter out) {
    FitStatistics known =
        statistics
            .known()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model has no statistics: " + refused(statistics).orElseThrow()));
    TermTestsTable.print(known.tests(), format, out);
    out.flush();
  }

  private void print(FitStatistics known, List<String> classes, PrintWriter out) {
    boolean several = classes.size() > 2;
    List<ClassStatistic> rows = ClassStatistic.of(known, classes);
    format.write(head(several), rows.stream().map(this::cells).toList(), out);
    if (format == StatisticsFormat.TEXT) {
      out.println();
      if (several) {
        line(out, "Reference class", classes.get(0));
      }
      printFit(known, out);
      TermTestsTable.printAfter(known.tests(), out);
    }
  }

  /**
   * @param several whether there are more than two classes
   */
  private List<String> head(boolean several) {
    if (format.isForPrograms()) {
      return Stream.of(
              several ? List.of("class") : List.<String>of(),
              FIELDS,
              oddsRatios ? ODDS_RATIOS : List.<String>of())
          .flatMap(List::stream)
          .toList();
    }
    String from = from(level);
    List<String> head =
        new ArrayList<>(List.of("", "estimate", "standard error", "z", "p", from, "to"));
    if (oddsRatios) {
      head.addAll(List.of("odds ratio", from, "to"));
    }
    return head;
  }

  /** The head of the column of lower ends, such as {@code 95 % from}. */
  static String from(ConfidenceLevel level) {
    return BigDecimal.valueOf(level.value()).movePointRight(2).stripTrailingZeros().toPlainString()
        + " % from";
  }

  private List<String> cells(ClassStatistic named) {
    boolean exact = format.isForPrograms();
    CoefficientStatistic row = named.figures();
    List<String> cells = new ArrayList<>();
    if (exact) {
      named.ofClass().ifPresent(cells::add);
    }
    cells.add(exact ? row.name() : named.label());
    cells.add(number(row.estimate()));
    cells.add(number(row.standardError()));
    cells.add(exact ? number(row.z()) : text("%.3f", row.z()));
    cells.add(exact ? number(PValues.of(row)) : p(PValues.of(row)));
    cells.add(number(level.low(row)));
    cells.add(number(level.high(row)));
    if (oddsRatios) {
      for (double end : new double[] {row.estimate(), level.low(row), level.high(row)}) {
        cells.add(number(Math.exp(end)));
      }
    }
    return cells;
  }

  private String number(double value) {
    return format.isForPrograms() ? Double.toString(value) : text("%.6g", value);
  }

  private static void printFit(FitStatistics known, PrintWriter out) {
    if (known.hasProfileIntervals()) {
      line(out, "Intervals", "profile likelihood");
    }
    if (!known.covarianceKind().equals(CovarianceKind.MODEL)) {
      line(out, "Covariance", known.covarianceKind().toString());
    }
    if (known.isFirth()) {
      line(out, "Estimator", "Firth (Jeffreys prior)");
    }
    line(out, "Log-likelihood", known.logLikelihood());
    line(out, "Without features", known.nullLogLikelihood());
    known
        .penalised()
        .ifPresent(
            both -> {
              line(out, "Penalised", both.fitted());
              line(out, "Penalised, null", both.ofNull());
            });
    line(
        out,
        "Deviance",
        text("%.8g on %d degrees of freedom", known.deviance(), known.residualDf()));
    line(
        out,
        "Null deviance",
        text("%.8g on %d degrees of freedom", known.nullDeviance(), known.nullDf()));
    if (!known.ofSurvey()) {
      line(out, "Likelihood ratio", ratio(known));
    }
    line(out, "McFadden R2", known.mcFaddenR2());
    if (known.hasCriteria()) {
      line(out, "AIC", known.aic());
      line(out, "BIC", known.bic());
    }
  }

  private static String ratio(FitStatistics known) {
    return ratio(known.likelihoodRatio(), known.likelihoodRatioDf(), PValues.of(known));
  }

  /** The outcome of a likelihood-ratio test in words. */
  static String ratio(double chi2, int df, double probability) {
    String p = p(probability);
    return text("chi2 %.8g on %d", chi2, df)
        + " degrees of freedom, p "
        + (p.startsWith("<") ? p : "= " + p);
  }

  private static void line(PrintWriter out, String name, double value) {
    line(out, name, text("%.8g", value));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(name + " ".repeat(18 - name.length()) + value);
  }

  /** Formats a probability; as a bound where it is too small for doubles around 1. */
  static String p(double p) {
    if (p < SMALLEST_P) {
      return "<2e-16";
    }
    return p < 1e-4
        ? text("%.1e", p)
        : new BigDecimal(p).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
