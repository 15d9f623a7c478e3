package dev.logistic.train;

import static java.util.Locale.ROOT;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.FeatureSchema;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.ModelCard;
import dev.logistic.model.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what is known of a model that has been trained. */
final class Cards {

  private Cards() {}

  static ModelCard card(
      Settings settings,
      FeatureSchema schema,
      List<String> classes,
      Map<String, String> recorded,
      ModelCard.TrainingData rows,
      Fit fit,
      double tolerance,
      Statistics statistics) {
    return new ModelCard(
        schema,
        classes,
        recorded,
        settings.get(Settings.SEED),
        PyTorch.djlVersion(),
        PyTorch.version(),
        rows,
        Map.of(
            "loss",
            fit.loss(),
            "objective",
            fit.objective(),
            "gradient_norm",
            fit.gradientNorm(),
            "tolerance",
            tolerance),
        statistics);
  }

  /** The settings where the caller brought the data: nothing about a source, and what they are. */
  static Map<String, String> settings(Settings effective, DataType type, Device device) {
    Map<String, String> recorded = new LinkedHashMap<>(effective.toMap());
    recorded.keySet().removeIf(name -> name.startsWith("data."));
    recorded.put(Settings.PRECISION.name(), type.name().toLowerCase(ROOT));
    recorded.put(Settings.DEVICE.name(), Devices.name(device));
    return recorded;
  }
}
