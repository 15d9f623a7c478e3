package dev.logistic.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ExponentialTest {

  private static final double PERCENT = 1e-7; // a relative error of 1e-9

  private static double[] range(double from, double to) {
    return DoubleStream.iterate(from, z -> z < to, z -> z + 0.00713).toArray();
  }

  @Test
  void itIsTheExponentialToNineDigits() {
    double[] z = range(-105, 0);
    double[] result = z.clone();
    Exponential.exp(result, result.length);

    for (int i = 0; i < z.length; i++) {
      assertThat(result[i]).isCloseTo(Math.exp(z[i]), withinPercentage(PERCENT));
    }
  }

  @Test
  void itIsTheSigmoidToNineDigits() {
    double[] z = range(-105, 105);
    double[] result = z.clone();
    Exponential.sigmoid(result, result.length);

    for (int i = 0; i < z.length; i++) {
      assertThat(result[i]).isCloseTo(1 / (1 + Math.exp(-z[i])), withinPercentage(PERCENT));
    }
  }

  @Test
  void asFloatsTheEndsAreExact() {
    double[] sigmoids = {-1e300, Double.NEGATIVE_INFINITY, 0, 1e300, Double.POSITIVE_INFINITY};
    Exponential.sigmoid(sigmoids, 5);
    double[] exponentials = {-1e300, Double.NEGATIVE_INFINITY, 0, -0.0};
    Exponential.exp(exponentials, 4);

    assertThat(floats(sigmoids)).containsExactly(0, 0, 0.5f, 1, 1);
    assertThat(floats(exponentials)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void nanStaysNanAndLaterValuesAreUnchanged() {
    double[] sigmoids = {Double.NaN, 7};
    Exponential.sigmoid(sigmoids, 1);
    double[] exponentials = {Double.NaN, 7};
    Exponential.exp(exponentials, 1);

    assertThat(sigmoids).containsExactly(Double.NaN, 7);
    assertThat(exponentials).containsExactly(Double.NaN, 7);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
