package dev.logistic.djl;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates one row into the probabilities of its classes. Rows that are predicted together form
 * one matrix. Stateless, for several predictors.
 */
final class RowTranslator<I> implements Translator<I, Classifications> {

  private final RowFeatures rows;
  private final RowFeatures.Encoding<I> encoding;
  private final ProbabilityRows probabilities;

  RowTranslator(RowFeatures rows, RowFeatures.Encoding<I> encoding, ProbabilityRows probabilities) {
    this.rows = rows;
    this.encoding = encoding;
    this.probabilities = probabilities;
  }

  @Override
  public NDList processInput(TranslatorContext context, I input) throws TranslateException {
    return batchProcessInput(context, List.of(input));
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList list)
      throws TranslateException {
    return batchProcessOutput(context, list).get(0);
  }

  @Override
  public NDList batchProcessInput(TranslatorContext context, List<I> inputs)
      throws TranslateException {
    return new NDList(rows.matrix(context, inputs, encoding));
  }

  @Override
  public List<Classifications> batchProcessOutput(TranslatorContext context, NDList list)
      throws TranslateException {
    List<Classifications> all = new ArrayList<>();
    for (List<Double> row : probabilities.ofRows(list.singletonOrThrow())) {
      all.add(probabilities.classifications(row));
    }
    return all;
  }
}
