package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SyntheticData;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.Names;
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

  /**
   * Checks that a model can be applied to such rows.
   *
   * @throws IllegalArgumentException if not, saying why
   */
  static void requireFit(LogisticModel model, LabelledData rows) {
    if (!rows.featureNames().equals(model.card().features())) {
      throw new IllegalArgumentException(
          "the model needs the columns [%s], the rows have [%s]"
              .formatted(Names.listed(model.card().features()), Names.listed(rows.featureNames())));
    }
    if (!rows.schema().equals(model.card().schema())) {
      throw new IllegalArgumentException(
          "the model scales its columns as those of the table it was trained on; synthetic rows are"
              + " for models of the original program");
    }
  }
}
