package dev.logistic.report;

import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Threshold;
import dev.logistic.selection.RegularizationPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Reports as real runs would give them, the same each time. */
final class SampleReports {

  static final List<String> CLASSES = List.of("stayed", "left");

  private SampleReports() {}

  /** With every part that a page can have. */
  static Report full() {
    return new Report(
        "Customers who left: logistic regression",
        facts(),
        settings(),
        epochs(100),
        List.of(evaluated("Validation rows", 2_000, 1), evaluated("Training rows", 8_000, 2)),
        coefficients(30),
        Optional.of(plane(5_000)));
  }

  /** With a title and nothing else. */
  static Report empty() {
    return new Report(
        "Nothing", Map.of(), Map.of(), List.of(), List.of(), List.of(), Optional.empty());
  }

  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data", "customers-2025.csv");
    facts.put("Rows", "10,000, of which 2,000 held out");
    facts.put("Features", "30");
    facts.put("Stopped because", "all epochs were done");
    facts.put("Training time", "1.84 s");
    facts.put("Device", "cpu");
    facts.put("Engine", "DJL 0.35.1, PyTorch 2.7.1");
    facts.put("Fingerprint", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    return facts;
  }

  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data.source", "customers-2025.csv");
    settings.put("data.validation", "0.2");
    settings.put("engine.device", "cpu");
    settings.put("engine.seed", "123");
    settings.put("train.solver", "sgd");
    settings.put("train.epochs", "100");
    settings.put("train.batch-size", "64");
    settings.put("train.learning-rate", "0.05");
    return settings;
  }

  static List<Epoch> epochs(int count) {
    Random random = new Random(3);
    List<Epoch> epochs = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      double progress = 25.0 * number / count;
      double loss = 0.31 + 0.38 * Math.exp(-progress / 4) + 0.004 * random.nextGaussian();
      double validation = loss + 0.012 + 0.0016 * progress + 0.003 * random.nextGaussian();
      epochs.add(new Epoch(number, loss, OptionalDouble.of(validation)));
    }
    return epochs;
  }

  static BinaryRowsEvaluation evaluated(String rows, int count, long seed) {
    return evaluated(rows, scores(count, seed), CLASSES);
  }

  static BinaryRowsEvaluation evaluated(String rows, Scores scores, List<String> classes) {
    return new BinaryRowsEvaluation(
        rows, scores, Evaluation.of(scores, Threshold.of(0.5)), classes);
  }

  /** Fairly good ones, of which a quarter is positive. */
  static Scores scores(int count, long seed) {
    Random random = new Random(seed);
    double[] logits = new double[count];
    boolean[] positive = new boolean[count];
    for (int row = 0; row < count; row++) {
      positive[row] = random.nextDouble() < 0.25;
      logits[row] = 1.5 * random.nextGaussian() + (positive[row] ? 0.9 : -2.2);
    }
    return Scores.ofLogits(logits, positive);
  }

  static List<Coefficient> coefficients(int count) {
    Random random = new Random(4);
    List<String> columns =
        List.of("age", "tenure_months", "contract=two years", "payment=electronic check");
    List<Coefficient> coefficients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i < columns.size() ? columns.get(i) : "x" + i;
      double weight = random.nextGaussian() * Math.exp(-3.0 * i / count);
      coefficients.add(new Coefficient(name, weight, OptionalDouble.of(weight / (i + 1))));
    }
    return coefficients;
  }

  /** Over three values of l2, of which one is 0 and has no place on the axis. */
  static RegularizationPath path() {
    return new RegularizationPath(
        5,
        List.of(
            new RegularizationPath.Point(1, 0.5, 0.0625, 0),
            new RegularizationPath.Point(0.01, 0.25, 0.125, 0),
            new RegularizationPath.Point(0, 0.75, 0.125, 3)),
        1.5);
  }

  static DecisionPlane plane(int count) {
    Random random = new Random(5);
    double[] x = new double[count];
    double[] y = new double[count];
    boolean[] positive = new boolean[count];
    for (int row = 0; row < count; row++) {
      x[row] = 40 + 12 * random.nextGaussian();
      y[row] = 2_000 + 600 * random.nextGaussian();
      double logit = 0.12 * x[row] - 0.003 * y[row] + 1;
      positive[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
    }
    return new DecisionPlane("age", "income", x, y, positive, 0.12, -0.003, 1, CLASSES);
  }
}
