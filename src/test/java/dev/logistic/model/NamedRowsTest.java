package dev.logistic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.UnseenTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model accepts rows by the names of columns, with the features that the schema says. */
class NamedRowsTest {

  private enum Plan {
    A,
    B
  }

  private record Customer(int age, String city, boolean member, Plan plan) {}

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of(
              new NumberTerm("age"),
              new LevelsTerm("city", List.of("Basel", "Bern"), null),
              new FlagTerm("member", null),
              new LevelsTerm("plan", List.of("A", "B"), null)),
          Optional.empty());

  private static LogisticModel model(int classes) {
    return SampleModels.of(SCHEMA, classes, DataType.FLOAT64);
  }

  @Test
  void aMapARecordAndTheFeaturesAreTheSameRow() {
    Map<String, Object> map = Map.of("age", 41, "city", "Bern", "member", true, "plan", "B");
    Customer customer = new Customer(41, "Bern", true, Plan.B);
    double[] features = {41, 1, 1, 1};

    try (LogisticModel model = model(2)) {
      double expected = model.probability(features);

      assertThat(model.probability(map)).isEqualTo(expected);
      assertThat(model.probability(customer)).isEqualTo(expected);
      assertThat(model.classify(map)).isEqualTo(model.classify(features));
      assertThat(model.classify(customer)).isEqualTo(model.classify(features));
      assertThat(model.classProbabilities(map).get("one")).isEqualTo(expected);
    }
  }

  @Test
  void ofMoreClassesEachProbabilityHasItsName() {
    Customer customer = new Customer(1, "Basel", false, Plan.B);
    double[] features = {1, 0, 0, 1};

    try (LogisticModel model = model(3)) {
      assertThat(model.classProbabilities(customer).keySet())
          .containsExactlyElementsOf(model.card().classes());
      assertThat(model.classProbabilities(customer).values())
          .containsExactly(
              model.classProbabilities(features)[0],
              model.classProbabilities(features)[1],
              model.classProbabilities(features)[2]);
      assertThatThrownBy(() -> model.probability(customer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ask classProbabilities");
    }
  }

  @Test
  void anUnseenTextReadsAsTheReferenceAndIsCounted() {
    Map<String, Object> unseen = Map.of("age", 41, "city", "Chur", "member", true, "plan", "B");
    UnseenTexts counted = new UnseenTexts();

    try (LogisticModel model = model(2)) {
      assertThat(model.classProbabilities(unseen, counted).get("one"))
          .isEqualTo(model.probability(41, 0, 1, 1));
    }
    assertThat(counted.byColumn()).containsExactly(Map.entry("city", 1L));
  }

  @Test
  @SuppressWarnings("NullAway") // as callers without it do
  void nullIsRefused() {
    try (LogisticModel model = model(2)) {
      assertThatThrownBy(() -> model.probability((Map<String, Object>) null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a row, found null");
      assertThatThrownBy(() -> model.classify((Record) null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a record, found null");
      assertThatThrownBy(() -> model.probability((double[]) null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("features in row 0, found null");
    }
  }

  @Test
  void aRowThatLacksAColumnIsRefusedByName() {
    record Less(int age) {}

    try (LogisticModel model = model(2)) {
      assertThatThrownBy(() -> model.probability(new Less(41)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the row lacks columns that the model needs: \"city\", \"member\", \"plan\"; it has"
                  + " \"age\"");
    }
  }
}
