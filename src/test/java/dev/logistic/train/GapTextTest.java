package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTextTest {

  @ParameterizedTest
  @CsvSource({
    "3.01e-9, 3.1e-9",
    "1e-6, 1.0e-6",
    "9.99e-11, 1.0e-10",
    "1.01e-120, 1.1e-120",
    "0.25, 2.5e-1",
    "31.2, 3.2e1",
    "0, 0"
  })
  void aBoundIsNeverRoundedDown(double gap, String text) {
    assertThat(GapText.of(gap)).isEqualTo(text);
  }

  @Test
  void whatCouldNotBeProvenHasNoNumber() {
    assertThat(GapText.ofNullLoss(OptionalDouble.empty())).isEqualTo("no bound could be proven");
    assertThat(GapText.ofNullLoss(OptionalDouble.of(2e-8)))
        .isEqualTo("at most 2.0e-8 of the null loss");
  }
}
