package dev.logistic.schema;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A term in {@code model.json}; what a kind of term does not have is left out. After reading, null
 * where a field is missing.
 */
record TermJson(
    @Nullable String name,
    @Nullable String type,
    @Nullable List<String> levels,
    @Nullable List<String> merged,
    @Nullable List<String> rare,
    @Nullable Double fill,
    @Nullable Integer first,
    @Nullable Integer width) {

  static TermJson of(Term term) {
    if (term instanceof IndexedTerm indexed) {
      return new TermJson(
          indexed.prefix(), term.type(), null, null, null, null, indexed.first(), indexed.width());
    }
    return new TermJson(
        term.column(),
        term.type(),
        term instanceof LevelsTerm ? term.levels() : null,
        term.merged().isEmpty() ? null : term.merged(),
        term instanceof LevelsTerm text && !text.rare().isEmpty() ? text.rare() : null,
        term.fill(),
        null,
        null);
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
      case "text" ->
          new LevelsTerm(
              column,
              known,
              others,
              rare == null ? List.of() : ModelJson.allOf("rare", rare),
              fill);
      case "indexed" ->
          new IndexedTerm(
              column, ModelJson.require("first", first), ModelJson.require("width", width));
      default ->
          throw new IllegalArgumentException(
              "type must be number, boolean, text or indexed, was \"" + type + "\"");
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
