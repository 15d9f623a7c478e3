package dev.logistic.cli;

import ai.djl.MalformedModelException;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.ModelCard;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The covariance in a model directory, or the reason why there is none.
 *
 * @param known the covariance
 * @param refused why it is absent; empty if it is known
 */
record KeptCovariance(Optional<CovarianceMatrix> known, String refused) {

  /** Reads the file, if the model has statistics. */
  static KeptCovariance of(Path modelDirectory, ModelCard card)
      throws IOException, MalformedModelException {
    if (card.statistics().known().isEmpty()) {
      return new KeptCovariance(Optional.empty(), "the model has no statistics");
    }
    try {
      return new KeptCovariance(
          ModelDirectory.covariance(modelDirectory),
          "the model was saved without the covariance of its coefficients, as by earlier versions:"
              + " train it again to get it");
    } catch (NoSuchFileException e) {
      return new KeptCovariance(
          Optional.empty(), e.getFile() + " is absent: this copy of the model was made without it");
    }
  }

  /** Adds the rows of numbers, or the reason. */
  void addTo(Map<String, Object> object) {
    known.ifPresentOrElse(
        matrix ->
            object.put(
                "covariance", IntStream.range(0, matrix.size()).mapToObj(matrix::row).toList()),
        () -> object.put("covariance_refused", refused));
  }
}
