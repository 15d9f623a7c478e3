package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Learns from summaries of the training rows, local or remote, which terms the columns become. For
 * one training.
 *
 * <p>For use within this project.
 */
public final class TermFitting {

  private final ReferenceLevels references;
  private final ChosenLevels chosen;
  private final boolean fills;
  private final List<String> warnings;
  private final List<Term> terms = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  /**
   * Starts without any term.
   *
   * @param references levels that are to be the references of their columns
   * @param chosen levels that get indicators
   * @param fills whether missing cells are filled
   * @param warnings to add to
   */
  public TermFitting(
      ReferenceLevels references, ChosenLevels chosen, boolean fills, List<String> warnings) {
    this.references = references;
    this.chosen = chosen;
    this.fills = fills;
    this.warnings = warnings;
  }

  /** The terms so far. */
  public List<Term> terms() {
    return terms;
  }

  /** The place of each term's cells. */
  public List<Integer> places() {
    return places;
  }

  /**
   * Refuses a column without any values.
   *
   * @throws TableException if {@code present}, the weight of the rows with a value, is 0
   */
  public static void requireValues(Column column, double present) throws TableException {
    if (present == 0) {
      throw new TableException(
          "column \"%s\" has no values in the training rows; leave it out with data.exclude"
              .formatted(column.name()));
    }
  }

  /**
   * Adds a column of numbers or flags.
   *
   * @param place where its cells are found
   * @param constant whether all values are the mean
   */
  public void addNumber(int place, Column column, double mean, boolean constant) {
    if (constant) {
      warnConstant(column, Numbers.text(mean));
    }
    Double fill = fills ? mean : null;
    add(
        place,
        column.kind() == Column.Kind.BOOLEAN
            ? new FlagTerm(column.name(), fill)
            : new NumberTerm(column.name(), fill));
  }

  /**
   * Adds a column of levels; a constant one is left out.
   *
   * @param place where its cells are found
   * @param levels the distinct texts
   * @param weight of the training rows with a level; those without are no levels
   * @throws TableException if a reference or a chosen level is not among them
   */
  public void addText(
      int place, Column column, Collection<String> levels, ToDoubleFunction<String> weight)
      throws TableException {
    List<String> natural =
        levels.stream()
            .filter(level -> weight.applyAsDouble(level) > 0)
            .sorted(Levels.order(levels))
            .toList();
    ChosenLevels.Split split =
        chosen.split(column.name(), references.ordered(column.name(), natural));
    List<String> known = split.levels();
    if (known.size() == 1) {
      warnConstant(column, Names.quoted(known.get(0)));
      return;
    }
    Double fill = null;
    if (fills) {
      Comparator<String> byWeight =
          Comparator.comparingDouble(level -> weight(level, split, weight));
      Comparator<String> byOrder = Comparator.comparing(natural::indexOf);
      String frequent =
          known.stream().max(byWeight.thenComparing(byOrder.reversed())).orElseThrow();
      fill = (double) known.indexOf(frequent);
    }
    add(place, new LevelsTerm(column.name(), known, split.merged(), fill));
  }

  /** The weight of the rows with a level; rows of merged levels count for the reference. */
  private static double weight(
      String level, ChosenLevels.Split split, ToDoubleFunction<String> weight) {
    double sum = weight.applyAsDouble(level);
    if (level.equals(split.levels().get(0))) {
      for (String merged : split.merged()) {
        sum += weight.applyAsDouble(merged);
      }
    }
    return sum;
  }

  private void add(int place, Term term) {
    terms.add(term);
    places.add(place);
  }

  private void warnConstant(Column column, String value) {
    warnings.add(
        "column \"%s\" is constant (%s) in the training rows and carries no information"
            .formatted(column.name(), value));
  }

  /**
   * Refuses a table that leaves nothing to learn from, when all columns have been added.
   *
   * @throws TableException if there is no term, or a reference level does not exist
   */
  public void requireTerms() throws TableException {
    references.requireAllFound();
    if (terms.isEmpty()) {
      throw new TableException("no column is left to learn from: all are constant texts");
    }
  }

  /**
   * The schema of the terms.
   *
   * @throws TableException if two features have the same name
   */
  public FeatureSchema schema(Optional<Standardization> standardization) throws TableException {
    try {
      return new FeatureSchema(terms, standardization);
    } catch (IllegalArgumentException e) {
      throw new TableException(e.getMessage() + "; rename a column in SQL with data.query");
    }
  }
}
