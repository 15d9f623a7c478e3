package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SyntheticData;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.Names;
import dev.logistic.train.Tables;
import java.util.Arrays;

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

  /** Returns the features of rows as Java's arrays. */
  static double[][] features(LabelledData rows) {
    int width = rows.featureNames().size();
    try (NDManager scratch = rows.newManager();
        NDArray wide =
            rows.features().get(scratch, new NDIndex(":")).toType(DataType.FLOAT64, true)) {
      double[] flat = wide.toDoubleArray();
      double[][] features = new double[flat.length / width][];
      Arrays.setAll(features, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
      return features;
    }
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
