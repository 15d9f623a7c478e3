package dev.logistic.cli;

import ai.djl.MalformedModelException;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.model.LogisticModel;
import java.nio.file.Path;
import java.util.List;

/** The settings that a model was trained with. */
final class ModelSettings {

  private ModelSettings() {}

  static Settings of(LogisticModel model, Path directory) throws MalformedModelException {
    try {
      return Settings.layered(
          List.of(new Layer(directory + "/model.json", model.card().settings())));
    } catch (SettingsException e) {
      throw new MalformedModelException(directory + " is damaged: " + e.getMessage(), e);
    }
  }
}
