package dev.logistic.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import dev.logistic.model.LogisticBlock;
import dev.logistic.model.ModelCard;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the block into which DJL loads a model directory; {@code serving.properties} names it, so
 * that {@code Criteria} needs the path alone.
 */
public final class LogisticBlockFactory implements BlockFactory {

  private static final long serialVersionUID = 1L;

  @Override
  public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
    try {
      ModelCard card = ModelDirectory.card(modelPath);
      return new LogisticBlock(card.schema().standardization(), card.outputs());
    } catch (MalformedModelException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
