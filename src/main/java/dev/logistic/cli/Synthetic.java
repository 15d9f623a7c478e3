package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;

/** The source {@code synthetic}. */
final class Synthetic {

  private Synthetic() {}

  /** Draws the rows that the settings describe. */
  static SyntheticData draw(Settings settings, Device device) {
    DataType type =
        switch (settings.get(Settings.PRECISION)) {
          case FLOAT32 -> DataType.FLOAT32;
          case FLOAT64 -> DataType.FLOAT64;
        };
    return SyntheticData.draw(
        settings.get(Settings.SEED),
        settings.get(Settings.SAMPLES),
        settings.get(Settings.COEFFICIENTS),
        type,
        device);
  }
}
