package dev.logistic.schema;

/**
 * How the covariance of coefficients was estimated. For use within this project.
 *
 * @param name as {@code train.covariance} has it
 * @param factor the correction for a finite sample by which the estimate is multiplied, as {@code
 *     n/(n-k)}; empty for none
 */
public record CovarianceKind(String name, String factor) {

  /** The inverse of the information, which follows from the likelihood. */
  public static final CovarianceKind MODEL = new CovarianceKind("model", "");

  @Override
  public String toString() {
    return factor.isEmpty() ? name : name + ", times " + factor;
  }
}
