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
                    ? "; the largest %s within one standard error of the best is chosen"
                        .formatted(path.kind())
                    : ""));
    out.println(line(path.kind().toString(), "log-loss", "standard error", ""));
    for (RegularizationPath.Point point : path.points()) {
      out.println(
          line(
              value(point.value()),
              FixedDecimals.of(point.logLoss(), 4),
              FixedDecimals.of(point.standardError(), 4),
              mark(path, point)));
    }
    path.expectedLogLoss()
        .ifPresent(
            loss ->
                out.println(
                    "Log-loss to expect, corrected for the choice of %s: %s"
                        .formatted(path.kind(), FixedDecimals.of(loss, 4))));
    path.nestedLogLoss()
        .ifPresent(
            nested ->
                out.println(
                    "Log-loss to expect by nested cross-validation: %s (standard error %s)"
                        .formatted(
                            FixedDecimals.of(nested.logLoss(), 4),
                            FixedDecimals.of(nested.standardError(), 4))));
    out.println();
    out.flush();
  }

  private static String mark(RegularizationPath path, RegularizationPath.Point point) {
    if (point.equals(path.chosen())) {
      return "  chosen";
    }
    return point.equals(path.best()) ? "  best" : "";
  }

  private static String line(String value, String logLoss, String standardError, String mark) {
    return LINE.formatted(value, logLoss, standardError, mark);
  }

  private static String value(double value) {
    return String.format(Locale.ROOT, "%.5e", value);
  }

  /** Warnings about fits that did not reach their optimum. */
  static List<String> warnings(RegularizationPath path) {
    List<String> warnings = new ArrayList<>();
    long unconverged =
        path.points().stream().mapToLong(RegularizationPath.Point::unconverged).sum();
    if (unconverged > 0) {
      double largest =
          path.points().stream()
              .filter(point -> point.unconverged() > 0)
              .mapToDouble(RegularizationPath.Point::value)
              .max()
              .orElseThrow();
      warnings.add(
          "%d of the %d fits of the cross-validation have not converged, at %s of %s and below; raise train.epochs, try engine.precision=float64, or leave such values out by --%s-grid"
              .formatted(
                  unconverged,
                  (long) path.folds() * path.points().size(),
                  path.kind(),
                  value(largest),
                  path.kind()));
    }
    path.nestedLogLoss()
        .filter(nested -> nested.unconverged() > 0)
        .ifPresent(
            nested ->
                warnings.add(
                    "fits of the nested cross-validation have not converged; raise train.epochs, try engine.precision=float64, or leave small values out by --%s-grid"
                        .formatted(path.kind())));
    return warnings;
  }

  /** Its part of {@code train --json}. */
  static Map<String, @Nullable Object> toMap(RegularizationPath path) {
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (RegularizationPath.Point point : path.points()) {
      Map<String, @Nullable Object> figures = new LinkedHashMap<>();
      figures.put(path.kind().toString(), point.value());
      figures.put("log_loss", finite(point.logLoss()));
      figures.put("standard_error", finite(point.standardError()));
      figures.put("unconverged", point.unconverged());
      points.add(figures);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("folds", path.folds());
    map.put("rule", path.oneStandardError() ? "1se" : "best");
    map.put("best_" + path.kind(), path.best().value());
    map.put("chosen_" + path.kind(), path.chosen().value());
    OptionalDouble expected = path.expectedLogLoss();
    map.put("expected_log_loss", expected.isPresent() ? expected.getAsDouble() : null);
    path.nestedLogLoss()
        .ifPresent(
            nested -> {
              map.put("nested_log_loss", finite(nested.logLoss()));
              map.put("nested_standard_error", finite(nested.standardError()));
            });
    map.put("seconds", path.seconds());
    map.put("path", points);
    return map;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? Double.valueOf(value) : null;
  }
}
