package dev.logistic.train.optimum;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded rows of the conditioning of known hard ones. */
final class Samples {

  private Samples() {}

  private static int draw(Random random, double logit) {
    return random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  }

  private static int[] draw(Random random, double[][] x, double bias, double... weights) {
    Solution truth = new Solution(new double[][] {weights}, new double[] {bias});
    return Arrays.stream(x).mapToInt(row -> draw(random, truth.logit(0, row))).toArray();
  }

  private static double[][] normal(Random random, int rows, int columns) {
    return IntStream.range(0, rows)
        .mapToObj(row -> random.doubles(columns).map(i -> random.nextGaussian()).toArray())
        .toArray(double[][]::new);
  }

  /** Classes more than .01 on either side of 0, except for four rows near it that overlap. */
  static Problem nearlySeparated(long seed) {
    Random random = new Random(seed);
    double[][] x = new double[30_000][1];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      while (Math.abs(x[row][0]) < .01) {
        x[row][0] = random.nextGaussian();
      }
      y[row] = x[row][0] > 0 ? 1 : 0;
    }
    double[] near = {-.004, -.001, .001, .002};
    for (int row = 0; row < near.length; row++) {
      x[row][0] = near[row];
      y[row] = row % 2;
    }
    return Problem.of(x, y);
  }

  /** Forty rows that weigh 0 to 3, with overlapping classes. */
  static Problem weighted(int classes) {
    Random random = new Random(classes);
    double[][] x = normal(random, 40, 2);
    int[] y =
        Arrays.stream(x)
            .mapToInt(
                row -> {
                  double score = row[0] + row[1] / 2 + random.nextGaussian();
                  return score < 0 ? 0 : score < 1 && classes > 2 ? 2 : 1;
                })
            .toArray();
    Arrays.stream(x).forEach(row -> row[1] = 100 + 30 * row[1]);
    double[] weights = IntStream.range(0, 40).mapToDouble(row -> row % 4).toArray();
    return Problem.of(x, y).withWeights(weights);
  }

  /** Ten events in a million rows. */
  static Problem rare() {
    Random random = new Random(4);
    double[][] x = normal(random, 1_000_000, 2);
    int[] y = new int[x.length];
    int events = 0;
    while (events < 10) {
      int row = random.nextInt(x.length);
      double chance = Math.exp(1.3 * x[row][0] - .6 * x[row][1] - 6);
      if (y[row] == 0 && random.nextDouble() < chance) {
        y[row] = 1;
        events++;
      }
    }
    return Problem.of(x, y);
  }

  /** Ten observations in each year until 2020, by a cubic of the year. */
  static Problem cubicOfYears(int first) {
    Random random = new Random(5);
    double[][] x = new double[10 * (2021 - first)][];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      double year = first + row / 10;
      double time = 2 * (year - first) / (2020 - first) - 1;
      x[row] = new double[] {year, year * year, year * year * year};
      y[row] = draw(random, .3 + 2 * time - time * time - 1.5 * time * time * time);
    }
    return Problem.of(x, y);
  }

  /** Shares of words and lengths of runs, as of letters that are spam or not. */
  static Problem skewed() {
    Random random = new Random(6);
    double[] effects = new double[57];
    Arrays.setAll(
        effects,
        column ->
            column < 48 ? random.nextGaussian() * 1.2 : column < 54 ? random.nextGaussian() : 0);
    effects[26] = -12; // a word of one class, nearly
    effects[54] = .02;
    effects[55] = .008;
    effects[56] = .0008;
    double[][] x = new double[4_601][57];
    for (double[] row : x) {
      for (int column = 0; column < 48; column++) {
        boolean present = random.nextDouble() < .05 + .25 * column / 48;
        row[column] = present ? rounded(.3 * Math.exp(random.nextGaussian())) : 0;
      }
      for (int column = 48; column < 54; column++) {
        row[column] = random.nextBoolean() ? rounded(.1 * Math.exp(random.nextGaussian())) : 0;
      }
      row[54] = rounded(1 + Math.exp(.5 + random.nextGaussian()));
      row[55] = Math.rint(row[54] * (1 + Math.exp(1 + random.nextGaussian())));
      row[56] = Math.rint(row[55] + Math.exp(4 + 1.5 * random.nextGaussian()));
    }
    return Problem.of(x, draw(random, x, -.8, effects));
  }

  private static double rounded(double value) {
    return Math.rint(value * 100) / 100;
  }

  /** Services of customers, their price up to some cents, and the sum that they have paid. */
  static Problem nearlyDependent() {
    Random random = new Random(7);
    double[] prices = {20, 25, 5, 5.1, 4.9, 5, 10, 10.05};
    double[][] x = new double[3_000][12];
    for (double[] row : x) {
      double price = 18;
      for (int service = 0; service < prices.length; service++) {
        row[service] = random.nextDouble() < .45 ? 1 : 0;
        price += prices[service] * row[service];
      }
      row[8] = 1 + random.nextInt(72);
      row[9] = price + Math.rint(20 * random.nextGaussian()) / 100;
      row[10] = Math.rint(100 * row[8] * (row[9] + .5 * random.nextGaussian())) / 100;
      row[11] = random.nextDouble() < .003 ? 1 : 0;
    }
    int[] y = draw(random, x, -1, .5, .9, -.4, -.1, 0, -.4, .2, .2, -.06, .01, .0003, 1);
    return Problem.of(x, y);
  }

  /** Images of 8 by 8 in shades of 0 to 16, whose margins are mostly empty. */
  static Problem images() {
    Random random = new Random(8);
    double[][] templates = new double[10][64];
    for (double[] template : templates) {
      for (int pixel = 0; pixel < 64; pixel++) {
        int fromMargin = Math.min(pixel % 8, 7 - pixel % 8);
        template[pixel] =
            fromMargin == 0 ? -4 : 16 * random.nextDouble() - (fromMargin == 1 ? 4 : 0);
      }
    }
    double[][] x = new double[1_797][64];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      y[row] = row % 10;
      int likeness = random.nextInt(10);
      double blend = .45 * random.nextDouble();
      for (int pixel = 0; pixel < 64; pixel++) {
        double shade =
            (1 - blend) * templates[y[row]][pixel]
                + blend * templates[likeness][pixel]
                + 4 * random.nextGaussian();
        x[row][pixel] = Math.max(0, Math.min(16, Math.rint(shade)));
      }
    }
    return Problem.of(x, y);
  }

  static Problem oneColumnOfAnotherScale(double scale) {
    Random random = new Random(9);
    double[][] x = normal(random, 2_000, 6);
    int[] y = draw(random, x, .3, 1, -1, .5, 0, 2, -.7);
    Arrays.stream(x).forEach(row -> row[2] *= scale);
    return Problem.of(x, y);
  }

  /**
   * On b = -a twenty rows of both classes, and where a + b is beyond .2 either way those of one.
   */
  static Problem planeWithTies(long seed) {
    Random random = new Random(seed);
    double[][] x = new double[80][];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      double a = random.nextGaussian();
      y[row] = random.nextInt(2);
      double b = -a;
      while (row >= 20 && Math.abs(a + b) <= .2) {
        b = random.nextGaussian();
        y[row] = a + b > 0 ? 1 : 0;
      }
      x[row] = new double[] {a, b};
    }
    return Problem.of(x, y);
  }
}
