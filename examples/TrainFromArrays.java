import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.util.Arrays;

/** Trains from arrays that an application already has, and predicts new rows. */
public final class TrainFromArrays {

  private TrainFromArrays() {}

  /** Prints two probabilities, of a small and of a large value. */
  public static void main(String[] args) {
    System.out.println(Arrays.toString(probabilities()));
  }

  static float[] probabilities() {
    Settings settings = Settings.original().with(Settings.LEARNING_RATE, 0.1);
    try (NDManager manager = NDManager.newBaseManager();
        LabelledData data =
            LabelledData.of(
                manager.create(new float[][] {{1}, {2}, {3}, {4}}),
                manager.create(new float[] {0, 0, 1, 1}));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return result.model().predict(new float[][] {{1.5f}, {3.5f}});
    }
  }
}
