package dev.logistic.cli;

import dev.logistic.console.FixedDecimals;
import dev.logistic.selection.RegularizationPath;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prints a cross-validation for people and as JSON. */
final class PathTable {

  private static final String LINE = "%-11s  %8s  %14s%s";

  private PathTable() {}

  static void print(PrintWriter out, RegularizationPath path) {
    out.println(
        "Cross-validation, %d folds%s:"
            .formatted(
                path.folds(),
                path.oneStandardError()
                    ? "; the largest l2 within one standard error of the best is chosen"
                    : ""));
    out.println(line("l2", "log-loss", "standard error", ""));
    for (RegularizationPath.Point point : path.points()) {
      out.println(
          line(
              l2(point.l2()),
              FixedDecimals.of(point.logLoss(), 4),
              FixedDecimals.of(point.standardError(), 4),
              mark(path, point)));
    }
    path.expectedLogLoss()
        .ifPresent(
            loss ->
                out.println(
                    "Log-loss to expect, corrected for the choice of l2: "
                        + FixedDecimals.of(loss, 4)));
    out.println();
    out.flush();
  }

  private static String mark(RegularizationPath path, RegularizationPath.Point point) {
    if (point.equals(path.chosen())) {
      return "  chosen";
    }
    return point.equals(path.best()) ? "  best" : "";
  }

  private static String line(String l2, String logLoss, String standardError, String mark) {
    return LINE.formatted(l2, logLoss, standardError, mark);
  }

  private static String l2(double value) {
    return String.format(Locale.ROOT, "%.5e", value);
  }

  /** Warnings about fits that did not reach their optimum. */
  static List<String> warnings(RegularizationPath path) {
    long unconverged =
        path.points().stream().mapToLong(RegularizationPath.Point::unconverged).sum();
    if (unconverged == 0) {
      return List.of();
    }
    double largest =
        path.points().stream()
            .filter(point -> point.unconverged() > 0)
            .mapToDouble(RegularizationPath.Point::l2)
            .max()
            .orElseThrow();
    return List.of(
        "%d of the %d fits of the cross-validation have not converged, at l2 of %s and below; raise train.epochs, try engine.precision=float64, or leave such values out by --l2-grid"
            .formatted(unconverged, (long) path.folds() * path.points().size(), l2(largest)));
  }

  /** Its part of {@code train --json}. */
  static Map<String, @Nullable Object> toMap(RegularizationPath path) {
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (RegularizationPath.Point point : path.points()) {
      Map<String, @Nullable Object> figures = new LinkedHashMap<>();
      figures.put("l2", point.l2());
      figures.put("log_loss", finite(point.logLoss()));
      figures.put("standard_error", finite(point.standardError()));
      figures.put("unconverged", point.unconverged());
      points.add(figures);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("folds", path.folds());
    map.put("rule", path.oneStandardError() ? "1se" : "best");
    map.put("best_l2", path.best().l2());
    map.put("chosen_l2", path.chosen().l2());
    OptionalDouble expected = path.expectedLogLoss();
    map.put("expected_log_loss", expected.isPresent() ? expected.getAsDouble() : null);
    map.put("seconds", path.seconds());
    map.put("path", points);
    return map;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? Double.valueOf(value) : null;
  }
}
