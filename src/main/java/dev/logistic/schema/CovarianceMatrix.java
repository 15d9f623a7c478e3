package dev.logistic.schema;

import dev.logistic.files.CorruptFileException;
import dev.logistic.files.SafetensorsReader;
import dev.logistic.files.SafetensorsWriter;
import dev.logistic.files.Sha256;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of the coefficients on the scale of the input columns: the bias, then the weights
 * in the order of the features. Immutable. For use within this project.
 */
public final class CovarianceMatrix {

  /** The name of its file in a model directory. */
  public static final String FILE = "covariance.safetensors";

  private static final String ARRAY = "covariance";

  private final int size;
  private final double[] values;

  /**
   * Creates a matrix.
   *
   * @param size coefficients, including the bias
   * @param values row by row; not copied
   * @throws IllegalArgumentException if it has another number of values, or one is not finite
   */
  public CovarianceMatrix(int size, double[] values) {
    if (values.length != (long) size * size || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "expected %d x %d finite covariances, found %d values, or one that is not finite"
              .formatted(size, size, values.length));
    }
    this.size = size;
    this.values = values;
  }

  /** Number of coefficients, including the bias. */
  public int size() {
    return size;
  }

  /** Returns the covariance of two coefficients; the bias has index 0. */
  public double at(int row, int column) {
    return values[row * size + column];
  }

  /** Returns a row; a copy. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * size, (row + 1) * size);
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.array(ARRAY, true, List.of(size, size), values);
    Files.write(file, writer.encode());
  }

  /**
   * Reads the file after comparing its checksum.
   *
   * @param size that it must have
   * @param sha256 that it must have
   * @throws java.nio.file.NoSuchFileException if it is absent
   * @throws CorruptFileException naming the file if it is damaged or of another model
   * @throws IOException if it cannot be read
   */
  static CovarianceMatrix read(Path file, int size, String sha256) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CorruptFileException(file + " is damaged: it must be a file");
    }
    String found = Sha256.of(file);
    if (!found.equals(sha256)) {
      throw new CorruptFileException(
          "%s is damaged: its SHA-256 must be %s as model.json says, was %s"
              .formatted(file, sha256, found));
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return new CovarianceMatrix(size, SafetensorsReader.of(channel).values(ARRAY));
    } catch (CorruptFileException | IllegalArgumentException e) {
      throw new CorruptFileException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CovarianceMatrix matrix && Arrays.equals(values, matrix.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "CovarianceMatrix[%d x %d]".formatted(size, size);
  }
}
