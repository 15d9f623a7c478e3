package dev.logistic.model;

import dev.logistic.files.CorruptFileException;
import dev.logistic.files.SafetensorsReader;
import dev.logistic.files.SafetensorsWriter;
import dev.logistic.files.Sha256;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.ModelJson;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The covariance of a model's coefficients in a file of its directory. */
final class CovarianceFile {

  private static final String ARRAY = "covariance";

  private CovarianceFile() {}

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  static void write(CovarianceMatrix covariance, Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.array(ARRAY, true, List.of(covariance.size(), covariance.size()), covariance.values());
    Files.write(file, writer.encode());
  }

  /**
   * Returns a model's metadata with the covariance; as they are where it was not saved or its file
   * is absent.
   *
   * @throws CorruptFileException as {@link #read}
   * @throws IOException if it cannot be read
   */
  static ModelCard addedTo(ModelCard card, ModelJson json, Path file) throws IOException {
    Optional<FitStatistics> known = card.statistics().known();
    if (known.isEmpty() || !Files.exists(file)) {
      return card;
    }
    FitStatistics fit = known.get();
    return new ModelCard(
        card.schema(),
        card.classes(),
        card.settings(),
        card.seed(),
        card.djlVersion(),
        card.pytorchVersion(),
        card.trainingData(),
        card.metrics(),
        Statistics.of(
            new FitStatistics(
                fit.coefficients(),
                fit.logLikelihood(),
                fit.nullLogLikelihood(),
                fit.rows(),
                fit.covarianceKind(),
                fit.ofSurvey(),
                read(json, card, file),
                fit.tests(),
                fit.penalised(),
                fit.targets())),
        card.threshold());
  }

  /**
   * Reads the file after comparing its checksum.
   *
   * @param json of the model
   * @param card of the model
   * @return empty if the model was saved without one
   * @throws java.nio.file.NoSuchFileException if it is absent
   * @throws CorruptFileException naming the file if it is damaged or of another model
   * @throws IOException if it cannot be read
   */
  static Optional<CovarianceMatrix> read(ModelJson json, ModelCard card, Path file)
      throws IOException {
    Optional<String> sha256 = json.covarianceSha256();
    if (sha256.isEmpty()) {
      return Optional.empty();
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CorruptFileException(file + " is damaged: it must be a file");
    }
    String found = Sha256.of(file);
    if (!found.equals(sha256.get())) {
      throw new CorruptFileException(
          "%s is damaged: its SHA-256 must be %s as model.json says, was %s"
              .formatted(file, sha256.get(), found));
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      int size = (card.learnedFeatures() + 1) * (card.classes().size() - 1);
      return Optional.of(new CovarianceMatrix(size, SafetensorsReader.of(channel).values(ARRAY)));
    } catch (CorruptFileException | IllegalArgumentException e) {
      throw new CorruptFileException(file + " is damaged: " + e.getMessage(), e);
    }
  }
}
