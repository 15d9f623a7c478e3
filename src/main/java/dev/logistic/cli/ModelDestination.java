package dev.logistic.cli;

import ai.djl.MalformedModelException;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a training's model is saved, if anywhere. */
final class ModelDestination implements AutoCloseable {

  private final @Nullable PendingDirectory pending;
  private final @Nullable Path existing;

  private ModelDestination(@Nullable PendingDirectory pending, @Nullable Path existing) {
    this.pending = pending;
    this.existing = existing;
  }

  /**
   * Reserves a place.
   *
   * @param overwrite whether an existing model may be replaced
   * @param finished whether the training had ended before, so that its model may exist already
   * @throws IOException if nothing can be written there
   */
  static ModelDestination at(@Nullable Path directory, boolean overwrite, boolean finished)
      throws IOException {
    if (directory == null) {
      return new ModelDestination(null, null);
    }
    return finished && !overwrite && Files.exists(directory.resolve("model.json"))
        ? new ModelDestination(null, directory)
        : new ModelDestination(PendingDirectory.at(directory, overwrite), null);
  }

  /**
   * Writes the model, unless it exists.
   *
   * @throws FileAlreadyExistsException if another model exists there
   * @throws IOException if it cannot be written
   */
  void save(LogisticModel model) throws IOException, MalformedModelException {
    if (pending != null) {
      ModelDirectory.save(model, pending);
    }
    if (existing != null && !isSaved(model, existing)) {
      throw new FileAlreadyExistsException(
          existing.toString(),
          null,
          "exists already and is from another training; --overwrite replaces it");
    }
  }

  private static boolean isSaved(LogisticModel model, Path directory)
      throws IOException, MalformedModelException {
    try (LogisticModel other = ModelDirectory.load(directory)) {
      return model.card().trainingData().equals(other.card().trainingData())
          && Arrays.equals(model.weights().toByteArray(), other.weights().toByteArray())
          && Arrays.equals(model.bias().toByteArray(), other.bias().toByteArray())
          && haveSameKinds(model.card().statistics(), other.card().statistics());
    }
  }

  /** What is inferred may change on resuming; models of earlier versions may have no statistics. */
  private static boolean haveSameKinds(Statistics some, Statistics others) {
    if (some.known().isEmpty() || others.known().isEmpty()) {
      return true;
    }
    FitStatistics own = some.known().get();
    FitStatistics other = others.known().get();
    return own.covarianceKind().equals(other.covarianceKind())
        && own.tests().kind().equals(other.tests().kind())
        && own.isFirth() == other.isFirth()
        && own.hasProfileIntervals() == other.hasProfileIntervals();
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.close();
    }
  }
}
