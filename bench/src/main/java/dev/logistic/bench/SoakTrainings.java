package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.CheckpointInterval;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Two hundred trainings in one process, ten kinds in turn, each from its file, with a checkpoint
 * after every epoch, to a saved model that is loaded and predicts again; printing after each turn
 * of twenty the {@link Vitals} and the time of a training. All are to stay flat after the first
 * lines.
 */
public final class SoakTrainings {

  private static final int TRAININGS_A_LINE = 20;

  /** What the ten kinds set, the table first. */
  private static final List<String> KINDS =
      List.of(
          "synthetic train.epochs=5",
          "numbers.csv train.solver=sgd train.epochs=3 train.momentum=0.9 train.nesterov=true"
              + " train.gradient=autograd data.validation=0.2",
          "mixed.parquet train.solver=adam train.epochs=3 data.missing=mean"
              + " engine.precision=float64",
          "weighted.jsonl train.solver=adamw train.epochs=3 train.schedule=cosine"
              + " data.weight=weight train.clip-norm=1",
          "numbers.csv train.class-weight=balanced",
          "mixed.parquet data.missing=mean train.l2=0 engine.precision=float64",
          "weighted.jsonl data.weight=weight train.l1=0.01",
          "classes.csv.gz data.label=class data.validation=0.2 train.l1=0.001 train.l2=0.001",
          "classes.csv.gz data.label=class train.solver=sgd train.epochs=4"
              + " train.gradient=autograd data.validation=0.3 train.patience=1",
          "mixed.parquet data.label=town data.missing=mean data.standardize=false train.epochs=9");

  private SoakTrainings() {}

  /** Trains; the number of trainings is the first argument, 200 by default. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int trainings = Integer.parseInt(args.length == 0 ? "200" : args[0]);
    Path directory = Files.createTempDirectory("soak");
    SoakTables.write(directory);
    System.out.println("trainings" + Vitals.HEAD + "  ms/training");
    long start = System.nanoTime();
    for (int made = 1; made <= trainings; made++) {
      train(directory, "c" + made, KINDS.get((made - 1) % KINDS.size()).split(" "));
      if (made % TRAININGS_A_LINE == 0) {
        double millis = (System.nanoTime() - start) / 1e6 / TRAININGS_A_LINE;
        System.out.println(
            String.format(Locale.ROOT, "%9d%s %12.0f", made, Vitals.taken(), millis));
        start = System.nanoTime();
      }
    }
  }

  /** Trains on a table of the directory, saves and loads; checkpoints go to one of that name. */
  static void train(Path directory, String checkpoints, String[] kind) throws Exception {
    Settings settings =
        Settings.layered(
                List.of(
                    Layer.assignments("soak", List.of("data.label=label")),
                    Layer.assignments("soak", List.of(kind).subList(1, kind.length))))
            .with(Settings.CHECKPOINT, directory.resolve(checkpoints).toString())
            .with(Settings.CHECKPOINT_EVERY, new CheckpointInterval(1, false));
    LogisticRegression regression = LogisticRegression.with(settings);
    if (kind[0].equals(Settings.SYNTHETIC)) {
      try (SyntheticData data =
              SyntheticData.draw(123, 1000, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu());
          TrainingResult result = regression.train(data)) {
        saveAndAsk(result, directory.resolve("m"));
      }
      return;
    }
    Settings ofTable = settings.with(Settings.SOURCE, directory.resolve(kind[0]).toString());
    try (TrainingTable table = Tables.read(ofTable, null, Device.cpu(), rows -> {});
        TrainingResult result = regression.settings(ofTable).train(table)) {
      saveAndAsk(result, directory.resolve("m"));
    }
  }

  private static void saveAndAsk(TrainingResult result, Path directory) throws Exception {
    try (PendingDirectory pending = PendingDirectory.at(directory, true)) {
      ModelDirectory.save(result.model(), pending);
    }
    try (LogisticModel model = ModelDirectory.load(directory)) {
      model.classProbabilities(new double[100][model.card().schema().width()]);
    }
  }
}
