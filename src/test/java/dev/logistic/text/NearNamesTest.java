package dev.logistic.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {

  @Test
  void misspelledNamesAreNearTheNearestFirst() {
    assertThat(NearNames.of("chruned", List.of("age", "return", "churned")))
        .containsExactly("churned");
    assertThat(NearNames.question("chruned", List.of("age", "churned")))
        .contains("did you mean \"churned\"?");
  }

  @Test
  void ofAShortNameHalfOfTheLettersAreTheSame() {
    assertThat(NearNames.of("y", List.of("x", "a", "id", "yes"))).isEmpty();
    assertThat(NearNames.of("agee", List.of("age", "wage"))).containsExactly("age");
    assertThat(NearNames.of("Y", List.of("x", "y"))).containsExactly("y");
    assertThat(NearNames.question("label", List.of("age", "city"))).isEmpty();
  }
}
