package dev.logistic.bench.solvers;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.SolverType;
import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Other libraries for the JVM. All but Tribuo minimise the sum of the losses, not their mean. */
final class Peers {

  private static final int MOST_ITERATIONS = 1_000;

  /** Kept, as a logger that nobody holds forgets its level. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private Peers() {}

  static Solver smile(Problem problem) throws IOException {
    double[][] features = problem.rowsOfDoubles();
    int[] labels = problem.classes();
    double lambda = problem.rows() * problem.l2();
    return tolerance ->
        smile.classification.LogisticRegression.binomial(
                features, labels, lambda, tolerance, MOST_ITERATIONS)
            .coefficients();
  }

  static Solver liblinear(Problem problem) throws IOException {
    Linear.disableDebugOutput();
    double[][] features = problem.rowsOfDoubles();
    de.bwaldvogel.liblinear.Problem given = new de.bwaldvogel.liblinear.Problem();
    given.l = problem.rows();
    given.n = problem.columns() + 1;
    given.bias = 1;
    given.y = Arrays.stream(problem.classes()).asDoubleStream().toArray();
    given.x = new Feature[given.l][given.n];
    for (int row = 0; row < given.l; row++) {
      for (int column = 0; column < given.n; column++) {
        double value = column < problem.columns() ? features[row][column] : given.bias;
        given.x[row][column] = new FeatureNode(column + 1, value);
      }
      features[row] = null;
    }
    double cost = 1 / (problem.rows() * problem.l2());
    return tolerance -> {
      Parameter parameter = new Parameter(SolverType.L2R_LR, cost, tolerance);
      parameter.setMaxIters(MOST_ITERATIONS);
      parameter.setRegularizeBias(false);
      Model model = Linear.train(given, parameter);
      double[] weights = model.getFeatureWeights();
      double sign = model.getLabels()[0] == 1 ? 1 : -1; // the weights are those of the first label
      return Arrays.stream(weights).map(weight -> sign * weight).toArray();
    };
  }

  /** Its trainer as it is, with five epochs of AdaGrad; it has no tolerance and no penalty. */
  static Solver tribuo(Problem problem) throws IOException {
    TRIBUO.setLevel(Level.OFF);
    LabelFactory factory = new LabelFactory();
    String[] names = new String[problem.columns()];
    Arrays.setAll(names, column -> "x%06d".formatted(column)); // ids follow the order of names
    double[][] features = problem.rowsOfDoubles();
    int[] labels = problem.classes();
    MutableDataset<Label> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("bench", factory), factory);
    for (int row = 0; row < features.length; row++) {
      data.add(new ArrayExample<>(new Label(labels[row] == 1 ? "1" : "0"), names, features[row]));
      features[row] = null;
    }
    return tolerance -> {
      LinearSGDModel model = (LinearSGDModel) new LogisticRegressionTrainer().train(data);
      DenseMatrix weights = model.getWeightsCopy();
      int one = model.getOutputIDInfo().getID(new Label("1"));
      double[] difference = new double[problem.columns() + 1];
      Arrays.setAll(difference, i -> weights.get(one, i) - weights.get(1 - one, i));
      return difference;
    };
  }
}
