package dev.logistic.model;

import ai.djl.MalformedModelException;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The covariance of a model's coefficients, or the reason why there is none. For use within this
 * project.
 *
 * @param known the covariance
 * @param refused why it is absent, and how to get it; empty if it is known
 */
public record KeptCovariance(Optional<CovarianceMatrix> known, String refused) {

  private static final String NOT_KEPT =
      "the model was saved without the covariance of its coefficients, as by earlier versions:"
          + " train it again to get it";

  /** Returns that of a model in memory, as a training has created it. */
  public static KeptCovariance of(ModelCard card) {
    return new KeptCovariance(
        card.statistics().known().flatMap(FitStatistics::covariance),
        card.statistics().refused().orElse(NOT_KEPT));
  }

  /**
   * Reads the file, if the model has statistics.
   *
   * @param card of the model in the directory
   */
  public static KeptCovariance of(Path modelDirectory, ModelCard card)
      throws IOException, MalformedModelException {
    if (card.statistics().known().isEmpty()) {
      return of(card);
    }
    try {
      return new KeptCovariance(ModelDirectory.covariance(modelDirectory), NOT_KEPT);
    } catch (NoSuchFileException e) {
      return new KeptCovariance(
          Optional.empty(), e.getFile() + " is absent: this copy of the model was made without it");
    }
  }

  /**
   * Returns the covariance.
   *
   * @param use what needs it, for the message
   * @throws IllegalArgumentException if there is none; the message states why, and how to get it
   */
  public CovarianceMatrix require(String use) {
    return known.orElseThrow(
        () ->
            new IllegalArgumentException(
                "%s the covariance of the coefficients, which this model does not have: %s"
                    .formatted(use, refused)));
  }
}
