package dev.logistic.schema;

/**
 * The 95 % confidence interval of a coefficient by the profile likelihood: the values that a
 * likelihood-ratio test does not reject. For use within this project.
 *
 * @param low the lower end; minus infinity where the likelihood never falls far enough
 * @param high the upper end; infinity likewise
 */
public record ProfileInterval(double low, double high) {

  /** The level of the intervals. */
  public static final double LEVEL = 0.95;

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are not in order
   */
  public ProfileInterval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "the ends of an interval must be in order, were %s and %s".formatted(low, high));
    }
  }
}
