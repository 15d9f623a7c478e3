package dev.logistic.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The weights: the largest as bars, and all in a table. */
final class CoefficientSection {

  private static final int MOST_BARS = 40;

  private CoefficientSection() {}

  static Html html(
      List<Coefficient> coefficients, boolean severalClasses, int leftOut, Charts charts)
      throws IOException {
    List<Coefficient> largest =
        coefficients.stream()
            .filter(coefficient -> Double.isFinite(coefficient.weight()))
            .sorted(
                Comparator.comparingDouble(
                    (Coefficient coefficient) -> -Math.abs(coefficient.weight())))
            .limit(MOST_BARS)
            .toList();
    Html figure =
        charts.figure(
            "Coefficients",
            "coefficients",
            "Weights by size",
            note(largest, coefficients.size(), severalClasses, leftOut),
            Map.of(
                "names", largest.stream().map(Coefficient::name).toList(),
                "weights", weights(largest)));
    return HtmlTables.section(
        "coefficients", "Coefficients", List.of(figure, table(coefficients, leftOut)));
  }

  private static List<@Nullable BigDecimal> weights(List<Coefficient> largest) {
    double range = largest.isEmpty() ? 0 : Math.abs(largest.get(0).weight());
    return Charts.drawn(largest.stream().mapToDouble(Coefficient::weight).toArray(), range);
  }

  private static String note(
      List<Coefficient> largest, int all, boolean severalClasses, int leftOut) {
    String shown =
        largest.size() == all
            ? "By absolute size."
            : "The largest %s by absolute size, and %s more in the table."
                .formatted(
                    NumberText.count(largest.size()), NumberText.count(all - largest.size()));
    String first =
        largest.isEmpty()
            ? ""
            : " The largest is %s with %s."
                .formatted(
                    ShortNames.shortened(largest.get(0).name()),
                    NumberText.text(largest.get(0).weight()));
    String named = severalClasses ? "the class that it begins with" : "the positive class";
    String others =
        leftOut == 0
            ? ""
            : " %s smaller weights are not on this page; the command inspect prints them."
                .formatted(NumberText.count(leftOut));
    return shown
        + others
        + first
        + " A weight above 0 favours %s, one below 0 disfavours it.".formatted(named);
  }

  private static Html table(List<Coefficient> coefficients, int leftOut) throws IOException {
    boolean raw = coefficients.stream().anyMatch(row -> row.rawWeight().isPresent());
    List<Html> rows = coefficients.stream().map(row -> HtmlTables.row(cells(row, raw))).toList();
    List<String> head = new ArrayList<>(List.of("Feature", "Weight"));
    if (raw) {
      head.add("Raw weight");
    }
    return HtmlTables.folded(
        coefficients.size() == 1
            ? "1 coefficient"
            : (leftOut > 0 ? "The largest " : "All ")
                + NumberText.count(coefficients.size())
                + " coefficients",
        "",
        HtmlTables.table(head, rows).in("table class=\"numbers\""));
  }

  private static List<String> cells(Coefficient coefficient, boolean raw) {
    List<String> cells = new ArrayList<>();
    cells.add(coefficient.name());
    cells.add(NumberText.text(coefficient.weight()));
    if (raw) {
      cells.add(NumberText.text(coefficient.rawWeight().orElse(Double.NaN)));
    }
    return cells;
  }
}
