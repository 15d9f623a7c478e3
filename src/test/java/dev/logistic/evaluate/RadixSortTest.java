package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000, (1 << 14) - 1, 1 << 14, 100_000})
  void theOrderIsThatOfTheJdk(int count) {
    Random random = new Random(count);
    double[] values =
        random.doubles(count).map(value -> Math.pow(value, 1 + random.nextInt(200))).toArray();
    double[] expected = values.clone();
    Arrays.sort(expected);

    RadixSort.sort(values);

    assertThat(values).isEqualTo(expected);
  }

  @Test
  void zeroOneTiesAndTheLeastNumbersHaveTheirPlaces() {
    double[] some = {1, 0, Math.nextDown(1.0), Double.MIN_VALUE, 0.5, Double.MIN_NORMAL, 1, 0};
    double[] values = new double[1 << 15];
    Arrays.setAll(values, i -> some[i % some.length]);
    double[] expected = values.clone();
    Arrays.sort(expected);

    RadixSort.sort(values);

    assertThat(values).isEqualTo(expected);
  }
}
