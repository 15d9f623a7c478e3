package dev.logistic.djl;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.ModelCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The probabilities of classes, from logits of shape (rows, outputs).
 *
 * @param classes of the model, in order
 * @param outputs 1 for two classes, else one per class
 * @param threshold the smallest probability at which the positive class of two is predicted
 */
record ProbabilityRows(List<String> classes, int outputs, double threshold) {

  static ProbabilityRows of(ModelCard card) {
    return new ProbabilityRows(card.classes(), card.outputs(), card.threshold());
  }

  /**
   * One list of probabilities per row, in the order of the classes.
   *
   * @throws TranslateException if a row's features were too large for the model's type
   */
  List<List<Double>> ofRows(NDArray logits) throws TranslateException {
    double[] values;
    try (NDArray wide = logits.toType(DataType.FLOAT64, true)) {
      values = wide.toDoubleArray();
    }
    List<List<Double>> rows = new ArrayList<>();
    for (int at = 0; at < values.length; at += outputs) {
      double[] row = ClassProbabilities.of(Arrays.copyOfRange(values, at, at + outputs));
      if (Arrays.stream(row).anyMatch(Double::isNaN)) {
        throw new TranslateException(
            "row "
                + rows.size()
                + ": its features are too large for the model, the logits are not numbers");
      }
      rows.add(Arrays.stream(row).boxed().toList());
    }
    return rows;
  }

  /** The place of the predicted class. */
  int predicted(List<Double> probabilities) {
    double[] each = probabilities.stream().mapToDouble(Double::doubleValue).toArray();
    return ClassProbabilities.predicted(each, threshold);
  }

  /** The probabilities of the classes; the predicted class is the best. */
  Classifications classifications(List<Double> probabilities) {
    return new PredictedClass(classes, probabilities, predicted(probabilities));
  }
}
