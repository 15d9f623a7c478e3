package dev.logistic.export;

import ai.djl.MalformedModelException;
import dev.logistic.files.ReplacedDirectory;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A format of files that other programs read models from. */
public enum ExportFormat {
  /**
   * Hugging Face's format for arrays, which PyTorch, {@code dev.logistic.score.Scorer} and others
   * read.
   */
  SAFETENSORS,
  /** Of NumPy. */
  NPZ,
  /**
   * A model for ONNX runtimes: from features on the scale of the columns to probabilities and
   * label.
   */
  ONNX,
  /** An archive for DJL Serving: a zip file with the model and this library. */
  SERVING;

  /** A row of more features is 400 kB and more, most of which are zeros. */
  private static final int MOST_DENSE_FEATURES = 100_000;

  /**
   * Writes a model to a file; the same model yields the same bytes.
   *
   * @param modelDirectory the model's directory
   * @param file the file to write or replace
   * @throws java.nio.file.NoSuchFileException if there is no such model
   * @throws MalformedModelException if the model is damaged
   * @throws IllegalArgumentException if the model has more features than rows of the format can
   *     have
   * @throws IOException if a file cannot be read or written
   */
  public void write(Path modelDirectory, Path file) throws IOException, MalformedModelException {
    Files.write(
        file,
        ReplacedDirectory.<byte[], MalformedModelException>read(
            modelDirectory,
            generation -> {
              byte[] bytes = encode(generation.path());
              generation.requireUnchanged();
              return bytes;
            }));
  }

  /**
   * @throws IllegalArgumentException if rows of the model are too wide for the format
   */
  private void requireWidth(int features) {
    if ((this == ONNX || this == SERVING) && features > MOST_DENSE_FEATURES) {
      throw new IllegalArgumentException(
          ("the model has %d features, and a row of %s is all of them, of at most %d here; export"
                  + " safetensors or npz, which hold any number, or score sparse rows with"
                  + " dev.logistic.score.Scorer")
              .formatted(features, this == ONNX ? "ONNX" : "DJL Serving", MOST_DENSE_FEATURES));
    }
  }

  private byte[] encode(Path modelDirectory) throws IOException, MalformedModelException {
    try (LogisticModel model = ModelDirectory.load(modelDirectory)) {
      requireWidth(model.card().schema().width());
      return switch (this) {
        case SAFETENSORS -> Safetensors.encode(model, ModelDirectory.paramsSha256(modelDirectory));
        case NPZ -> Npz.encode(model);
        case ONNX -> Onnx.encode(model);
        case SERVING -> ServingArchive.encode(modelDirectory);
      };
    }
  }

  /** The dialects of {@link #sql}: duckdb, postgresql, sqlite and ansi. */
  public static List<String> sqlDialects() {
    return Stream.of(SqlDialect.values()).map(SqlDialect::toString).toList();
  }

  /**
   * Returns a model as one SELECT of all columns of a table, then {@code probability}, or {@code
   * probability_<class>} of each of more than two classes, and {@code prediction}. It is evaluated
   * in float64. The added columns are NULL where {@code predict} refuses a row: a value is missing
   * that the model does not fill, or cannot be used.
   *
   * @param dialect one of {@link #sqlDialects}
   * @param table its name as the database stores it, after that of its schema and a dot if it has
   *     one; a part that has dots is in double quotes
   * @param na texts that mean a missing value, as {@code data.na} of the training
   * @param notMissing texts that are values although they look like missing ones, as {@code
   *     data.not-missing} of the training
   * @throws IllegalArgumentException if there is no such dialect, the model has a kind of term that
   *     SQL cannot hold, a name is taken or cannot be written, or the statement would be too long;
   *     the message names it
   */
  public static String sql(
      LogisticModel model, String dialect, String table, List<String> na, List<String> notMissing) {
    return new SqlQuery(SqlDialect.of(dialect), model, new SqlMissing(na, notMissing)).of(table);
  }
}
