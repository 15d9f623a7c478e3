package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code (x - center) / scale}: mean and standard deviation (with n - 1) of the training rows, as
 * R's {@code scale}. For use within this project.
 */
public final class Scaled implements Basis {

  static final String TYPE = "scale";

  private static final long serialVersionUID = 1;

  private final double center;
  private final double scale;

  Scaled(double center, double scale) {
    require(scale > 0, "expected a positive \"scale\", found %s", scale);
    this.center = center;
    this.scale = scale;
  }

  /** Learns mean and standard deviation of at least two distinct values. */
  public static Scaled learn(double[] values, double @Nullable [] weights) {
    Sample sample = new Sample(values, weights);
    require(
        sample.distinct() > 1,
        "scale needs at least 2 distinct values, found %d",
        sample.distinct());
    double mean = sample.mean();
    double scale = Math.sqrt(sample.squares(mean) / (sample.size() - 1));
    require(
        scale > 0 && Double.isFinite(scale),
        "the standard deviation %s is beyond the range of double",
        scale);
    return new Scaled(mean, scale);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    out[from] = (x - center) / scale;
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of("center", list(center), "scale", list(scale));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return BasisNumbers.same(this, other);
  }

  @Override
  public int hashCode() {
    return BasisNumbers.hash(this);
  }

  @Override
  public String toString() {
    return BasisNumbers.text(this);
  }
}
