import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Scores a row by the names of its columns, on the plain JVM: the class path needs this project's
 * jar and Gson, and neither DJL nor PyTorch. The weights come from {@code djl-logistic export
 * --model DIR --format safetensors --out FILE}.
 */
public final class ScoreWithoutNativeCode {

  private ScoreWithoutNativeCode() {}

  /** Arguments: a model of the columns age and city, and its weights. Prints probabilities. */
  public static void main(String[] args) throws IOException {
    System.out.println(probabilities(Path.of(args[0]), Path.of(args[1])));
  }

  static Map<String, Double> probabilities(Path model, Path weights) throws IOException {
    Scorer scorer = Scorer.load(model, weights); // once; for any number of threads
    return scorer.probabilities(Map.of("age", 41, "city", "Bern"));
  }
}
