package dev.logistic.serve;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** What {@code /metrics} reports. Thread-safe. */
final class Metrics {

  private final Map<Requests, LongAdder> requests = new ConcurrentHashMap<>();
  private final Latencies predictions = new Latencies();

  /** Requests that are counted together; paths that do not exist are one. */
  private record Requests(String path, int status) {}

  void count(Route route, int status, long nanos) {
    requests
        .computeIfAbsent(new Requests(route.label(), status), unknown -> new LongAdder())
        .increment();
    if (route == Route.PREDICT) {
      predictions.add(nanos);
    }
  }

  String text(Collection<HotModel> models, int inFlight) {
    MetricsText text = new MetricsText();
    text.family("requests_total", "counter", "Answered requests.");
    requests.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Requests, LongAdder> each) -> each.getKey().path())
                .thenComparingInt(each -> each.getKey().status()))
        .forEach(
            each ->
                text.sample(
                    "requests_total",
                    "{path=\"%s\",status=\"%d\"}"
                        .formatted(each.getKey().path(), each.getKey().status()),
                    each.getValue().sum()));
    text.family("requests_in_flight", "gauge", "Requests that are being answered, this one too.");
    text.sample("requests_in_flight", "", inFlight);
    predictions.write(
        text,
        "predict_seconds",
        "Time from a request's headers to its answer, without sending that.");
    write(text, models, "rows_total", "counter", "Scored rows.", HotModel::rows);
    write(
        text,
        models,
        "unseen_levels_total",
        "counter",
        "Texts that the training did not see.",
        HotModel::unseen);
    write(text, models, "reloads_total", "counter", "Models read again.", HotModel::reloads);
    write(
        text,
        models,
        "reload_failures_total",
        "counter",
        "Replaced directories that could not be read.",
        HotModel::failures);
    write(
        text,
        models,
        "reload_failed",
        "gauge",
        "1 while the directory cannot be read and an older model is served.",
        model -> model.failure().isPresent() ? 1 : 0);
    write(
        text,
        models,
        "model_loaded_timestamp_seconds",
        "gauge",
        "When the served model was read.",
        model -> model.loadedAt().getEpochSecond());
    return text.toString();
  }

  private static void write(
      MetricsText text,
      Collection<HotModel> models,
      String name,
      String type,
      String help,
      ToLongFunction<HotModel> value) {
    text.family(name, type, help);
    for (HotModel model : models) { // their names need no escapes
      text.sample(name, "{model=\"" + model.name() + "\"}", value.applyAsLong(model));
    }
  }
}
