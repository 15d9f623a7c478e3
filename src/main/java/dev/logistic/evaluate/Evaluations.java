package dev.logistic.evaluate;

import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;

/**
 * Evaluates a model on labelled rows. Thread-safe; model and data stay the caller's.
 *
 * <pre>{@code
 * Figures training = Evaluations.of(model, table.training());
 * Optional<Figures> heldOut = table.validation().map(rows -> Evaluations.of(model, rows));
 * }</pre>
 */
public final class Evaluations {

  private static final Threshold HALF = Threshold.of(0.5);

  private Evaluations() {}

  /**
   * Evaluates; of two classes, the positive one is predicted from a probability of 0.5 on.
   *
   * @param data rows of the model's columns, on their scale or as prepared by the model's schema,
   *     with labels of the model's classes, of which some may be absent
   * @return an {@link Evaluation} for two classes, a {@link MulticlassEvaluation} for more
   * @throws IllegalArgumentException if columns or classes are not those of the model
   */
  public static Figures of(LogisticModel model, LabelledData data) {
    return of(model, data, HALF);
  }

  /**
   * As {@link #of(LogisticModel, LabelledData)}, with another threshold.
   *
   * @param threshold ignored for more than two classes
   * @throws IllegalArgumentException also if the threshold is {@code youden} and the rows are of
   *     one class
   */
  public static Figures of(LogisticModel model, LabelledData data, Threshold threshold) {
    return Scoring.of(model, data).evaluate(model.card().classes(), threshold);
  }
}
