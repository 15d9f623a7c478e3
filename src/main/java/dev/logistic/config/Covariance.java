package dev.logistic.config;

/** Values of {@link Settings#COVARIANCE}. */
public enum Covariance {
  /** The inverse of the information, which is right where the model is. */
  MODEL(0),
  /** Robust to a wrong variance (White). */
  HC0(0),
  /** The same times {@code n/(n-k)}, for n rows and k coefficients. */
  HC1(0),
  /** Squared residuals divided by {@code 1-h}, for a row of leverage h. */
  HC2(1),
  /** Squared residuals divided by {@code (1-h)^2}. */
  HC3(2),
  /**
   * From sums over the rows of a cluster, which {@code data.cluster} names, times {@code G/(G-1)}
   * for G clusters.
   */
  CLUSTER(0);

  private final int leveragePower;

  Covariance(int leveragePower) {
    this.leveragePower = leveragePower;
  }

  /** Whether it is estimated from the rows' residuals. */
  public boolean isRobust() {
    return this != MODEL;
  }

  /** Whether rows of a cluster may depend on each other. */
  public boolean isClustered() {
    return this == CLUSTER;
  }

  /** The power of {@code 1-h} by which squared residuals are divided. */
  public int leveragePower() {
    return leveragePower;
  }

  /** The factor of the estimate, as in {@code n/(n-k)}; empty for none. */
  public String factorName() {
    return switch (this) {
      case HC1 -> "n/(n-k)";
      case CLUSTER -> "G/(G-1)";
      default -> "";
    };
  }

  /**
   * Returns the factor of the estimate; that of clusters depends on their number instead.
   *
   * @param rows n
   * @param coefficients k, including the bias
   */
  public double factor(double rows, int coefficients) {
    return this == HC1 ? rows / (rows - coefficients) : 1;
  }
}
