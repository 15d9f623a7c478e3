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
   * A model for ONNX runtimes, to probabilities and label from the input columns if the model has a
   * formula, else from features on the scale of the columns; see {@link #writeOnnxOfColumns} and
   * {@link #writeOnnxOfFeatures}.
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
   *     have, or a kind of term that the format cannot hold
   * @throws IOException if a file cannot be read or written
   */
  public void write(Path modelDirectory, Path file) throws IOException, MalformedModelException {
    write(modelDirectory, file, this::encode);
  }

  /** Encodes a model, which has been read from a directory. */
  private interface Encoder {
    byte[] encode(LogisticModel model, Path modelDirectory)
        throws IOException, MalformedModelException;
  }

  private void write(Path modelDirectory, Path file, Encoder encoder)
      throws IOException, MalformedModelException {
    Files.write(
        file,
        ReplacedDirectory.<byte[], MalformedModelException>read(
            modelDirectory,
            generation -> {
              try (LogisticModel model = ModelDirectory.load(generation.path())) {
                requireWidth(model.card().schema().width());
                byte[] bytes = encoder.encode(model, generation.path());
                generation.requireUnchanged();
                return bytes;
              }
            }));
  }

  /**
   * Writes a file for ONNX runtimes with an input for each input column, of its name and shape (n,
   * 1): a text, which is empty where it is missing, or a float64, which then is NaN; a boolean is 0
   * or 1. Its outputs are {@code probabilities}, float64 of shape (n, classes), and {@code label},
   * the class as text, of shape (n). Of a row that {@code predict} refuses, the probabilities are
   * NaN and the label is empty. Otherwise as {@link #write(Path, Path)}.
   *
   * @throws IllegalArgumentException if the model has a kind of term that ONNX cannot hold; the
   *     message names it
   */
  public static void writeOnnxOfColumns(Path modelDirectory, Path file)
      throws IOException, MalformedModelException {
    ONNX.write(modelDirectory, file, (model, directory) -> Onnx.encodeColumns(model));
  }

  /**
   * Writes a file for ONNX runtimes with the input {@code features}, float32 of shape (n,
   * features), on the scale of the columns. Its outputs are {@code probabilities}, float32 of shape
   * (n, classes), and {@code label}, the class as text, of shape (n). Otherwise as {@link
   * #write(Path, Path)}.
   */
  public static void writeOnnxOfFeatures(Path modelDirectory, Path file)
      throws IOException, MalformedModelException {
    ONNX.write(modelDirectory, file, (model, directory) -> Onnx.encode(model));
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

  private byte[] encode(LogisticModel model, Path modelDirectory)
      throws IOException, MalformedModelException {
    return switch (this) {
      case SAFETENSORS -> Safetensors.encode(model, ModelDirectory.paramsSha256(modelDirectory));
      case NPZ -> Npz.encode(model);
      case ONNX ->
          model.card().schema().isOfFormula() ? Onnx.encodeColumns(model) : Onnx.encode(model);
      case SERVING -> ServingArchive.encode(modelDirectory);
    };
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
