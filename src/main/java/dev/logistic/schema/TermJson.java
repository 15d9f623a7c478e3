package dev.logistic.schema;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A term in {@code model.json}; levels, merged levels and fill are left out where there are none.
 * After reading, null where a field is missing.
 */
record TermJson(
    @Nullable String name,
    @Nullable String type,
    @Nullable List<String> levels,
    @Nullable List<String> merged,
    @Nullable Double fill) {

  static TermJson of(Term term) {
    return new TermJson(
        term.column(),
        term.type(),
        term instanceof LevelsTerm ? term.levels() : null,
        term.merged().isEmpty() ? null : term.merged(),
        term.fill());
  }

  /**
   * @throws IllegalArgumentException if a part is missing or cannot be
   */
  Term term() {
    String column = ModelJson.require("name", name);
    List<String> known = levels == null ? List.of() : ModelJson.allOf("levels", levels);
    List<String> others = merged == null ? List.of() : ModelJson.allOf("merged", merged);
    return switch (ModelJson.require("type", type)) {
      case "number" -> withoutLevels(new NumberTerm(column, fill), known, others);
      case "boolean" -> withoutLevels(new FlagTerm(column, fill), known, others);
      case "text" -> new LevelsTerm(column, known, others, fill);
      default ->
          throw new IllegalArgumentException(
              "type must be number, boolean or text, was \"" + type + "\"");
    };
  }

  private static Term withoutLevels(Term term, List<String> levels, List<String> merged) {
    String type = term.type().toUpperCase(Locale.ROOT);
    if (!levels.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\" of type %s cannot have the levels %s"
              .formatted(term.column(), type, levels));
    }
    if (!merged.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\" of type %s with the levels [] cannot have the merged levels %s"
              .formatted(term.column(), type, merged));
    }
    return term;
  }
}
