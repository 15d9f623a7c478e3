package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
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
  private final MissingCells missing;
  private final int maxLevels;
  private final int minRows;
  private final List<String> warnings;
  private final List<Term> terms = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  /**
   * Starts without any term.
   *
   * @param references levels that are to be the references of their columns
   * @param chosen levels that get indicators
   * @param missing how missing cells are treated
   * @param warnings to add to
   */
  public TermFitting(
      ReferenceLevels references,
      ChosenLevels chosen,
      MissingCells missing,
      List<String> warnings) {
    this(references, chosen, missing, Integer.MAX_VALUE, 0, warnings);
  }

  /**
   * Starts without any term.
   *
   * @param maxLevels with more levels, the most frequent one is the reference
   * @param minRows levels with fewer rows become one
   */
  TermFitting(
      ReferenceLevels references,
      ChosenLevels chosen,
      MissingCells missing,
      int maxLevels,
      int minRows,
      List<String> warnings) {
    this.references = references;
    this.chosen = chosen;
    this.missing = missing;
    this.maxLevels = maxLevels;
    this.minRows = minRows;
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
    addNumber(place, column, mean, constant, () -> mean);
  }

  /**
   * As above, with the median of the values.
   *
   * @param median called if it is needed
   */
  void addNumber(int place, Column column, double mean, boolean constant, DoubleSupplier median) {
    if (constant) {
      warnConstant(column, Numbers.text(mean));
    }
    Double fill =
        switch (missing.ruleOf(column.name())) {
          case REFUSE, DROP -> null;
          case MEAN, INDICATOR -> mean;
          case MEDIAN -> median.getAsDouble();
        };
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
    addText(place, column, levels, weight, weight);
  }

  /**
   * As above, with rows that may weigh differently.
   *
   * @param rows number of the training rows with a level
   */
  void addText(
      int place,
      Column column,
      Collection<String> levels,
      ToDoubleFunction<String> weight,
      ToDoubleFunction<String> rows)
      throws TableException {
    List<String> all =
        levels.stream()
            .filter(level -> weight.applyAsDouble(level) > 0)
            .sorted(Levels.order(levels))
            .toList();
    List<String> rare = all.stream().filter(level -> isRare(column, level, rows)).toList();
    List<String> natural = natural(column, all, rare, weight);
    ChosenLevels.Split split =
        chosen.split(column.name(), references.ordered(column.name(), natural));
    List<String> known = split.levels();
    if (known.size() == 1) {
      warnConstant(column, Names.quoted(known.get(0)));
      return;
    }
    Double fill = null;
    if (missing.ruleOf(column.name()).fills()) {
      Map<String, Integer> order = new HashMap<>();
      natural.forEach(level -> order.put(level, order.size()));
      Comparator<String> byWeight =
          Comparator.comparingDouble(level -> weight(level, split, rare, weight));
      Comparator<String> byOrder = Comparator.comparing(order::get);
      String frequent =
          known.stream().max(byWeight.thenComparing(byOrder.reversed())).orElseThrow();
      fill = (double) known.indexOf(frequent);
    }
    List<String> collected = known.contains(LevelsTerm.OTHER) ? rare : List.of();
    add(place, new LevelsTerm(column.name(), known, split.merged(), collected, fill));
  }

  /**
   * Adds whether cells of a column are missing, if that is wanted and not known already.
   *
   * @param place where its cells are found
   * @param whole the column that they are of, or a part of whose dates they are
   * @param ofText whether its cells are texts
   */
  void addIndicator(int place, Column column, String whole, boolean ofText) {
    MissingTerm indicator = new MissingTerm(whole, ofText);
    if (missing.ruleOf(column.name()) == MissingCells.Rule.INDICATOR
        && !terms.contains(indicator)) {
      add(place, indicator);
    }
  }

  /** A level that is named as the reference is kept, however rare it is. */
  private boolean isRare(Column column, String level, ToDoubleFunction<String> rows) {
    return rows.applyAsDouble(level) < minRows && !references.isGiven(column.name(), level);
  }

  /** The levels that are kept, in order, and one for those that are not. */
  private List<String> natural(
      Column column, List<String> all, List<String> rare, ToDoubleFunction<String> weight)
      throws TableException {
    Set<String> collected = new HashSet<>(rare);
    List<String> kept = new ArrayList<>(all);
    kept.removeIf(collected::contains);
    if (!rare.isEmpty()) {
      if (all.contains(LevelsTerm.OTHER)) {
        throw new TableException(
            "column \"%s\" has a text \"%s\", which data.min-level-rows needs for rare ones; rename it in SQL with data.query"
                .formatted(column.name(), LevelsTerm.OTHER));
      }
      kept.add(LevelsTerm.OTHER);
    }
    if (kept.size() > maxLevels) {
      String frequent =
          kept.stream()
              .max(Comparator.comparingDouble(level -> weight(level, rare, weight)))
              .orElseThrow();
      kept.remove(frequent);
      kept.add(0, frequent);
    }
    return kept;
  }

  /** The weight of the rows with a level, or with one of those that it stands for. */
  private static double weight(String level, List<String> rare, ToDoubleFunction<String> weight) {
    return level.equals(LevelsTerm.OTHER) && !rare.isEmpty()
        ? rare.stream().mapToDouble(weight).sum()
        : weight.applyAsDouble(level);
  }

  /** The weight of the rows with a level; rows of merged levels count for the reference. */
  private static double weight(
      String level, ChosenLevels.Split split, List<String> rare, ToDoubleFunction<String> weight) {
    double sum = weight(level, rare, weight);
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
    requireTerms(false);
  }

  /**
   * As above.
   *
   * @param others whether there are features of other terms
   */
  void requireTerms(boolean others) throws TableException {
    references.requireAllFound();
    if (terms.isEmpty() && !others) {
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
