package dev.logistic.fuzz;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.SampleModels;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exported weights with a good {@code model.json}: a scorer, or an {@link IOException}. */
public final class WeightsFileFuzz {

  private static final Path DIRECTORY =
      Scratch.model(SampleModels.ofNumbers(2, 2, true, DataType.FLOAT32));
  private static final Path WEIGHTS = DIRECTORY.resolveSibling("m.safetensors");

  private WeightsFileFuzz() {}

  /** The input as the file of weights. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Files.write(WEIGHTS, input);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try {
      Scorer scorer = Scorer.load(DIRECTORY, WEIGHTS);
      score(scorer);
    } catch (IOException e) {
      Scratch.requireBegins(e, WEIGHTS);
    }
  }

  /** Weights can be NaN, which scoring reports. */
  private static void score(Scorer scorer) {
    try {
      double probability = scorer.probability(new double[] {1, -2});
      if (!(probability >= 0 && probability <= 1)) {
        throw new AssertionError("no probability: " + probability);
      }
    } catch (IllegalArgumentException e) {
      // as documented
    }
  }
}
