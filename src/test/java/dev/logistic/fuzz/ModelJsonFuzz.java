package dev.logistic.fuzz;

import ai.djl.MalformedModelException;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.ModelCard;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code model.json} with good parameters: a model or a {@link MalformedModelException}, a scorer
 * or an {@link IOException}; and both readers agree. {@code @SHA@} in it becomes the parameters'.
 */
public final class ModelJsonFuzz {

  private static final Path DIRECTORY = Scratch.model(SampleModels.ofCustomers(2));
  private static final Path JSON = DIRECTORY.resolve("model.json");
  private static final Path WEIGHTS = DIRECTORY.resolveSibling("m.safetensors");
  private static final String SHA256 = sha256();

  private ModelJsonFuzz() {}

  private static String sha256() {
    try {
      return ModelDirectory.paramsSha256(DIRECTORY);
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The input as {@code model.json}. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      String text = new String(input, StandardCharsets.ISO_8859_1);
      Files.writeString(JSON, text.replace("@SHA@", SHA256), StandardCharsets.ISO_8859_1);
      read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void read() throws IOException {
    try {
      ModelCard card = ModelDirectory.card(DIRECTORY);
      agree(card);
    } catch (MalformedModelException e) {
      Scratch.requireBegins(e, JSON);
      agreeThatItIsDamaged();
      return;
    }
    try {
      ModelDirectory.load(DIRECTORY).close();
    } catch (MalformedModelException e) {
      Scratch.requireBegins(e, DIRECTORY.resolve("logistic-0000.params"));
    }
  }

  private static void agree(ModelCard card) {
    try {
      Scorer scorer = Scorer.load(JSON, WEIGHTS);
      if (!scorer.features().equals(card.features()) || !scorer.classes().equals(card.classes())) {
        throw new AssertionError("the scorer reads another model");
      }
    } catch (IOException e) {
      Scratch.requireBegins(e, WEIGHTS); // the scorer takes the model.json that DJL's side takes
    }
  }

  /** The scorer reads less of the file, so it may take what lacks the rest; but not crash. */
  private static void agreeThatItIsDamaged() {
    try {
      Scorer.load(JSON, WEIGHTS);
    } catch (IOException e) {
      Scratch.requireBegins(e, DIRECTORY);
    }
  }
}
