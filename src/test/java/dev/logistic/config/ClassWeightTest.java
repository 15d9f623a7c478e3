package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightTest {

  private static ClassWeight of(String text) {
    return Settings.layered(List.of(new Layer("test", Map.of("train.class-weight", text))))
        .get(Settings.CLASS_WEIGHT);
  }

  @Test
  void theDefaultIsEmpty() {
    assertThat(Settings.original().get(Settings.CLASS_WEIGHT).isNone()).isTrue();
    assertThat(of("")).isEqualTo(ClassWeight.NONE);
    assertThat(of("balanced")).isEqualTo(ClassWeight.BALANCED);
  }

  @Test
  void pairsOfClassAndWeightAreReadInOrder() {
    ClassWeight weight = of("no:1, yes : 2.5 ,maybe:0");

    assertThat(weight.balanced()).isFalse();
    assertThat(weight.weights())
        .containsExactly(entry("no", 1.0), entry("yes", 2.5), entry("maybe", 0.0));
  }

  @Test
  void aBackslashKeepsACommaOrColonInAName() {
    assertThat(of("a\\,b:1,c\\:d:2,e\\\\:3,balanced:4").weights())
        .containsExactly(
            entry("a,b", 1.0), entry("c:d", 2.0), entry("e\\", 3.0), entry("balanced", 4.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "balanced",
        "a:1.0,b:3.0",
        "a\\,b:1.0E-7,c\\:d:2.0,e\\\\:3.0",
        "two words:1.5"
      })
  void itPrintsAsItReads(String text) {
    assertThat(of(text)).hasToString(text);
    assertThat(of(of(text).toString())).isEqualTo(of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Balanced",
        "a",
        "a:",
        ":1",
        "a:-1",
        "a:x",
        "a:NaN",
        "a:1e999",
        "a:1,",
        "a:1,a:2",
        "a:b:1"
      })
  void whatIsNoWeightingIsRefused(String text) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "train.class-weight must be empty, balanced, or comma-separated pairs class:weight,"
                + " no class twice and each weight a finite number of at least 0, was \""
                + text
                + "\" (test)");
  }

  @Test
  void aProgramsOwnWeightsAreCheckedToo() {
    assertThatThrownBy(() -> new ClassWeight(false, Map.of("a", -1.0)))
        .hasMessage("class weights must be finite and at least 0, was -1.0");
    assertThatThrownBy(() -> new ClassWeight(true, Map.of("a", 1.0)))
        .hasMessage("balanced accepts no weights, was {a=1.0}");
  }
}
