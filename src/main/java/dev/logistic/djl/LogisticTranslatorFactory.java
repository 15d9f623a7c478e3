package dev.logistic.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import dev.logistic.model.LogisticBlock;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ModelCard;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/**
 * Translates rows into a model directory's features and its logits into predictions in DJL:
 *
 * <ul>
 *   <li>{@code Input -> Output}: JSON by column name, see the README; what a server needs
 *   <li>{@code Map<String, Object> -> Classifications}: a row by column name, encoded as the
 *       model's training did
 *   <li>{@code Record -> Classifications}, or a type of records: its components are such a row
 *   <li>{@code float[] -> Classifications}: a row's features in order
 *   <li>{@code float[][] -> Classifications[]}: many
 *   <li>{@code NDList -> NDList}: features of shape (rows, features) to logits of shape (rows,
 *       outputs)
 * </ul>
 *
 * <p>{@code best()} of the {@code Classifications} is the predicted class: of two, the positive one
 * from the model's threshold on.
 *
 * <p>{@code serving.properties} names it, which is enough for {@code Input -> Output} and {@code
 * NDList -> NDList}; for the others, pass an instance to {@code Criteria}. Thread-safe.
 */
public final class LogisticTranslatorFactory implements TranslatorFactory, Serializable {

  private static final long serialVersionUID = 1L;

  private static final Set<Pair<Type, Type>> SUPPORTED =
      Set.of(
          new Pair<>(Input.class, Output.class),
          new Pair<>(Map.class, Classifications.class),
          new Pair<>(Record.class, Classifications.class),
          new Pair<>(float[].class, Classifications.class),
          new Pair<>(float[][].class, Classifications[].class),
          new Pair<>(NDList.class, NDList.class));

  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    return SUPPORTED;
  }

  /** Accepts any type of records where it accepts {@link Record}. */
  @Override
  public boolean isSupported(Class<?> input, Class<?> output) {
    Class<?> known = Record.class.isAssignableFrom(input) ? Record.class : input;
    return SUPPORTED.contains(new Pair<Type, Type>(known, output));
  }

  /**
   * {@inheritDoc}
   *
   * @throws TranslateException if the model's directory cannot be read
   * @throws IllegalArgumentException if the types are not among those above
   */
  @Override
  @SuppressWarnings("unchecked") // the types have been compared before
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    if (!isSupported(input, output)) {
      throw new IllegalArgumentException(
          "%s -> %s is not supported, only %s".formatted(input, output, SUPPORTED));
    }
    requireParameters(model);
    if (input == NDList.class) {
      return (Translator<I, O>) new NoopTranslator(null);
    }
    ModelCard card = card(model);
    return (Translator<I, O>) translator(input, card);
  }

  private static Translator<?, ?> translator(Class<?> input, ModelCard card) {
    if (input == Input.class) {
      return new ServingTranslator(card);
    }
    RowFeatures rows = new RowFeatures(card);
    ProbabilityRows probabilities = ProbabilityRows.of(card);
    if (input == float[][].class) {
      return new RowsTranslator(rows, probabilities);
    }
    if (Record.class.isAssignableFrom(input)) {
      return new RowTranslator<Record>(
          (context, some) -> rows.ofCells(context, some, RowFeatures::ofRecord), probabilities);
    }
    return input == float[].class
        ? new RowTranslator<float[]>(
            (context, some) ->
                new NDList(
                    rows.<float[]>matrix(context, some, (row, unseen) -> rows.ofNumbers(row))),
            probabilities)
        : new RowTranslator<Map<String, ?>>(
            (context, some) -> rows.ofCells(context, some, RowFeatures::ofMap), probabilities);
  }

  /** With {@code option.hasParameter=false} in {@code serving.properties} DJL loads none. */
  private static void requireParameters(Model model) throws TranslateException {
    if (!model.getBlock().isInitialized()) {
      throw new TranslateException("the model has no parameters");
    }
  }

  /**
   * The card that the model was loaded with, or, if another class loader created the block, that of
   * the model's directory.
   */
  static ModelCard card(Model model) throws TranslateException {
    requireParameters(model);
    if (model.getBlock() instanceof LogisticBlock block && block.card().isPresent()) {
      return block.card().get();
    }
    try {
      return ModelDirectory.card(model.getModelPath());
    } catch (IOException | MalformedModelException e) {
      throw new TranslateException(e.getMessage(), e);
    }
  }
}
