import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import java.util.Arrays;

/** Trains from arrays that an application already has, and predicts new rows. */
public final class TrainFromArrays {

  private TrainFromArrays() {}

  /** Prints two probabilities, of a small and of a large value. */
  public static void main(String[] args) {
    System.out.println(Arrays.toString(probabilities()));
  }

  static double[] probabilities() {
    double[][] rows = {{1}, {2}, {3}, {4}};
    int[] labels = {0, 0, 1, 1};
    try (LogisticModel model = LogisticRegression.fit(rows, labels)) {
      return model.probabilities(new double[][] {{1.5}, {3.5}});
    }
  }
}
