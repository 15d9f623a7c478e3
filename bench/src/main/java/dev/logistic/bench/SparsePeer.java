package dev.logistic.bench;

import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a LibSVM file by liblinear-java, then fits it again and again: reads lines {@code lasso C
 * tolerance} from stdin, and prints the seconds; the parameters go to a file in float64, the bias
 * last. The bias has no penalty. For {@code sparse.py}.
 */
final class SparsePeer {

  private static final int MOST_ITERATIONS = 5_000;

  private SparsePeer() {}

  public static void main(String[] args) throws Exception {
    Linear.disableDebugOutput();
    Problem problem = Problem.readFromFile(Path.of(args[0]), 1);
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ", -1);
      SolverType type = parts[0].equals("l1") ? SolverType.L1R_LR : SolverType.L2R_LR;
      Parameter parameter =
          new Parameter(type, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      parameter.setMaxIters(MOST_ITERATIONS);
      parameter.setRegularizeBias(false);
      long start = System.nanoTime();
      Model model = Linear.train(problem, parameter);
      double seconds = (System.nanoTime() - start) / 1e9;
      write(model, Path.of(args[1]));
      System.out.println(seconds);
    }
  }

  /** The weights are those of the first label. */
  private static void write(Model model, Path file) throws java.io.IOException {
    double[] weights = model.getFeatureWeights();
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * weights.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double weight : weights) {
      bytes.putDouble(sign * weight);
    }
    Files.write(file, bytes.array());
  }
}
