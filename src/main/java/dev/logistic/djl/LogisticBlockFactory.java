package dev.logistic.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Creates the block into which DJL loads a model directory; {@code serving.properties} names it, so
 * that {@code Criteria} needs only the path. Stateless.
 */
public final class LogisticBlockFactory implements BlockFactory {

  private static final long serialVersionUID = 1L;
  private static final String NAME = "logistic";

  /**
   * Reads {@code model.json} and the parameters, of one generation where the directory is being
   * replaced, and compares the parameters with their checksum. DJL opens their file again next, but
   * the block loads those read here. Refuses a directory to which {@code Model.save} has added
   * parameters, and a model of another name, which {@code serving.properties} can set: DJL would
   * load other parameters, even from another directory, without a check. Throws also a {@link
   * MalformedModelException}, which DJL's interface does not declare and its loader, which calls
   * this, does; also where a file is missing.
   *
   * @throws IOException if the directory cannot be read
   */
  @Override
  public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
    try {
      requireName(model);
      return ModelDirectory.blockToLoad(modelPath, model);
    } catch (NoSuchFileException e) {
      model.close();
      throw LogisticBlockFactory.<IOException>undeclared(
          new MalformedModelException(
              "not a whole model directory: " + e.getFile() + " is missing", e));
    } catch (IOException | MalformedModelException e) {
      model.close(); // DJL would not
      throw LogisticBlockFactory.<IOException>undeclared(e);
    }
  }

  private static void requireName(Model model) throws MalformedModelException {
    if (!model.getName().equals(NAME)) {
      throw new MalformedModelException(
          "the model's name, option.modelName in serving.properties, must be %s, was %s"
              .formatted(NAME, model.getName()));
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // no cast is made of it
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }
}
