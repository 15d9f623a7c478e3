package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import dev.logistic.config.Settings;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.evaluate.ScoreComparison;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.TableRows;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --compare}, its model and its table. */
final class CompareOption {

  private static final int DECIMALS = 6;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description =
          "Compare with another model of the same classes on the same rows: the difference of log-loss"
              + " and, for two classes, DeLong's test of the difference of ROC-AUC.")
  private @Nullable Path directory;

  /** The directory; null where none was named. */
  @Nullable Path directory() {
    return directory;
  }

  /**
   * Loads the other model; null where none was named. The caller closes it.
   *
   * @throws IllegalArgumentException if it has other classes
   */
  @Nullable LogisticModel load(ModelCard card, Device device)
      throws IOException, MalformedModelException {
    if (directory == null) {
      return null;
    }
    LogisticModel other = ModelDirectory.load(directory, device);
    if (!other.card().classes().equals(card.classes())) {
      List<String> classes = other.card().classes();
      other.close();
      throw new IllegalArgumentException(
          "--compare needs a model of the same classes in the same order, %s, found %s in %s"
              .formatted(card.classes(), classes, directory));
    }
    return other;
  }

  /**
   * How to read the rows of a table for the other model too.
   *
   * @param settings of the reading
   * @throws IllegalArgumentException if the models differ in which texts are missing values
   */
  Optional<TableRows.Other> reading(
      @Nullable LogisticModel other, Settings settings, SourceOptions source)
      throws MalformedModelException {
    if (other == null || directory == null) {
      return Optional.empty();
    }
    Settings ofOther = source.over(ModelSettings.of(other, directory));
    List<String> na = settings.get(Settings.NA);
    List<String> others = ofOther.get(Settings.NA);
    if (!Set.copyOf(na).equals(Set.copyOf(others))) {
      throw new IllegalArgumentException(
          "--compare needs models with the same data.na, found %s, and %s in %s: name the texts of"
                  .formatted(na, others, directory)
              + " both with --na");
    }
    return Optional.of(
        new TableRows.Other(
            other.card().schema(),
            ofOther.get(Settings.NOT_MISSING),
            ofOther.get(Settings.MISSING).leavesOutRows()));
  }

  /**
   * Checks that the other model can score LibSVM files.
   *
   * @throws IllegalArgumentException if it was trained on a table
   */
  static void requireIndexed(ModelCard card, String files) {
    if (!card.schema().isIndexed()) {
      throw new IllegalArgumentException(
          "%s is a LibSVM file, and the model of --compare was trained on a table"
              .formatted(files));
    }
  }

  /**
   * A warning where the other model learned from rows that the first one's training held out; none
   * where it was trained on other rows, or that cannot be known.
   *
   * @param table of the first model's training
   * @param settings of the reading
   */
  Optional<String> warning(
      @Nullable LogisticModel other, TrainingTable table, Settings settings, SourceOptions source)
      throws MalformedModelException {
    if (other == null || directory == null) {
      return Optional.empty();
    }
    Settings ofOther =
        source
            .over(ModelSettings.of(other, directory))
            .with(Settings.LABEL, settings.get(Settings.LABEL));
    Optional<TrainingTable> read = TrainingRows.read(other.card(), table.source(), ofOther);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    try (TrainingTable ofTraining = read.get()) {
      boolean grouped = table.training().isGrouped();
      if (ofTraining.training().isGrouped() != grouped) {
        return Optional.empty();
      }
      int rowsEach = grouped ? 2 : 1;
      BitSet learned = table.heldOutRows();
      int heldOut = learned.cardinality() / rowsEach;
      learned.andNot(ofTraining.heldOutRows());
      return learned.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "the model in %s learned from %d of these %d rows, which favours it: train both with the same data.validation and engine.seed"
                  .formatted(directory, learned.cardinality() / rowsEach, heldOut));
    }
  }

  /** Returns the fields of JSON. */
  Map<String, @Nullable Object> toMap(ScoreComparison comparison) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("model", String.valueOf(directory));
    map.putAll(comparison.toMap());
    return map;
  }

  /**
   * @param figures of the first model
   */
  void print(PrintWriter out, Figures figures, ScoreComparison comparison) {
    out.println();
    out.println("Compared with " + directory + ":");
    EvaluationTable.printAligned(
        out,
        List.of(
            List.of("", "this model", "the other", "difference"),
            line(Metric.LOG_LOSS, figures, comparison.logLoss(), comparison.logLossDifference()),
            line(Metric.ROC_AUC, figures, comparison.rocAuc(), comparison.rocAucDifference())));
    if (!Double.isNaN(comparison.z())) {
      out.println(
          "Difference of ROC-AUC (95 %%: %s to %s), DeLong's test: z = %s, p = %s"
              .formatted(
                  number(comparison.low()),
                  number(comparison.high()),
                  number(comparison.z()),
                  StatisticsTable.p(comparison.p())));
    }
    out.flush();
  }

  private static List<String> line(
      Metric metric, Figures figures, double other, double difference) {
    return List.of(metric.label(), number(figures.of(metric)), number(other), number(difference));
  }

  private static String number(double value) {
    return EvaluationTable.number(value, DECIMALS);
  }
}
