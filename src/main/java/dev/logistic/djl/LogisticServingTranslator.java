package dev.logistic.djl;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.logistic.schema.ModelCard;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON rows by column name in, probabilities out, where this library comes with the model rather
 * than with the server: the {@code translator} of an archive for DJL Serving.
 *
 * <p>Such an archive cannot name {@link LogisticTranslatorFactory}. DJL (0.35.1, {@code
 * BaseModelLoader} and {@code ServingTranslatorFactory}) looks for a {@code translatorFactory} in
 * the thread's class loader and then in its own, and DJL Serving (0.35.0, {@code
 * MutableClassLoader}) builds the former from the server's {@code deps/} alone; neither sees jars
 * that came with a model. Only the class named by {@code translator} is looked for in the model's
 * {@code libs/}, and that named by {@code blockFactory} in the model's root. It is created before
 * its model is known, so it reads {@code model.json} when a predictor starts.
 *
 * <p>Thread-safe, for any number of predictors of one model.
 */
public final class LogisticServingTranslator implements ai.djl.translate.ServingTranslator {

  private volatile @Nullable ServingTranslator rows;

  /** It has no settings. */
  @Override
  public void setArguments(Map<String, ?> arguments) {}

  /**
   * Reads the model's columns and classes.
   *
   * @throws TranslateException if the model's directory cannot be read
   */
  @Override
  public void prepare(TranslatorContext context) throws TranslateException {
    if (rows != null) {
      return;
    }
    ModelCard card = LogisticTranslatorFactory.card(context.getModel());
    rows = new ServingTranslator(card);
  }

  /** A request may hold many rows. */
  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, Input input) throws TranslateException {
    return prepared().processInput(context, input);
  }

  @Override
  public Output processOutput(TranslatorContext context, NDList list) throws TranslateException {
    return prepared().processOutput(context, list);
  }

  private ServingTranslator prepared() {
    ServingTranslator known = rows;
    if (known == null) {
      throw new IllegalStateException("prepare must be called first");
    }
    return known;
  }
}
