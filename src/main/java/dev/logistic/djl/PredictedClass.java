package dev.logistic.djl;

import ai.djl.modality.Classifications;
import java.util.List;

/**
 * Probabilities of classes of which {@link #best} is the predicted class, from the model's
 * threshold on, and not always the most probable one.
 */
final class PredictedClass extends Classifications {

  private static final long serialVersionUID = 1L;

  private final int predicted;

  /**
   * @param predicted its place among the classes
   */
  PredictedClass(List<String> classes, List<Double> probabilities, int predicted) {
    super(classes, probabilities);
    this.predicted = predicted;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // DJL's signature
  public <T extends Classification> T best() {
    return item(predicted);
  }
}
