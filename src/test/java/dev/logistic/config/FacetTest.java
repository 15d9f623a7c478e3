package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FacetTest {

  private static List<String> names(Predicate<Key<?>> chosen) {
    return Settings.KEYS.stream().filter(chosen).map(Key::name).toList();
  }

  @Test
  void everyKeyIsListedOnce() {
    List<Key<?>> declared =
        Arrays.stream(Settings.class.getFields())
            .filter(field -> field.getType() == Key.class)
            .<Key<?>>map(FacetTest::key)
            .toList();

    assertThat(Settings.KEYS).doesNotHaveDuplicates().hasSameElementsAs(declared);
    assertThat(names(key -> true)).doesNotHaveDuplicates();
  }

  private static Key<?> key(Field field) {
    try {
      return (Key<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeyCountsForTablesOrForSyntheticRowsOrForBoth() {
    assertThat(names(key -> !key.countsFor(true)))
        .containsExactly("data.samples", "data.coefficients");
    assertThat(names(key -> !key.countsFor(false)))
        .containsExactly(
            "data.query",
            "data.label",
            "data.positive",
            "data.weight",
            "data.weight-kind",
            "data.trials",
            "data.offset",
            "data.cluster",
            "data.group",
            "data.time",
            "data.features",
            "data.terms",
            "data.exclude",
            "data.categorical",
            "data.reference",
            "data.missing",
            "data.na",
            "data.not-missing",
            "data.max-levels",
            "data.min-level-rows",
            "data.standardize",
            "data.storage",
            "data.memory",
            "data.spill",
            "data.index-base",
            "data.validation");
  }

  @Test
  void ofTheSettingsOfTablesStandardizingAndTheKindOfWeightsCountForArrays() {
    assertThat(names(key -> !key.countsFor(false) && key.countsForArrays()))
        .containsExactly("data.weight-kind", "data.standardize");
    assertThat(names(key -> key.name().startsWith("train.")))
        .isEqualTo(names(key -> key.name().startsWith("train.") && key.countsForArrays()));
  }

  @Test
  void whatMayChangeOnResumingHasNoEffectOnTheResult() {
    assertThat(names(key -> key.has(Facet.FREE_TO_CHANGE)))
        .containsExactly(
            "engine.threads",
            "data.weight-kind",
            "data.trials",
            "data.offset",
            "data.cluster",
            "data.group",
            "data.time",
            "data.terms",
            "data.categorical",
            "data.reference",
            "data.not-missing",
            "data.min-level-rows",
            "data.storage",
            "data.memory",
            "data.spill",
            "data.index-base",
            "train.covariance",
            "train.tests",
            "train.intervals",
            "train.threshold",
            "train.prior",
            "train.checkpoint",
            "train.checkpoint-every");
  }

  /** Spark trains with a solver that goes to the optimum, on tables. */
  @Test
  void whatCountsOnSparkCountsForItsSolverAndForTables() {
    assertThat(names(key -> key.has(Facet.SPARK)))
        .containsExactly(
            "engine.seed",
            "engine.precision",
            "data.source",
            "data.query",
            "data.label",
            "data.positive",
            "data.weight",
            "data.features",
            "data.terms",
            "data.exclude",
            "data.reference",
            "data.missing",
            "data.na",
            "data.not-missing",
            "data.max-levels",
            "data.standardize",
            "train.epochs",
            "train.l1",
            "train.l2",
            "train.class-weight",
            "train.tolerance",
            "train.covariance",
            "train.tests",
            "train.intervals",
            "train.threshold",
            "train.prior");
    assertThat(Settings.KEYS)
        .filteredOn(key -> key.has(Facet.SPARK))
        .allMatch(key -> key.countsFor(true) && !key.has(Facet.STEPS))
        .allMatch(key -> key.requirement().isEmpty());
  }
}
