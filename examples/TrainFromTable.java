import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Figures;
import dev.logistic.model.ModelDirectory;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;

/** Trains on four fifths of a table, evaluates the model on the rest, and saves it. */
public final class TrainFromTable {

  private TrainFromTable() {}

  /** Arguments: a table with a column diagnosis, a directory for the model. */
  public static void main(String[] args) throws IOException {
    Figures onTheRest = trainAndSave(args[0], Path.of(args[1]));
    System.out.printf("ROC-AUC on rows held out: %.4f%n", onTheRest.rocAuc());
  }

  static Figures trainAndSave(String table, Path directory) throws IOException {
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, table)
            .with(Settings.LABEL, "diagnosis")
            .with(Settings.VALIDATION, 0.2);
    try (TrainingTable rows = Tables.read(settings, null, Device.cpu(), count -> {});
        TrainingResult result = LogisticRegression.with(settings).train(rows)) {
      ModelDirectory.save(result.model(), directory);
      return Evaluations.of(result.model(), rows.validation().orElseThrow());
    }
  }
}
