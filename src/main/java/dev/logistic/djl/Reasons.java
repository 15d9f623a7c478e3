package dev.logistic.djl;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.logistic.model.LargestContributions;
import dev.logistic.schema.Contributions;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that contribute most to the logit of each row, for requests with the parameter {@code
 * contributions=N}, which DJL Serving adds to the content of the input.
 */
final class Reasons {

  private static final String PARAMETER = "contributions";

  private Reasons() {}

  /**
   * Returns how many columns a request asks for; 0 for none.
   *
   * @throws TranslateException if that is not a number of columns
   */
  static int asked(Input input) throws TranslateException {
    @Nullable String count = input.getAsString(PARAMETER);
    try {
      return count == null ? 0 : LargestContributions.count(count);
    } catch (IllegalArgumentException e) {
      throw new TranslateException(e.getMessage()); // as in RowFeatures
    }
  }

  /**
   * Returns a list of objects with {@code column} and {@code contribution} for each row.
   *
   * @param features of the rows, on the scale of the columns
   * @param count of columns, at least 1
   * @throws TranslateException if the model has no contributions, or one overflows
   */
  static List<JsonArray> of(
      Model model, FeatureSchema schema, List<String> classes, NDList features, int count)
      throws TranslateException {
    if (features.size() != 1) {
      throw new TranslateException(
          "contributions are not for models of %d features, whose rows are sparse"
              .formatted(schema.width()));
    }
    Contributions contributions;
    try {
      contributions = new Contributions(schema, classes, weights(model));
    } catch (IllegalArgumentException e) {
      throw new TranslateException(e.getMessage());
    }
    double[] values = features.singletonOrThrow().toDoubleArray();
    List<JsonArray> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += contributions.width()) {
      double[] each = contributions.of(values, from);
      if (!Arrays.stream(each).allMatch(Double::isFinite)) {
        throw new TranslateException(
            "row %d: its numbers are too large for the model: its logit overflows"
                .formatted(rows.size()));
      }
      rows.add(largest(contributions, each, count));
    }
    return rows;
  }

  /** The block may be of another class loader, and is read by DJL's types alone. */
  private static double[] weights(Model model) {
    NDArray weights = model.getBlock().getParameters().get("weight").getArray();
    try (NDArray wide = weights.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  private static JsonArray largest(Contributions contributions, double[] each, int count) {
    JsonArray reasons = new JsonArray();
    for (int place : LargestContributions.places(each, count)) {
      JsonObject reason = new JsonObject();
      reason.addProperty("column", contributions.columns().get(place));
      reason.addProperty("contribution", each[place]);
      reasons.add(reason);
    }
    return reasons;
  }
}
