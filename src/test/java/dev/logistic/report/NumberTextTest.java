package dev.logistic.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumberTextTest {

  @Test
  void numbersHaveFourSignificantDigits() {
    assertThat(NumberText.text(0.123456)).isEqualTo("0.1235");
    assertThat(NumberText.text(-0.5)).isEqualTo("-0.5000");
    assertThat(NumberText.text(0.99996)).isEqualTo("1.000");
    assertThat(NumberText.text(0.000123456)).isEqualTo("0.0001235");
    assertThat(NumberText.text(12.3456)).isEqualTo("12.35");
    assertThat(NumberText.text(123456.7)).isEqualTo("123457");
    assertThat(NumberText.text(1234567)).isEqualTo("1.235e+06");
    assertThat(NumberText.text(-1.5e-9)).isEqualTo("-1.500e-09");
  }

  @Test
  void whatIsNoNumberHasASign() {
    assertThat(NumberText.text(0)).isEqualTo("0");
    assertThat(NumberText.text(-0.0)).isEqualTo("0");
    assertThat(NumberText.text(Double.NaN)).isEqualTo("–");
    assertThat(NumberText.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(NumberText.text(Double.NEGATIVE_INFINITY)).isEqualTo("-∞");
    assertThat(NumberText.percent(Double.NaN)).isEqualTo("–");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de", "ar-EG", "hi-IN-u-nu-deva"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(NumberText.text(0.5)).isEqualTo("0.5000");
        assertThat(NumberText.text(1e9)).isEqualTo("1.000e+09");
        assertThat(NumberText.trimmed(0.25)).isEqualTo("0.25");
        assertThat(NumberText.percent(0.255)).isEqualTo("25.5 %");
        assertThat(NumberText.count(1_234_567)).isEqualTo("1,234,567");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void drawnNumbersKeepWhatAnAxisCanShow() {
    assertThat(NumberText.rounded(0.123456789, 1)).hasToString("0.1235");
    assertThat(NumberText.rounded(20_230_101.25, 365)).hasToString("20230101.25");
    assertThat(NumberText.rounded(1234567, 1e9)).isEqualByComparingTo("1200000");
    assertThat(NumberText.rounded(0.1234567891, 0)).hasToString("0.123457");
  }
}
