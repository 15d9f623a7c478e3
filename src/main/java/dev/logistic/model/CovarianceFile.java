package dev.logistic.model;

import dev.logistic.files.CorruptFileException;
import dev.logistic.files.SafetensorsReader;
import dev.logistic.files.SafetensorsWriter;
import dev.logistic.files.Sha256;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.ModelJson;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The covariance of a model's coefficients in a file of its directory. */
final class CovarianceFile {

  /** The name of the file. */
  static final String NAME = "covariance.safetensors";

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
