package dev.logistic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltyGridTest {

  @Test
  void autoGoesFourPowersOfTenToBothSidesOfOneOverRows() {
    List<Double> values = PenaltyGrid.forRows(200);

    assertThat(values).hasSize(13);
    assertThat(values.get(0)).isEqualTo(50);
    assertThat(values.get(6)).isEqualTo(0.005);
    assertThat(values.get(12)).isCloseTo(5e-7, within(1e-21));
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i - 1) / values.get(i)).isCloseTo(Math.pow(10, 2 / 3.0), within(1e-12));
    }
  }

  @Test
  void numbersAreSortedFromTheLargestOn() {
    assertThat(PenaltyGrid.parse(PenaltyGrid.Kind.L2, "0.1, 1e1,0").values())
        .containsExactly(10.0, 0.1, 0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.1,", "0.1,-1", "0.1,0.1", "0,-0", "1e999", "NaN", "many"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> PenaltyGrid.parse(PenaltyGrid.Kind.L2, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "l2-grid must be auto or comma-separated finite numbers of at least 0, none twice,"
                + " was \"%s\"",
            text);
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> new PenaltyGrid(PenaltyGrid.Kind.L2, List.of(1.0, -1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l2-grid must be finite numbers of at least 0, none twice, was [1.0, -1.0]");
  }
}
