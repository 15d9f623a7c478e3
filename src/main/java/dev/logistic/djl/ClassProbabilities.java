package dev.logistic.djl;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import dev.logistic.schema.ModelCard;
import java.util.ArrayList;
import java.util.List;

/**
 * The probabilities of classes, from logits of shape (rows, outputs).
 *
 * @param classes of the model, in order
 * @param outputs 1 where there are two classes, and else one a class
 */
record ClassProbabilities(List<String> classes, int outputs) {

  static ClassProbabilities of(ModelCard card) {
    return new ClassProbabilities(card.classes(), card.outputs());
  }

  /**
   * One list of probabilities a row, in the order of the classes.
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
      rows.add(outputs == 1 ? ofTwo(values[at]) : softmax(values, at));
    }
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).stream().anyMatch(p -> p.isNaN())) {
        throw new TranslateException(
            "row "
                + row
                + ": its features are too large for the model, the logits are not numbers");
      }
    }
    return rows;
  }

  private static List<Double> ofTwo(double logit) {
    return List.of(1 / (1 + Math.exp(logit)), 1 / (1 + Math.exp(-logit)));
  }

  /** {@code exp(z - max) / sum}, which cannot overflow. */
  private List<Double> softmax(double[] logits, int from) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < outputs; k++) {
      greatest = Math.max(greatest, logits[from + k]);
    }
    double sum = 0;
    double[] exponentials = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      exponentials[k] = Math.exp(logits[from + k] - greatest);
      sum += exponentials[k];
    }
    List<Double> probabilities = new ArrayList<>();
    for (double exponential : exponentials) {
      probabilities.add(exponential / sum);
    }
    return probabilities;
  }

  Classifications classifications(List<Double> probabilities) {
    return new Classifications(classes, probabilities);
  }
}
