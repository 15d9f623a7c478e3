package dev.logistic.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersHaveFourSignificantDigits() {
    assertThat(Numbers.text(0.123456)).isEqualTo("0.1235");
    assertThat(Numbers.text(-0.5)).isEqualTo("-0.5000");
    assertThat(Numbers.text(0.99996)).isEqualTo("1.000");
    assertThat(Numbers.text(0.000123456)).isEqualTo("0.0001235");
    assertThat(Numbers.text(12.3456)).isEqualTo("12.35");
    assertThat(Numbers.text(123456.7)).isEqualTo("123457");
    assertThat(Numbers.text(1234567)).isEqualTo("1.235e+06");
    assertThat(Numbers.text(-1.5e-9)).isEqualTo("-1.500e-09");
  }

  @Test
  void whatIsNoNumberHasASign() {
    assertThat(Numbers.text(0)).isEqualTo("0");
    assertThat(Numbers.text(-0.0)).isEqualTo("0");
    assertThat(Numbers.text(Double.NaN)).isEqualTo("–");
    assertThat(Numbers.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(Numbers.text(Double.NEGATIVE_INFINITY)).isEqualTo("-∞");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de", "ar-EG", "hi-IN-u-nu-deva"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(Numbers.text(0.5)).isEqualTo("0.5000");
        assertThat(Numbers.text(1e9)).isEqualTo("1.000e+09");
        assertThat(Numbers.trimmed(0.25)).isEqualTo("0.25");
        assertThat(Numbers.percent(0.255)).isEqualTo("25.5 %");
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void drawnNumbersKeepWhatAnAxisCanShow() {
    assertThat(Numbers.rounded(0.123456789, 1)).hasToString("0.1235");
    assertThat(Numbers.rounded(20_230_101.25, 365)).hasToString("20230101.25");
    assertThat(Numbers.rounded(1234567, 1e9)).isEqualByComparingTo("1200000");
    assertThat(Numbers.rounded(0.1234567891, 0)).hasToString("0.123457");
  }
}
