package dev.logistic.score;

import dev.logistic.files.CorruptFileException;
import dev.logistic.files.SafetensorsReader;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Exported weights, a file of the safetensors format; see {@link SafetensorsReader}. */
final class WeightsFile implements AutoCloseable {

  /** About the largest array of bytes. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private final Path file;
  private final SeekableByteChannel channel;
  private final SafetensorsReader reader;

  private WeightsFile(Path file, SeekableByteChannel channel, SafetensorsReader reader) {
    this.file = file;
    this.channel = channel;
    this.reader = reader;
  }

  /**
   * Opens a file and compares its values with their checksum.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  static WeightsFile open(Path file) throws IOException {
    if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES)) {
      throw new IOException(file + " must be a file of at most " + MAX_BYTES + " bytes");
    }
    SeekableByteChannel channel = Files.newByteChannel(file);
    try {
      WeightsFile weights = new WeightsFile(file, channel, SafetensorsReader.of(channel));
      weights.requireIntact();
      return weights;
    } catch (CorruptFileException e) {
      channel.close();
      throw new IOException(file + " is not a safetensors file: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Compares the values with their checksum; exports of earlier versions have none. */
  private void requireIntact() throws IOException {
    String expected = reader.metadata().get("values_sha256");
    String found = expected == null ? null : reader.valuesSha256();
    if (expected != null && !expected.equals(found)) {
      throw new IOException(
          "%s is damaged: the SHA-256 of its values must be %s as its values_sha256 says, was %s"
              .formatted(file, expected, found));
    }
  }

  /**
   * Refuses weights whose metadata name another model.
   *
   * @throws IOException naming both
   */
  void requireOf(String paramsSha256) throws IOException {
    String found = reader.metadata().get("params_sha256");
    if (found != null && !found.equals(paramsSha256)) {
      throw new IOException(
          "%s belongs to another model: its params_sha256 must be %s as model.json says, was %s"
              .formatted(file, paramsSha256, found));
    }
  }

  /**
   * The values of an array, row by row.
   *
   * @throws IOException if there is no array of that name and shape
   */
  double[] values(String name, int rows, int columns) throws IOException {
    if (!reader.names().contains(name)) {
      throw new IOException(file + " has no array \"" + name + "\"");
    }
    try {
      SafetensorsReader.Tensor tensor = reader.tensor(name);
      if (!tensor.shape().equals(List.of((long) rows, (long) columns))) {
        throw new IOException(
            "%s: %s must have shape [%d,%d] as model.json says, was %s"
                .formatted(file, name, rows, columns, tensor.shape().toString().replace(" ", "")));
      }
      if (!List.of("F32", "F64").contains(tensor.dtype())) {
        throw new IOException(
            "%s: %s must have dtype F32 or F64, was %s".formatted(file, name, tensor.dtype()));
      }
      return reader.values(name);
    } catch (CorruptFileException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
