package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5|0.5",
        " 3e-1 |0.3",
        "f1|f1",
        "youden|youden",
        "recall:0.9|recall:0.9",
        "recall>=0.9|recall:0.9",
        "recall:1|recall:1",
        "precision: 0.95|precision:0.95",
        "precision>=0.95|precision:0.95",
        "cost:fn=10,fp=1|cost:fn=10,fp=1",
        "cost:fp=0.5, fn=2.50|cost:fn=2.5,fp=0.5"
      })
  void itReadsAndPrints(String text, String printed) {
    String read = Settings.THRESHOLD.parse(text);

    assertThat(read).isEqualTo(printed);
    assertThat(Settings.THRESHOLD.parse(read)).isEqualTo(printed);
    assertThat(Settings.defaults().with(Settings.THRESHOLD, printed).get(Settings.THRESHOLD))
        .isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "1",
        "-0.1",
        "1.5",
        "NaN",
        "0.5f",
        "F1",
        "f2",
        "recall:",
        "recall:0",
        "recall:1.1",
        "recall=0.9",
        "recall>0.9",
        "precision:x",
        "cost",
        "cost:",
        "cost:fn=1",
        "cost:fn=1,fp=0",
        "cost:fn=1,fp=1,fn=2",
        "cost:fn=1,fp=1,tp=0",
        "cost:fn=-1,fp=1",
        "cost:10,1",
        "accuracy"
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> Settings.THRESHOLD.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train.threshold must be a number above 0 and below 1, f1, youden, cost:fn=10,fp=1,"
                + " recall:0.9 or precision:0.9, was \""
                + text
                + "\"");
    assertThatThrownBy(() -> Settings.defaults().with(Settings.THRESHOLD, text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recall", "precision"})
  void theRestThatAShellTookIsExplained(String text) {
    String explanation =
        " must have the RULE to reach, as in RULE:0.9, was \"RULE\"; a shell reads the > of"
            + " RULE>=0.9 as a redirection unless it is quoted";

    assertThatThrownBy(() -> Settings.THRESHOLD.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(("train.threshold" + explanation).replace("RULE", text));
  }

  @Test
  void onlyANumberNeedsNoRows() {
    assertThat(ThresholdRule.parse("0.2").isNumber()).isTrue();
    assertThat(ThresholdRule.parse("f1").isNumber()).isFalse();
  }
}
