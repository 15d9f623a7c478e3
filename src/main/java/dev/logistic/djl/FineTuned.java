package dev.logistic.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import dev.logistic.model.LogisticBlock;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Converts a model that DJL has loaded and trained further, as by {@code EasyTrain}, back to a
 * {@link LogisticModel}. Save the result by {@link ModelDirectory#save}: {@code Model.save} would
 * add parameters that {@code model.json} does not list, after which the directory could not be
 * distinguished from a damaged one. Stateless; the model must not be trained meanwhile.
 */
public final class FineTuned {

  private static final String REASON =
      "the model was fine-tuned later: statistics and metrics describe the fit before that";

  private FineTuned() {}

  /**
   * A model with the parameters that DJL's model has now.
   *
   * @param model whose block is a {@link LogisticBlock}, such as {@code Criteria} loads; stays open
   * @param directory from which it was loaded. Columns, classes, threshold, settings and training
   *     data are taken from there; metrics and statistics are not, as they describe the previous
   *     parameters
   * @return an independent model; the caller closes it
   * @throws IllegalArgumentException if the block is another or its parameters do not belong to the
   *     directory's columns and classes
   * @throws MalformedModelException if the directory's {@code model.json} is damaged
   * @throws IOException if it cannot be read
   */
  public static LogisticModel of(Model model, Path directory)
      throws IOException, MalformedModelException {
    if (!(model.getBlock() instanceof LogisticBlock block)) {
      throw new IllegalArgumentException(
          "the model's block must be a LogisticBlock, was " + model.getBlock());
    }
    ModelCard before = ModelDirectory.card(directory);
    return block.toModel(
        new ModelCard(
            before.schema(),
            before.classes(),
            before.settings(),
            before.seed(),
            before.djlVersion(),
            before.pytorchVersion(),
            before.trainingData(),
            Map.of(),
            Statistics.refused(REASON),
            before.threshold()));
  }
}
