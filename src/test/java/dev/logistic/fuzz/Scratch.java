package dev.logistic.fuzz;

import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that targets overwrite; deleted when the JVM ends. */
final class Scratch {

  private Scratch() {}

  static Path directory() {
    try {
      Path directory = Files.createTempDirectory("djl-logistic-fuzz").toRealPath();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> ai.djl.util.Utils.deleteQuietly(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model directory {@code m} and its weights {@code m.safetensors}; ends the model. */
  static Path model(LogisticModel model) {
    Path parent = directory();
    try (model) {
      ModelDirectory.save(model, parent.resolve("m"));
      ExportFormat.SAFETENSORS.write(parent.resolve("m"), parent.resolve("m.safetensors"));
      return parent.resolve("m");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every message must name its file. */
  static void requireBegins(Exception e, Path file) {
    if (!String.valueOf(e.getMessage()).startsWith(file.toString())) {
      throw new AssertionError("the message does not begin with " + file, e);
    }
  }
}
