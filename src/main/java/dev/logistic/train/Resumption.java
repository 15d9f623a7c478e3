package dev.logistic.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * From where a training resumes.
 *
 * @param directory of the checkpoints
 * @param checkpoint the file; empty where there is none and the training starts afresh
 * @param epochs those completed before, in order
 * @param finished whether nothing is left to be trained
 * @param damaged newer checkpoints that could not be read, each with the reason
 */
public record Resumption(
    Path directory,
    Optional<Path> checkpoint,
    List<EpochListener.Epoch> epochs,
    boolean finished,
    List<String> damaged) {

  /** Copies the lists. */
  public Resumption {
    epochs = List.copyOf(epochs);
    damaged = List.copyOf(damaged);
  }
}
