package dev.logistic.schema;

import dev.logistic.files.SideFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A term in {@code model.json}; what a kind of term does not have is null, and is left out. More
 * than {@link ModelJson#MOST_LISTED} texts are in the side file {@link ModelJson#LISTS}, under the
 * place of the term, such as {@code 2.levels}. The part of the dates of a column has these two
 * besides what encodes it. A text with tokens has all its lists in the side file.
 */
final class TermJson {

  static final String LEVELS = ".levels";
  static final String MERGED = ".merged";
  static final String RARE = ".rare";
  static final String BUCKETS = ".buckets";
  static final String IDF = ".idf";

  // in the order of the file
  @Nullable String name;
  @Nullable String type;
  @Nullable List<String> levels;
  @Nullable List<String> merged;
  @Nullable List<String> rare;
  @Nullable Double fill;
  @Nullable Integer first;
  @Nullable Integer width;
  @Nullable String sideFile;
  @Nullable List<List<ProductTerm.Factor>> products;
  @Nullable String column;
  @Nullable String part;
  @Nullable Tokens tokens;

  /**
   * What encodes the column that this describes.
   *
   * @param place of the term, from 0
   * @param sides the side files by name
   * @throws IllegalArgumentException if a part is missing or cannot be
   */
  Term term(int place, Map<String, SideFile> sides) {
    Term values = ofValues(place, sides);
    return part == null ? values : new DateTerm(ModelJson.require("column", column), part, values);
  }

  private Term ofValues(int place, Map<String, SideFile> sides) {
    String own = ModelJson.require("name", name);
    if (sideFile != null) {
      SideFile lists = ModelJson.require("side_files: " + sideFile, sides.get(sideFile));
      if (tokens != null) {
        return new TextTerm(
            own,
            ModelJson.require("column", column),
            tokens,
            lists.texts(place + LEVELS),
            DoubleList.of(lists.numbers(place + BUCKETS)),
            DoubleList.of(lists.numbers(place + IDF)));
      }
      if (!"text".equals(type)) {
        throw new IllegalArgumentException(
            "a column with a side file must be of type text, was \"" + type + "\"");
      }
      return new LevelsTerm(
          own,
          lists.texts(place + LEVELS),
          lists.texts(place + MERGED),
          lists.texts(place + RARE),
          fill);
    }
    List<String> known = levels == null ? List.of() : ModelJson.allOf("levels", levels);
    List<String> others = merged == null ? List.of() : ModelJson.allOf("merged", merged);
    return switch (ModelJson.require("type", type)) {
      case "number" -> withoutLevels(new NumberTerm(own, fill), known, others);
      case "boolean" -> withoutLevels(new FlagTerm(own, fill), known, others);
      case "text" ->
          new LevelsTerm(
              own, known, others, rare == null ? List.of() : ModelJson.allOf("rare", rare), fill);
      case "missing-number" -> withoutLevels(new MissingTerm(own, false), known, others);
      case "missing-text" -> withoutLevels(new MissingTerm(own, true), known, others);
      case "indexed" ->
          new IndexedTerm(
              own, ModelJson.require("first", first), ModelJson.require("width", width));
      default ->
          throw new IllegalArgumentException(
              "type must be number, boolean, text, missing-number, missing-text or indexed, was \""
                  + type
                  + "\"");
    };
  }

  /**
   * The term of a formula that this describes.
   *
   * @param all the inputs, those of products first
   * @param ofProducts how many these are
   * @throws IllegalArgumentException if a part is missing or cannot be
   */
  Term ofFormula(List<Term> all, int ofProducts) {
    if (products == null) {
      int place = ModelJson.require("first", first);
      if (place < ofProducts || place >= all.size()) {
        throw new IllegalArgumentException("there is no input " + place + " of a term");
      }
      return all.get(place);
    }
    return new ProductTerm(ModelJson.require("name", name), all.subList(0, ofProducts), products);
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
