package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationsTest {

  private static void check(String assignments) {
    Combinations.check(
        Settings.layered(List.of(Layer.assignments("--set", List.of(assignments.split(" "))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.solver=adam train.momentum=0.9|train.momentum=0.9 needs train.solver=sgd, was adam",
        "train.solver=adamw train.dampening=0.1|train.dampening=0.1 needs train.solver=sgd, was adamw",
        "train.solver=adam train.nesterov=true|train.nesterov=true needs train.solver=sgd, was adam",
        "train.beta1=0.8|train.beta1=0.8 needs train.solver=adam or adamw, was sgd",
        "train.beta2=0.8|train.beta2=0.8 needs train.solver=adam or adamw, was sgd",
        "train.epsilon=0.1|train.epsilon=0.1 needs train.solver=adam or adamw, was sgd",
        "train.solver=lbfgs train.clip-norm=1|train.clip-norm=1.0 needs train.solver=sgd or adam or adamw, was lbfgs",
        "train.solver=lbfgs train.weight-decay=0.1|train.weight-decay=0.1 needs train.solver=sgd or adam or adamw, was lbfgs",
        "data.source=t.csv train.schedule=warm-up|train.schedule=warm-up needs train.solver=sgd or adam or adamw, was lbfgs",
        "data.source=t.csv train.momentum=0.5|train.momentum=0.5 needs train.solver=sgd, was lbfgs",
        "train.schedule-step=2|train.schedule-step=2 needs train.schedule=step, was fixed",
        "train.schedule=warm-up train.schedule-factor=2|train.schedule-factor=2.0 needs train.schedule=step, was warm-up",
        "train.schedule=cosine train.warm-up=2|train.warm-up=2 needs train.schedule=warm-up, was cosine",
        "train.nesterov=true|train.nesterov=true needs train.momentum above 0",
        "train.dampening=0.5|train.dampening=0.5 needs train.momentum above 0",
        "train.learning-rate=1e39|train.learning-rate=1.0E39 needs engine.precision=float64: float32 holds numbers from 1.4E-45 to 3.4028235E38",
        "train.learning-rate=1e-46|train.learning-rate=1.0E-46 needs engine.precision=float64: float32 holds numbers from 1.4E-45 to 3.4028235E38",
        "train.momentum=0.9 train.nesterov=true train.dampening=0.5|train.nesterov=true needs train.dampening=0, was 0.5"
      })
  void whatWouldSilentlyNotCountIsRefused(String assignments, String message) {
    assertThatThrownBy(() -> check(assignments))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.solver=sgd",
        "train.momentum=0.9 train.dampening=0.1 train.weight-decay=0.1 train.clip-norm=1",
        "train.momentum=0.9 train.nesterov=true train.schedule=cosine",
        "train.solver=adam train.beta1=0.8 train.beta2=0.9 train.epsilon=1e-6 train.weight-decay=1",
        "train.solver=adamw train.schedule=step train.schedule-step=2 train.schedule-factor=0.5",
        "data.source=t.csv train.solver=sgd train.momentum=0.9",
        "train.schedule=warm-up train.warm-up=2",
        "train.learning-rate=1e39 engine.precision=float64"
      })
  void whatCountsIsAllowed(String assignments) {
    assertThatCode(() -> check(assignments)).doesNotThrowAnyException();
  }

  @Test
  void anExplicitDefaultEqualsTheDefault() {
    assertThatCode(() -> check("train.solver=lbfgs train.clip-norm=0 train.weight-decay=0"))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("train.solver=adam train.momentum=0 train.nesterov=false"))
        .doesNotThrowAnyException();
  }
}
