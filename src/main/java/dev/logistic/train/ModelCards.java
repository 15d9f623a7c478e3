package dev.logistic.train;

import static java.util.Locale.ROOT;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Statistics;
import dev.logistic.solver.RowFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates the model cards of trained models. */
final class ModelCards {

  private ModelCards() {}

  /**
   * @param recorded settings; the device and the threads are replaced by those that were used
   * @param device that the training ran on
   */
  static ModelCard card(
      Settings settings,
      RowFacts facts,
      Map<String, String> recorded,
      Device device,
      ModelCard.TrainingData rows,
      Fit fit,
      double tolerance,
      Statistics statistics) {
    return new ModelCard(
        facts.modelSchema(),
        facts.classes(),
        used(recorded, device),
        settings.get(Settings.SEED),
        PyTorch.djlVersion(),
        PyTorch.version(),
        rows,
        metrics(fit, tolerance),
        statistics);
  }

  private static Map<String, Double> metrics(Fit fit, double tolerance) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", fit.loss());
    metrics.put("objective", fit.objective());
    metrics.put("gradient_norm", fit.gradientNorm());
    metrics.put("tolerance", tolerance);
    fit.provenGap().ifPresent(gap -> metrics.put("optimality_gap", gap));
    return metrics;
  }

  private static Map<String, String> used(Map<String, String> recorded, Device device) {
    Map<String, String> used = new LinkedHashMap<>(recorded);
    used.put(Settings.DEVICE.name(), Devices.name(device));
    used.put(Settings.THREADS.name(), Integer.toString(PyTorch.threads()));
    return used;
  }

  /** The settings for data from the caller: without those about a source. */
  static Map<String, String> settings(Settings effective, DataType type, Device device) {
    Map<String, String> recorded = new LinkedHashMap<>(effective.toMap());
    recorded.keySet().removeIf(name -> name.startsWith("data."));
    recorded.put(Settings.PRECISION.name(), type.name().toLowerCase(ROOT));
    recorded.put(Settings.DEVICE.name(), Devices.name(device));
    return recorded;
  }
}
