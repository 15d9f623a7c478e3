package dev.logistic.export;

import ai.djl.MalformedModelException;
import dev.logistic.files.ReplacedDirectory;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
}
