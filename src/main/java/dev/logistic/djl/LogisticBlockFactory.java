package dev.logistic.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import dev.logistic.model.LogisticBlock;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the block into which DJL loads a model directory; {@code serving.properties} names it, so
 * that {@code Criteria} needs the path alone.
 */
public final class LogisticBlockFactory implements BlockFactory {

  private static final long serialVersionUID = 1L;

  @Override
  public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
    return new LogisticBlock();
  }
}
