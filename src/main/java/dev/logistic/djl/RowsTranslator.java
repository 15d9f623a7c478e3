package dev.logistic.djl;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Translates many rows of features into the probabilities of each row's classes. Stateless. */
final class RowsTranslator implements Translator<float[][], Classifications[]> {

  private final RowFeatures rows;
  private final ProbabilityRows probabilities;

  RowsTranslator(RowFeatures rows, ProbabilityRows probabilities) {
    this.rows = rows;
    this.probabilities = probabilities;
  }

  /** The rows are a batch already. */
  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, float[][] input) throws TranslateException {
    if (input.length == 0) {
      throw new TranslateException("there must be at least one row, was 0");
    }
    return new NDList(
        rows.<float[]>matrix(context, Arrays.asList(input), (row, unseen) -> rows.ofNumbers(row)));
  }

  @Override
  public Classifications[] processOutput(TranslatorContext context, NDList list)
      throws TranslateException {
    return probabilities.ofRows(list.singletonOrThrow()).stream()
        .map(probabilities::classifications)
        .toArray(Classifications[]::new);
  }
}
