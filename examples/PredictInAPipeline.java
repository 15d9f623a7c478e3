import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.logistic.djl.LogisticTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predicts in DJL, with a step of the application's own in front: a line of text becomes a row. */
public final class PredictInAPipeline {

  private PredictInAPipeline() {}

  /** Prints the classes of a line such as {@code age=41.5, town=Ulm}. */
  public static void main(String[] args) throws Exception {
    System.out.println(predicted(Path.of(args[0]), args[1]));
  }

  /**
   * @param directory of a model
   * @param line the values of its columns by their names
   */
  @SuppressWarnings("rawtypes") // Criteria knows classes, not their parameters
  static Classifications predicted(Path directory, String line)
      throws IOException, ModelNotFoundException, MalformedModelException, TranslateException {
    Criteria<Map, Classifications> criteria =
        Criteria.builder()
            .setTypes(Map.class, Classifications.class)
            .optModelPath(directory)
            .optTranslatorFactory(new LogisticTranslatorFactory())
            .build();
    try (ZooModel<Map, Classifications> model = criteria.loadModel();
        Predictor<String, Classifications> predictor =
            model.newPredictor(new LineTranslator(model.getTranslator()))) {
      return predictor.predict(line);
    }
  }

  /** The step in front; what follows it, the model's own translator does. */
  @SuppressWarnings("rawtypes")
  private record LineTranslator(Translator<Map, Classifications> next)
      implements Translator<String, Classifications> {

    @Override
    public NDList processInput(TranslatorContext context, String line) throws Exception {
      Map<String, Object> row = new HashMap<>();
      for (String cell : line.split(",", -1)) {
        String[] parts = cell.split("=", 2);
        row.put(parts[0].strip(), value(parts[1].strip()));
      }
      return next.processInput(context, row);
    }

    private static Object value(String text) {
      return text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text;
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList list) throws Exception {
      return next.processOutput(context, list);
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
      return null; // the model's translator makes a matrix itself
    }
  }
}
