package dev.logistic.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.jspecify.annotations.Nullable;

/**
 * Features of shape (rows, features) in and logits of shape (rows, outputs) out, as they are. The
 * caller owns both. Stateless.
 */
final class LogitsTranslator implements Translator<NDList, NDList> {

  private final int width;

  LogitsTranslator(int width) {
    this.width = width;
  }

  /** The rows are a batch already. */
  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, NDList input) throws TranslateException {
    if (input.size() != 1) {
      throw new TranslateException("there must be one array of features, were " + input.size());
    }
    NDArray features = input.get(0);
    Shape shape = features.getShape();
    DataType type = features.getDataType();
    if (shape.dimension() != 2 || shape.get(1) != width) {
      throw new TranslateException(
          "features must have shape (rows, %d), was %s".formatted(width, shape));
    }
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new TranslateException("features must be float32 or float64, was " + type);
    }
    return input;
  }

  @Override
  public NDList processOutput(TranslatorContext context, NDList list) {
    return list;
  }
}
