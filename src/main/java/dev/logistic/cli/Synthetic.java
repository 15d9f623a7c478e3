package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.train.Tables;

/** The source {@code synthetic}. */
final class Synthetic {

  private Synthetic() {}

  /** Draws the rows that the settings describe. */
  static SyntheticData draw(Settings settings, Device device) {
    return SyntheticData.draw(
        settings.get(Settings.SEED),
        settings.get(Settings.SAMPLES),
        settings.get(Settings.COEFFICIENTS),
        Tables.type(settings),
        device);
  }
}
