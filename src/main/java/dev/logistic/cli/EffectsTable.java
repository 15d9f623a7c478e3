package dev.logistic.cli;

import dev.logistic.effects.MarginalEffects;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceKind;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Marginal effects and adjusted predictions, for people and for programs.
 *
 * @param level of the intervals
 * @param format of the printed table
 */
record EffectsTable(ConfidenceLevel level, StatisticsFormat format) {

  private static final List<String> FIELDS =
      List.of("name", "change", "at", "estimate", "standard_error", "z", "p", "ci_low", "ci_high");

  /** Returns the fields of {@code --json}. */
  Map<String, Object> toMap(MarginalEffects effects, ModelCard card) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rows", effects.rows());
    object.put("positive_class", card.classes().get(1));
    object.put("effects", effects.effects().stream().map(this::map).toList());
    object.put("predictions", effects.predictions().stream().map(this::map).toList());
    object.put("level", level.value());
    CovarianceKind kind = kind(card);
    object.put("covariance_kind", kind.name());
    if (!kind.factor().isEmpty()) {
      object.put("covariance_factor", kind.factor());
    }
    return object;
  }

  private static CovarianceKind kind(ModelCard card) {
    return card.statistics().known().map(FitStatistics::covarianceKind).orElseThrow();
  }

  private Map<String, Object> map(MarginalEffects.Effect effect) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", effect.figures().name());
    map.put("column", effect.column());
    map.put("change", effect.change());
    putAt(effect.at(), map);
    putEstimate(effect.figures(), map);
    map.put("z", effect.figures().z());
    map.put("p", PValues.of(effect.figures()));
    putInterval(effect.figures(), map);
    return map;
  }

  private Map<String, Object> map(MarginalEffects.Prediction prediction) {
    Map<String, Object> map = new LinkedHashMap<>();
    putAt(prediction.at(), map);
    putEstimate(prediction.figures(), map);
    putInterval(prediction.figures(), map);
    return map;
  }

  private static void putAt(Map<String, Object> at, Map<String, Object> map) {
    if (!at.isEmpty()) {
      map.put("at", at);
    }
  }

  private static void putEstimate(CoefficientStatistic figures, Map<String, Object> map) {
    map.put("estimate", figures.estimate());
    map.put("standard_error", figures.standardError());
  }

  private void putInterval(CoefficientStatistic figures, Map<String, Object> map) {
    map.put("ci_low", level.low(figures));
    map.put("ci_high", level.high(figures));
  }

  /** Prints the effects and then the predictions, as text with a few words about them. */
  void print(MarginalEffects effects, ModelCard card, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    for (MarginalEffects.Effect each : effects.effects()) {
      rows.add(cells(each.figures(), each.change(), each.at(), true));
    }
    for (MarginalEffects.Prediction each : effects.predictions()) {
      rows.add(cells(each.figures(), "", each.at(), false));
    }
    if (format == StatisticsFormat.TEXT) {
      out.printf(
          Locale.ROOT,
          "Average effects on the probability of %s over %d rows%n",
          card.classes().get(1),
          effects.rows());
      if (!kind(card).equals(CovarianceKind.MODEL)) {
        out.println("Covariance: " + kind(card));
      }
      out.println();
    }
    format.write(head(), rows, out);
    out.flush();
  }

  private List<String> head() {
    return format.isForPrograms()
        ? FIELDS
        : List.of("", "effect", "standard error", "z", "p", StatisticsTable.from(level), "to");
  }

  private List<String> cells(
      CoefficientStatistic row, String change, Map<String, Object> at, boolean tested) {
    boolean exact = format.isForPrograms();
    List<String> cells = new ArrayList<>();
    String values =
        at.entrySet().stream()
            .map(each -> each.getKey() + "=" + text(each.getValue()))
            .collect(Collectors.joining(", "));
    if (exact) {
      cells.addAll(List.of(row.name(), change, values));
    } else {
      boolean isChange = change.contains(" to ");
      cells.add(
          row.name()
              + (isChange ? " (" + change + ")" : "")
              + (values.isEmpty() ? "" : " at " + values));
    }
    cells.add(number(row.estimate()));
    cells.add(number(row.standardError()));
    cells.add(!tested ? "" : exact ? number(row.z()) : String.format(Locale.ROOT, "%.3f", row.z()));
    cells.add(!tested ? "" : exact ? number(PValues.of(row)) : StatisticsTable.p(PValues.of(row)));
    cells.add(number(level.low(row)));
    cells.add(number(level.high(row)));
    return cells;
  }

  /** 40 for 40.0. */
  private static String text(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value.toString();
  }

  private String number(double value) {
    return format.isForPrograms()
        ? Double.toString(value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
