package dev.logistic.bench.solvers;

import dev.logistic.model.LogisticModel;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import smile.classification.LogisticRegression;

/**
 * One job as each library has it: from rows and labels in arrays to the probability of a new row's
 * positive class. docs/guide/java.md counts the statements and types.
 */
final class SameJob {

  private SameJob() {}

  static double ours(double[][] rows, int[] labels, double[] row) {
    try (LogisticModel model = dev.logistic.train.LogisticRegression.fit(rows, labels)) {
      return model.probability(row);
    }
  }

  /** Standardizes nothing. */
  static double smile(double[][] rows, int[] labels, double[] row) {
    LogisticRegression model = LogisticRegression.fit(rows, labels);
    double[] probabilities = new double[2];
    model.predict(row, probabilities);
    return probabilities[1];
  }

  /** Standardizes nothing, and takes five epochs of AdaGrad. */
  static double tribuo(double[][] rows, int[] labels, double[] row, String[] names) {
    LabelFactory factory = new LabelFactory();
    MutableDataset<Label> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    for (int i = 0; i < rows.length; i++) {
      data.add(new ArrayExample<>(new Label("" + labels[i]), names, rows[i]));
    }
    return new LogisticRegressionTrainer()
        .train(data)
        .predict(new ArrayExample<>(new Label("1"), names, row))
        .getOutputScores()
        .get("1")
        .getScore();
  }
}
