package dev.logistic.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludeSettingTest {

  @Test
  void plainNamesAreWrittenAsTheyAreAndOnce() {
    assertThat(ExcludeSetting.of(List.of("age", "smoker", "age")))
        .isEqualTo("data.exclude=age,smoker");
  }

  @Test
  void aSettingWithOtherNamesIsQuotedAndCommasEscaped() {
    assertThat(ExcludeSetting.of(List.of("city=Bern"))).isEqualTo("\"data.exclude=city=Bern\"");
    assertThat(ExcludeSetting.of(List.of("a, b", "it's", "5\"", "c\\")))
        .isEqualTo("\"data.exclude=a\\, b,it's,5\\\",c\\\\\"");
  }
}
