package dev.logistic.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The weights, the largest as bars and all in a table. */
final class CoefficientSection {

  private static final int MOST_BARS = 40;

  private CoefficientSection() {}

  static Html html(List<Coefficient> coefficients, boolean severalClasses, Charts charts)
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
            note(largest, coefficients.size(), severalClasses),
            Map.of(
                "names", largest.stream().map(Coefficient::name).toList(),
                "weights", weights(largest)));
    return Tables.section("coefficients", "Coefficients", List.of(figure, table(coefficients)));
  }

  private static List<@Nullable BigDecimal> weights(List<Coefficient> largest) {
    double range = largest.isEmpty() ? 0 : Math.abs(largest.get(0).weight());
    return Charts.drawn(largest.stream().mapToDouble(Coefficient::weight).toArray(), range);
  }

  private static String note(List<Coefficient> largest, int all, boolean severalClasses) {
    String shown =
        largest.size() == all
            ? "By absolute size."
            : "The largest %s by absolute size, and %s more in the table."
                .formatted(Numbers.count(largest.size()), Numbers.count(all - largest.size()));
    String first =
        largest.isEmpty()
            ? ""
            : " First is %s with %s."
                .formatted(
                    Names.shortened(largest.get(0).name()), Numbers.text(largest.get(0).weight()));
    String named = severalClasses ? "the class that it begins with" : "the positive class";
    return shown
        + first
        + " A weight above 0 speaks for %s, one below against it.".formatted(named);
  }

  private static Html table(List<Coefficient> coefficients) throws IOException {
    boolean raw = coefficients.stream().anyMatch(row -> row.rawWeight().isPresent());
    List<Html> rows =
        coefficients.stream().map(coefficient -> Tables.row(cells(coefficient, raw))).toList();
    List<String> head =
        raw ? List.of("Feature", "Weight", "Raw weight") : List.of("Feature", "Weight");
    return Tables.folded(
        coefficients.size() == 1
            ? "1 coefficient"
            : "All " + Numbers.count(coefficients.size()) + " coefficients",
        "",
        Tables.table(head, rows).in("table class=\"numbers\""));
  }

  private static List<String> cells(Coefficient coefficient, boolean raw) {
    Stream<String> cells = Stream.of(coefficient.name(), Numbers.text(coefficient.weight()));
    double rawWeight = coefficient.rawWeight().orElse(Double.NaN);
    return (raw ? Stream.concat(cells, Stream.of(Numbers.text(rawWeight))) : cells).toList();
  }
}
