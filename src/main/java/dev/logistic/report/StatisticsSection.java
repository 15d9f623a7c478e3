package dev.logistic.report;

import dev.logistic.model.ClassStatistic;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statistics of the coefficients: a forest plot of the odds ratios, and all in a table. */
final class StatisticsSection {

  private static final int MOST_DRAWN = 40;

  /** A browser takes long to lay out more rows. */
  private static final int MOST_LISTED = 200;

  /** Odds ratios further from 1 than this, or than its inverse, are off the axis. */
  private static final double MOST_RATIO = 1e12;

  private static final MathContext DRAWN_DIGITS = new MathContext(6);

  private static final List<String> HEAD =
      List.of(
          "Coefficient",
          "Estimate",
          "Standard error",
          "z",
          "p",
          "95 % from",
          "95 % to",
          "Odds ratio",
          "95 % from",
          "95 % to");

  private static final List<ToDoubleFunction<CoefficientStatistic>> CELLS =
      List.of(
          CoefficientStatistic::estimate,
          CoefficientStatistic::standardError,
          CoefficientStatistic::z,
          PValues::of,
          CoefficientStatistic::ciLow,
          CoefficientStatistic::ciHigh,
          StatisticsSection::ratio,
          StatisticsSection::low,
          StatisticsSection::high);

  private StatisticsSection() {}

  static Html html(Report.Inferred statistics, Charts charts) throws IOException {
    List<Html> content = new ArrayList<>();
    List<String> classes = statistics.classes();
    List<ClassStatistic> all = ClassStatistic.of(statistics.figures(), classes);
    List<ClassStatistic> weights = all.stream().filter(row -> !row.isBias()).toList();
    if (weights.stream().anyMatch(StatisticsSection::fits)) {
      content.add(forest(weights, classes, charts));
    }
    content.add(fit(statistics.figures()));
    content.add(table(all));
    return HtmlTables.section("statistics", "Statistics", content);
  }

  private static double ratio(CoefficientStatistic row) {
    return Math.exp(row.estimate());
  }

  private static double low(CoefficientStatistic row) {
    return Math.exp(row.ciLow());
  }

  private static double high(CoefficientStatistic row) {
    return Math.exp(row.ciHigh());
  }

  private static boolean fits(ClassStatistic row) {
    return low(row.figures()) >= 1 / MOST_RATIO && high(row.figures()) <= MOST_RATIO;
  }

  /** Returns those of largest |z|, in their order. */
  private static List<ClassStatistic> surest(List<ClassStatistic> rows, int most) {
    Set<ClassStatistic> surest =
        rows.stream()
            .sorted(
                Comparator.comparingDouble((ClassStatistic row) -> -Math.abs(row.figures().z())))
            .limit(most)
            .collect(Collectors.toSet());
    return rows.stream().filter(surest::contains).toList();
  }

  private static Html forest(List<ClassStatistic> weights, List<String> classes, Charts charts)
      throws IOException {
    List<ClassStatistic> fitting = weights.stream().filter(StatisticsSection::fits).toList();
    List<ClassStatistic> drawn = surest(fitting, MOST_DRAWN);
    String odds =
        classes.size() == 2
            ? "the odds"
            : "the odds of a class against \"%s\"".formatted(classes.get(0));
    return charts.figure(
        "Statistics",
        "forest",
        "Odds ratios",
        note(odds, drawn.size(), fitting.size(), weights.size()),
        Map.of(
            "names", drawn.stream().map(ClassStatistic::label).toList(),
            "ratios", values(drawn, StatisticsSection::ratio),
            "low", values(drawn, StatisticsSection::low),
            "high", values(drawn, StatisticsSection::high)));
  }

  private static String note(String odds, int drawn, int fitting, int all) {
    String what =
        "By what factor one more unit of the column multiplies %s, with its 95 %% interval; 1 is no effect."
            .formatted(odds);
    String most =
        drawn == fitting
            ? ""
            : " The %s with the largest |z| of %s."
                .formatted(NumberText.count(drawn), NumberText.count(fitting));
    String others =
        fitting == all
            ? ""
            : " %s more, whose intervals exceed the axis, are in the table alone."
                .formatted(NumberText.count(all - fitting));
    return what + most + others;
  }

  private static List<BigDecimal> values(
      List<ClassStatistic> rows, ToDoubleFunction<CoefficientStatistic> figure) {
    return rows.stream()
        .map(row -> new BigDecimal(figure.applyAsDouble(row.figures())).round(DRAWN_DIGITS))
        .map(BigDecimal::stripTrailingZeros)
        .toList();
  }

  private static Html fit(FitStatistics statistics) {
    String covariance =
        (statistics.isFirth() ? "Estimates of Firth, with Jeffreys' prior. " : "")
            + "Covariance: %s. ".formatted(statistics.covarianceKind());
    String likelihood =
        "Log-likelihood %s, without features %s."
            .formatted(
                NumberText.text(statistics.logLikelihood()),
                NumberText.text(statistics.nullLogLikelihood()));
    String ratio =
        statistics.ofSurvey()
            ? ""
            : " Likelihood ratio: chi2 %s on %s degrees of freedom, p %s."
                .formatted(
                    NumberText.text(statistics.likelihoodRatio()),
                    NumberText.count(statistics.likelihoodRatioDf()),
                    NumberText.text(PValues.of(statistics)));
    return Html.text(covariance + likelihood + ratio).in("p class=\"note\"");
  }

  private static Html table(List<ClassStatistic> all) throws IOException {
    List<ClassStatistic> listed = surest(all, MOST_LISTED);
    List<Html> rows = listed.stream().map(row -> HtmlTables.row(cells(row))).toList();
    String summary =
        listed.size() == all.size()
            ? "Statistics of all %s coefficients".formatted(NumberText.count(all.size()))
            : "Statistics of the %s of %s coefficients with the largest |z|; the command inspect prints all"
                .formatted(NumberText.count(listed.size()), NumberText.count(all.size()));
    return HtmlTables.folded(
        summary, " data-print", HtmlTables.table(HEAD, rows).in("table class=\"numbers\""));
  }

  private static List<String> cells(ClassStatistic row) {
    return Stream.concat(
            Stream.of(row.label()),
            CELLS.stream().map(cell -> NumberText.text(cell.applyAsDouble(row.figures()))))
        .toList();
  }
}
