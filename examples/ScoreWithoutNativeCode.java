import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Scores a row by the names of its columns, on the plain JVM: the class path needs this project's
 * jar and Gson, and neither DJL nor PyTorch.
 */
public final class ScoreWithoutNativeCode {

  private ScoreWithoutNativeCode() {}

  /** Argument: the directory of a model with the columns age and city. Prints probabilities. */
  public static void main(String[] args) throws IOException {
    System.out.println(probabilities(Path.of(args[0])));
  }

  static Map<String, Double> probabilities(Path model) throws IOException {
    Scorer scorer = Scorer.load(model); // once; for any number of threads
    return scorer.classProbabilities(Map.of("age", 41, "city", "Bern"));
  }
}
