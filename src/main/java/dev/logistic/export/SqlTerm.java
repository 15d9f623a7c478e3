package dev.logistic.export;

import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * A term as SQL: the condition that its cell can be used, and what it adds to a logit.
 *
 * @param from the place of its first feature
 * @param largest number that a feature may be, as the type of the model holds it
 * @param most that a feature may add to a logit, so that no sum overflows
 */
record SqlTerm(
    SqlCell cell, Term term, int from, Standardization scaling, double largest, double most) {

  /**
   * Checks the kind of the term.
   *
   * @throws IllegalArgumentException if SQL cannot hold it
   */
  SqlTerm {
    boolean known =
        term instanceof NumberTerm
            || term instanceof FlagTerm
            || term instanceof LevelsTerm
            || term instanceof MissingTerm;
    if (!known) {
      throw new IllegalArgumentException(
          ("the model has the term %s of %s, and SQL can hold number, boolean, text and"
                  + " missing; score its rows with predict or dev.logistic.score.Scorer")
              .formatted(
                  term.name(),
                  term instanceof ProductTerm ? "a formula (data.terms)" : "type " + term.type()));
    }
  }

  private SqlDialect dialect() {
    return cell.dialect();
  }

  /** The weight of a feature on the scale of the column. */
  private double weight(IntToDoubleFunction weights, int feature) {
    int at = from + feature;
    double weight = weights.applyAsDouble(at) / scaling.scales().get(at);
    if (!(Math.abs(weight) < most)) {
      throw new IllegalArgumentException(
          "the weight of %s on the scale of its column is %s, and SQL can hold weights below %s"
              .formatted(term.featureName(feature), weight, most));
    }
    return weight;
  }

  private double mean(int feature) {
    return scaling.means().get(from + feature);
  }

  /**
   * The condition under which the cell can be used; empty for any.
   *
   * @param greatest the largest absolute weight of the first feature
   */
  Optional<String> condition(double greatest) {
    if (term instanceof NumberTerm) {
      double fitting = most / Math.max(1, weight(feature -> greatest, 0));
      return Optional.of(
          "ABS(%s) <= %s"
              .formatted(
                  cell.number(false, term.fill()), dialect().number(Math.min(largest, fitting))));
    }
    if (term instanceof FlagTerm) {
      String isFlag =
          "%s IN (%s, %s)"
              .formatted(cell.number(true, null), dialect().number(0), dialect().number(1));
      return Optional.of(
          term.fill() == null
              ? isFlag
              : "(%s OR %s)".formatted(cell.isMissingNumber(true), isFlag));
    }
    if (term instanceof LevelsTerm levels) {
      boolean plain = isPlain(levels);
      return Optional.of(
          "(%s%s %s %s)"
              .formatted(
                  levels.fill() == null ? "NOT " : "",
                  cell.isMissingText(plain),
                  levels.fill() == null ? "AND" : "OR",
                  cell.isUsableText(plain, known(levels))));
    }
    return Optional.empty();
  }

  /** Whether a number may be a level, or mean that the cell is missing. */
  private boolean isPlain(LevelsTerm levels) {
    return !cell.missing().numbers().isEmpty()
        || known(levels).stream().anyMatch(level -> level.chars().anyMatch(Character::isDigit));
  }

  private static List<String> known(LevelsTerm levels) {
    List<String> known = new ArrayList<>(levels.levels());
    known.addAll(levels.merged());
    known.addAll(levels.rare());
    return known;
  }

  /**
   * What the term adds to a logit where its condition holds; empty for nothing.
   *
   * @param weights of all features
   */
  Optional<String> contribution(IntToDoubleFunction weights) {
    if (term instanceof LevelsTerm levels) {
      return Optional.of(ofLevels(levels, weights));
    }
    double weight = weight(weights, 0);
    if (weight == 0) {
      return Optional.empty();
    }
    if (term instanceof MissingTerm missing) {
      boolean ofAnyType = dialect() == SqlDialect.POSTGRESQL; // whether a number or a boolean
      return Optional.of(
          "CASE WHEN %s THEN %s ELSE %s END"
              .formatted(
                  missing.ofText() ? cell.isMissingText(true) : cell.isMissingNumber(ofAnyType),
                  dialect().number((1 - mean(0)) * weight),
                  dialect().number((0 - mean(0)) * weight)));
    }
    String value = cell.number(term instanceof FlagTerm, term.fill());
    String difference =
        mean(0) == 0 ? "(" + value + ")" : "(%s - %s)".formatted(value, dialect().number(mean(0)));
    return Optional.of(dialect().product(difference, weight));
  }

  /** Each level has one number: the sum of what the indicators add. */
  private String ofLevels(LevelsTerm levels, IntToDoubleFunction weights) {
    double[] added = new double[levels.levels().size()]; // by level
    double ofReference = 0;
    for (int feature = 0; feature < levels.width(); feature++) {
      added[feature + 1] = weight(weights, feature);
      ofReference -= mean(feature) * added[feature + 1];
    }
    int unseen = levels.levels().indexOf(levels.unseen());
    boolean plain = isPlain(levels);
    StringBuilder sql = new StringBuilder("CASE ").append(cell.text(plain));
    for (int level = 0; level < added.length; level++) {
      added[level] += ofReference;
      if (level != unseen) {
        sql.append(branch(levels.levels().get(level), added[level]));
      }
    }
    if (unseen != 0) {
      levels.merged().forEach(level -> sql.append(branch(level, added[0])));
    }
    sql.append(" ELSE ").append(dialect().number(added[unseen])).append(" END");
    Double fill = levels.fill();
    return fill == null
        ? sql.toString()
        : "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(cell.isMissingText(plain), dialect().number(added[fill.intValue()]), sql);
  }

  private String branch(String level, double added) {
    return " WHEN %s THEN %s".formatted(dialect().text(level), dialect().number(added));
  }
}
