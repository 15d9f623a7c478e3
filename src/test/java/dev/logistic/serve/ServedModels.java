package dev.logistic.serve;

import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models of customers on disk, and rows for them. */
final class ServedModels {

  private static final List<String> CITIES = List.of("Basel", "Bern", "Genève", "Chur");

  private ServedModels() {}

  /** Saves a model, in place of the one at that path if any. */
  static Scorer save(int classes, double threshold, Path directory) throws IOException {
    LogisticModel model = SampleModels.ofCustomers(classes);
    try (LogisticModel saved = classes == 2 ? SampleModels.withThreshold(model, threshold) : model;
        PendingDirectory pending = PendingDirectory.at(directory, true)) {
      ModelDirectory.save(saved, pending);
    }
    return Scorer.load(directory);
  }

  /** Every fourth has a city that the training did not see. */
  static Map<String, Object> row(int row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("age", row % 90);
    cells.put("city", CITIES.get(row % 4));
    cells.put("income, yearly", 0.1 * row - 50);
    cells.put("member", row % 2 == 1);
    cells.put("plan", row % 3 == 0 ? "A" : "B");
    return cells;
  }
}
