package dev.logistic.serve;

import dev.logistic.score.Scorer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code /health} reports. */
final class Health {

  private Health() {}

  /** 200 as long as requests are answered, be it by an older model; 503 once stopping. */
  static Answer of(Collection<HotModel> models, boolean stopping) {
    boolean stale = models.stream().anyMatch(model -> model.failure().isPresent());
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", stopping ? "stopping" : stale ? "stale" : "ok");
    List<Map<String, Object>> each = new ArrayList<>();
    for (HotModel model : models) {
      each.add(of(model));
    }
    health.put("models", each);
    return Answer.json(stopping ? Refusal.STOPPING : Answer.OK, health);
  }

  private static Map<String, Object> of(HotModel model) {
    Scorer scorer = model.current().scorer();
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("name", model.name());
    known.put("classes", scorer.classes());
    if (scorer.classes().size() == 2) {
      known.put("threshold", scorer.threshold());
    }
    known.put("loaded", model.loadedAt().toString());
    known.put("reloads", model.reloads());
    model.failure().ifPresent(reason -> known.put("reload_failed", reason));
    return known;
  }
}
