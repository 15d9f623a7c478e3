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
 * one input. Stateless, for several predictors.
 */
final class RowTranslator<I> implements Translator<I, Classifications> {

  private final Features<I> features;
  private final ProbabilityRows probabilities;

  /** The input of the model's block. */
  @FunctionalInterface
  interface Features<I> {
    NDList of(TranslatorContext context, List<I> rows) throws TranslateException;
  }

  RowTranslator(Features<I> features, ProbabilityRows probabilities) {
    this.features = features;
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
    return features.of(context, inputs);
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
