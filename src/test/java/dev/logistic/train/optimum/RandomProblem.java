package dev.logistic.train.optimum;

import java.util.Arrays;
import java.util.Random;

/** Draws small problems whose numbers float32 holds exactly. */
final class RandomProblem {

  private final Random random;

  private RandomProblem(long seed) {
    this.random = random(seed);
  }

  /** Near seeds alone would first draw nearly the same. */
  static Random random(long seed) {
    return new Random(0x9E3779B97F4A7C15L * (seed + 1));
  }

  /** Always the same for a seed. */
  static Problem of(long seed) {
    return new RandomProblem(seed).draw();
  }

  private Problem draw() {
    int classes = random.nextInt(10) < 7 ? 2 : 3;
    int rows = 20 + random.nextInt(181);
    int columns = 1 + random.nextInt(6);
    double[][] x = new double[rows][columns];
    for (int column = 0; column < columns; column++) {
      fill(x, column);
    }
    int[] y = labels(x, classes);
    double[] weights = weights(rows);
    for (int row = 0; row < classes; row++) { // every class has a row that counts
      y[row] = row;
      weights[row] = Math.max(weights[row], 1);
    }
    double ridge = new double[] {0, 1e-3, 1.0 / rows}[random.nextInt(3)];
    double lasso = random.nextInt(5) == 0 ? (random.nextBoolean() ? 1e-3 : 1e-2) : 0;
    return new Problem(x, y, weights, classes, lasso, ridge);
  }

  private void fill(double[][] x, int column) {
    int kind = random.nextInt(4);
    double scale = random.nextInt(3) == 0 ? Math.scalb(1.0, random.nextInt(13) - 6) : 1;
    double share = .05 + .45 * random.nextDouble();
    for (double[] row : x) {
      row[column] =
          scale
              * switch (kind) {
                case 0 -> Math.rint(64 * random.nextGaussian()) / 64;
                case 1 -> random.nextDouble() < share ? 1 : 0;
                case 2 -> random.nextInt(10);
                default -> Math.rint(16 * Math.exp(random.nextGaussian())) / 16;
              };
    }
  }

  /** By a logistic model whose strength is now and then enough to separate the classes. */
  private int[] labels(double[][] x, int classes) {
    Problem standard = Problem.of(x, new int[x.length]).standardized();
    double strength = new double[] {.5, 1, 3, 8}[random.nextInt(4)];
    double[][] effects = new double[classes][x[0].length];
    double[] biases = new double[classes];
    for (int own = 0; own < classes; own++) {
      Arrays.setAll(effects[own], column -> strength * random.nextGaussian());
      biases[own] = random.nextGaussian();
    }
    Solution truth = new Solution(effects, biases);
    int[] y = new int[x.length];
    for (int row = 0; row < y.length; row++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int own = 0; own < classes; own++) {
        double noise = -Math.log(-Math.log(random.nextDouble()));
        double score = truth.logit(own, standard.x()[row]) + noise;
        y[row] = score > best ? own : y[row];
        best = Math.max(best, score);
      }
    }
    return y;
  }

  /** All 1, whole numbers from 0 to 3, or quarters from 0.25 to 4. */
  private double[] weights(int rows) {
    int kind = random.nextInt(4);
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = kind < 2 ? 1 : kind == 2 ? random.nextInt(4) : (1 + random.nextInt(16)) / 4.0;
    }
    return weights;
  }
}
