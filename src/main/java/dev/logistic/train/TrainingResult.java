package dev.logistic.train;

import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a training. Owns the model, which closing this closes, until {@link #takeModel}.
 * Safe for several threads.
 */
public final class TrainingResult implements AutoCloseable {

  private final LogisticModel model;
  private final Stop stop;
  private final Fit fit;
  private final double seconds;
  private final List<String> warnings;
  private final Optional<String> unconverged;
  private volatile boolean taken;

  /**
   * @param warnings of the training
   * @param unconverged why it did not converge; empty if it did
   */
  TrainingResult(
      LogisticModel model,
      Stop stop,
      Fit fit,
      double seconds,
      List<String> warnings,
      Optional<String> unconverged) {
    this.model = model;
    this.stop = stop;
    this.fit = fit;
    this.seconds = seconds;
    this.warnings = List.copyOf(warnings);
    this.unconverged = unconverged;
  }

  /** The trained model, which this closes unless it was taken. */
  public LogisticModel model() {
    return model;
  }

  /** Why the training ended. */
  public Stop stop() {
    return stop;
  }

  /** How good the model is on the training rows. */
  public Fit fit() {
    return fit;
  }

  /** The time of the solver. */
  public double seconds() {
    return seconds;
  }

  /** Standard errors and the like of the coefficients, or the reason why there are none. */
  public Statistics statistics() {
    return model.card().statistics();
  }

  /**
   * What a user should know: the warnings of the table that was trained on, then one if a solver
   * that goes to the optimum did not reach it and was not asked to stop, and one if a column alone
   * separates the classes. They name settings, such as {@code train.epochs}. The {@code train}
   * command prints the same.
   */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Returns this if the training converged; otherwise closes it, so that a call in the head of a
   * {@code try} leaks nothing, and throws.
   *
   * @throws UnconvergedException with the figures that miss their limits and what would help
   */
  public TrainingResult requireConverged() {
    if (unconverged.isPresent()) {
      model.close("requireConverged() closed the result of a fit that did not converge");
      throw new UnconvergedException(unconverged.get());
    }
    return this;
  }

  /**
   * Returns the model, which the caller closes from now on; closing this leaves it open.
   *
   * @throws IllegalStateException if it is closed already
   */
  public LogisticModel takeModel() {
    model.requireOpen();
    taken = true;
    return model;
  }

  /** Returns this result, which hands over its model, with warnings before its own. */
  TrainingResult withEarlier(List<String> earlier) {
    return new TrainingResult(
        model,
        stop,
        fit,
        seconds,
        Stream.concat(earlier.stream(), warnings.stream()).toList(),
        unconverged);
  }

  /** Closes the model, unless it was taken. */
  @Override
  public void close() {
    if (!taken) {
      model.close("its TrainingResult was closed; takeModel() keeps a model open");
    }
  }

  @Override
  public String toString() {
    return "TrainingResult[%s after %d, loss %s, %s]"
        .formatted(stop.reason(), stop.iterations(), fit.loss(), model);
  }
}
