package dev.logistic;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Fit;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Stop;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Short trainings of many kinds, on tables in a directory. For several threads. */
final class Trainings {

  /** One training each, {@code data.source} first. */
  static final List<String> KINDS =
      List.of(
          "synthetic train.epochs=8",
          "synthetic train.epochs=20 train.shuffle=true train.gradient=closed-form"
              + " engine.precision=float64",
          "two.csv train.solver=sgd train.epochs=8 train.momentum=0.9 train.gradient=autograd",
          "two.csv train.solver=adam train.epochs=20 data.validation=0.2 train.patience=3",
          "two.csv train.solver=adamw train.epochs=8 train.gradient=autograd train.clip-norm=1"
              + " engine.precision=float64",
          "two.csv train.l2=0 engine.precision=float64",
          "three.csv data.validation=0.2 train.l1=0.001",
          "three.csv train.solver=sgd train.epochs=6 train.gradient=autograd"
              + " train.schedule=cosine",
          "sparse.svm train.l1=0.001 data.validation=0.2",
          "two.csv data.memory=1k train.l2=0.01");

  private final Path directory;

  private Trainings(Path directory) {
    this.directory = directory;
  }

  /** Writes the tables. */
  static Trainings in(Path directory) throws IOException {
    Trainings trainings = new Trainings(directory);
    trainings.writeTables();
    return trainings;
  }

  /** The whole result of a training, to the last bit. */
  record Outcome(List<EpochListener.Epoch> epochs, List<Number> parameters, Fit fit, Stop stop) {}

  Outcome train(String training, EpochListener listener) throws Exception {
    List<String> assignments = new ArrayList<>(List.of(training.split(" ")));
    String source = assignments.remove(0);
    boolean synthetic = source.equals(Settings.SYNTHETIC);
    assignments.add("data.source=" + (synthetic ? source : directory.resolve(source).toString()));
    Settings settings =
        Settings.layered(
            List.of(
                Layer.assignments("test", List.of("data.label=label", "data.samples=300")),
                Layer.assignments("test", assignments)));
    List<EpochListener.Epoch> epochs = new ArrayList<>();
    LogisticRegression regression =
        LogisticRegression.with(settings)
            .listener(
                epoch -> {
                  epochs.add(epoch);
                  listener.epochEnded(epoch);
                });
    DataType type = Tables.type(settings);
    if (synthetic) {
      try (SyntheticData data =
              SyntheticData.draw(123, 300, List.of(0.5, -1.5), type, Device.cpu());
          TrainingResult result = regression.train(data)) {
        return outcome(epochs, result);
      }
    }
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {});
        TrainingResult result = regression.train(table)) {
      return outcome(epochs, result);
    }
  }

  private static Outcome outcome(List<EpochListener.Epoch> epochs, TrainingResult result) {
    List<Number> parameters = new ArrayList<>(List.of(result.model().weights().toArray()));
    parameters.addAll(List.of(result.model().bias().toArray()));
    return new Outcome(epochs, parameters, result.fit(), result.stop());
  }

  private void writeTables() throws IOException {
    Random random = new Random(6);
    List<String> two = new ArrayList<>(List.of("a,b,town,label"));
    List<String> three = new ArrayList<>(List.of("a,b,label"));
    List<String> sparse = new ArrayList<>();
    for (int row = 0; row < 400; row++) {
      double a = random.nextGaussian();
      double b = 100 * random.nextGaussian();
      String town = List.of("Bonn", "Köln", "Ulm").get(random.nextInt(3));
      double score = a - b / 100 + random.nextGaussian();
      two.add(a + "," + b + "," + town + "," + (score > 0 ? 1 : 0));
      sparse.add("%d 1:%s %d:1 60:%s".formatted(score > 0 ? 1 : 0, a, 2 + random.nextInt(50), b));
      three.add(a + "," + b + "," + (score > 1 ? "high" : score > -1 ? "mid" : "low"));
    }
    Files.write(directory.resolve("sparse.svm"), sparse);
    Files.write(directory.resolve("two.csv"), two);
    Files.write(directory.resolve("three.csv"), three);
  }
}
