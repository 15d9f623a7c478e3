package dev.logistic.schema;

import static dev.logistic.schema.ModelJson.require;
import static dev.logistic.schema.ModelJson.requireAll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TrainingProfile} as it is in {@code model.json}, where fields may be missing.
 *
 * @param columns see there
 * @param scores see there
 */
record ProfileJson(@Nullable List<@Nullable Bins> columns, @Nullable Bins scores) {

  /** A {@link Distribution}. */
  record Bins(
      @Nullable String name,
      @Nullable List<Double> edges,
      @Nullable List<String> levels,
      @Nullable List<Long> counts,
      long missing,
      @Nullable List<Double> range) {

    private Distribution checked() {
      if (levels != null) {
        requireAll("levels", levels);
      }
      return new Distribution(
          require("name", name),
          complete("edges", edges),
          levels,
          complete("counts", counts),
          missing,
          complete("range", range));
    }

    private static <T> List<T> complete(String field, @Nullable List<T> values) {
      List<T> known = require(field, values);
      requireAll(field, known);
      return known;
    }
  }

  /**
   * Returns the profile.
   *
   * @throws IllegalArgumentException if a field is missing or does not fit
   */
  TrainingProfile checked() {
    return new TrainingProfile(
        require("columns", columns).stream()
            .map(each -> require("columns", each).checked())
            .toList(),
        require("scores", scores).checked());
  }
}
