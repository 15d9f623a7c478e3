package dev.logistic.evaluate;

import java.util.Random;

/** Scores that carry some truth, from a seed. */
final class RandomScores {

  private RandomScores() {}

  /**
   * @param levels how many distinct probabilities there are at most
   */
  static Scores of(long seed, int rows, double positiveShare, int levels) {
    Random random = new Random(seed);
    double[] probabilities = new double[rows];
    boolean[] positive = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      positive[row] = random.nextDouble() < positiveShare;
      double logit = random.nextGaussian() + (positive[row] ? 1 : 0);
      probabilities[row] = Math.rint(levels / (1 + Math.exp(-logit))) / levels;
    }
    positive[0] = true;
    positive[1] = false;
    return Scores.ofProbabilities(probabilities, positive);
  }
}
