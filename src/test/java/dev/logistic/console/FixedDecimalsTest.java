package dev.logistic.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: Python's {@code '%.3f' % value}. */
class FixedDecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0.0625, 0.062",
    "0.1875, 0.188",
    "0.0005, 0.001",
    "0.00049999, 0.000",
    "2.5005, 2.501",
    "2.4985, 2.498",
    "1e-30, 0.000",
    "-1e-30, -0.000",
    "-0.0, -0.000",
    "0.0, 0.000",
    "123456789.0125, 123456789.013",
    "1e22, 10000000000000000000000.000",
    "NaN, nan",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void digitsAreThoseOfPython(double value, String expected) {
    assertThat(FixedDecimals.of(value, 3)).isEqualTo(expected);
  }

  @Test
  void noLocaleChangesThem() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(FixedDecimals.of(1234.5, 2)).isEqualTo("1234.50");
    } finally {
      Locale.setDefault(before);
    }
  }
}
