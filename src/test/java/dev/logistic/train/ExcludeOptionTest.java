package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludeOptionTest {

  @Test
  void plainNamesAreWrittenAsTheyAreAndOnce() {
    assertThat(ExcludeOption.of(List.of("age", "smoker", "age"))).isEqualTo("--exclude age,smoker");
  }

  @Test
  void otherNamesAreQuotedForAShellAndCommasEscaped() {
    assertThat(ExcludeOption.of(List.of("city=Bern"))).isEqualTo("--exclude 'city=Bern'");
    assertThat(ExcludeOption.of(List.of("a, b", "it's"))).isEqualTo("--exclude 'a\\, b,it'\\''s'");
  }
}
