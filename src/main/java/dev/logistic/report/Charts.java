package dev.logistic.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the charts: their places on the page, and the data that {@code report.js} draws. */
final class Charts {

  /** Escapes what would end the script element; see GsonBuilder.disableHtmlEscaping. */
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private final Map<String, Map<String, Object>> data = new LinkedHashMap<>();

  /**
   * Adds a chart.
   *
   * @param section that contains it
   * @param kind of the chart, as report.js names it
   * @param heading above it
   * @param note below the heading, which states the chart's figures; also the canvas's label for
   *     screen readers
   * @param values the data of that kind of chart
   */
  Html figure(String section, String kind, String heading, String note, Map<String, Object> values)
      throws IOException {
    String id = "chart-" + data.size();
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", kind);
    chart.putAll(values);
    data.put(id, chart);
    return Template.of("figure.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "kind", Html.text(kind),
                "heading", Html.text(heading),
                "note", Html.text(note),
                "label", Html.text("%s, %s. %s".formatted(section, heading, note))));
  }

  /** The data of all charts as JSON that is safe in a script element. */
  Html json() {
    return new Html(GSON.toJson(data));
  }

  /** Values as they can be distinguished on an axis of that range; null, a gap, if not finite. */
  static List<@Nullable BigDecimal> drawn(double[] values, double range) {
    List<@Nullable BigDecimal> drawn = new ArrayList<>(values.length);
    Arrays.stream(values).forEach(value -> drawn.add(drawn(value, range)));
    return drawn;
  }

  private static @Nullable BigDecimal drawn(double value, double range) {
    return Double.isFinite(value) ? NumberText.rounded(value, range) : null;
  }
}
