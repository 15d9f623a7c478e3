package dev.logistic.cli;

import dev.logistic.console.OptionAdvice;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The statistics of coefficients, for people and for programs. */
final class StatisticsTable {

  private static final double SMALLEST_P = Math.ulp(1.0);

  private StatisticsTable() {}

  /** Adds the fields of {@code inspect --json --statistics}. */
  static void addTo(Map<String, Object> object, Statistics statistics) {
    refused(statistics).ifPresent(reason -> object.put("refused", reason));
    statistics
        .known()
        .ifPresent(
            known -> {
              object.put(
                  "statistics", known.coefficients().stream().map(StatisticsTable::map).toList());
              object.put("log_likelihood", known.logLikelihood());
              object.put("null_log_likelihood", known.nullLogLikelihood());
              object.put("deviance", known.deviance());
              object.put("null_deviance", known.nullDeviance());
              object.put("residual_df", known.residualDf());
              object.put("null_df", known.nullDf());
              object.put("lr_chi2", known.likelihoodRatio());
              object.put("lr_df", known.likelihoodRatioDf());
              object.put("lr_p", PValues.of(known));
              object.put("mcfadden_r2", known.mcFaddenR2());
              object.put("aic", known.aic());
              object.put("bic", known.bic());
            });
  }

  private static Optional<String> refused(Statistics statistics) {
    return statistics.refused().map(OptionAdvice::in);
  }

  private static Map<String, Object> map(CoefficientStatistic row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", row.name());
    map.put("estimate", row.estimate());
    map.put("standard_error", row.standardError());
    map.put("z", row.z());
    map.put("p", PValues.of(row));
    map.put("ci_low", row.ciLow());
    map.put("ci_high", row.ciHigh());
    return map;
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
              facts.put("AIC", text("%.8g", known.aic()));
              facts.put("BIC", text("%.8g", known.bic()));
            });
    return facts;
  }

  static void print(Statistics statistics, PrintWriter out) {
    out.println();
    refused(statistics).ifPresent(reason -> out.println("No statistics: " + reason));
    statistics.known().ifPresent(known -> print(known, out));
    out.flush();
  }

  private static void print(FitStatistics known, PrintWriter out) {
    List<CoefficientStatistic> rows = known.coefficients();
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    String head = "  %13s  %14s  %9s  %10s  %13s  %13s";
    out.println(
        " ".repeat(width)
            + head.formatted("estimate", "standard error", "z", "p", "95 % from", "to"));
    for (CoefficientStatistic row : rows) {
      out.println(
          row.name()
              + " ".repeat(width - row.name().length())
              + head.formatted(
                  text("%.6g", row.estimate()),
                  text("%.6g", row.standardError()),
                  text("%.3f", row.z()),
                  p(PValues.of(row)),
                  text("%.6g", row.ciLow()),
                  text("%.6g", row.ciHigh())));
    }
    out.println();
    line(out, "Log-likelihood", known.logLikelihood());
    line(out, "Without features", known.nullLogLikelihood());
    line(
        out,
        "Deviance",
        text("%.8g on %d degrees of freedom", known.deviance(), known.residualDf()));
    line(
        out,
        "Null deviance",
        text("%.8g on %d degrees of freedom", known.nullDeviance(), known.nullDf()));
    String p = p(PValues.of(known));
    line(
        out,
        "Likelihood ratio",
        text("chi2 %.8g on %d", known.likelihoodRatio(), known.likelihoodRatioDf())
            + " degrees of freedom, p "
            + (p.startsWith("<") ? p : "= " + p));
    line(out, "McFadden R2", known.mcFaddenR2());
    line(out, "AIC", known.aic());
    line(out, "BIC", known.bic());
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
