package dev.logistic.export;

import dev.logistic.schema.DateTerm;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** An input column as SQL: the condition that its cell can be used, and the value of the cell. */
record SqlInput(SqlCell cell, Term term) {

  /**
   * Checks the kind of the term.
   *
   * @throws IllegalArgumentException if SQL cannot hold it
   */
  SqlInput {
    KnownTerms.require(term, "SQL");
  }

  /**
   * Creates those of the inputs of a formula. The indicator of missing dates is of their column.
   *
   * @throws IllegalArgumentException if SQL cannot hold one
   */
  static List<SqlInput> of(SqlDialect dialect, List<Term> terms, SqlMissing missing) {
    Map<String, String> parts = new HashMap<>();
    for (Term term : terms) {
      if (term instanceof DateTerm date) {
        parts.put(date.column(), date.part());
      }
    }
    List<SqlInput> inputs = new ArrayList<>();
    for (Term term : terms) {
      String part =
          term instanceof DateTerm date
              ? date.part()
              : term instanceof MissingTerm ? parts.get(term.column()) : null;
      SqlCell cell =
          part == null
              ? new SqlValueCell(dialect, term.column(), missing)
              : new SqlDateCell(dialect, term.column(), part, missing);
      inputs.add(new SqlInput(cell, term.ofValues()));
    }
    return inputs;
  }

  SqlDialect dialect() {
    return cell.dialect();
  }

  /**
   * The condition under which the cell can be used; empty for any.
   *
   * @param most the largest absolute value of a number
   */
  Optional<String> condition(double most) {
    if (cell instanceof SqlDateCell) { // no part of it is too large
      boolean filled = term instanceof MissingTerm || term.fill() != null;
      return Optional.of(
          "(%s%s %s %s)"
              .formatted(
                  filled ? "" : "NOT ",
                  cell.isMissingText(false),
                  filled ? "OR" : "AND",
                  cell.isUsableText(false, List.of())));
    }
    if (term instanceof NumberTerm) {
      return Optional.of("ABS(%s) <= %s".formatted(number(), dialect().number(most)));
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

  /** The value of a number or a boolean, filled where it is missing. */
  String number() {
    return cell.number(term instanceof FlagTerm, term.fill());
  }

  /** One number where the cell is missing, and another where it is not. */
  String byMissing(double ifMissing, double otherwise) {
    boolean ofText = term instanceof MissingTerm missing && missing.ofText();
    boolean ofAnyType = dialect() == SqlDialect.POSTGRESQL; // whether a number or a boolean
    return "CASE WHEN %s THEN %s ELSE %s END"
        .formatted(
            ofText ? cell.isMissingText(true) : cell.isMissingNumber(ofAnyType),
            dialect().number(ifMissing),
            dialect().number(otherwise));
  }

  /**
   * The expression of the level that the cell has.
   *
   * @param ofLevel the expression of a level by its place, from 0
   */
  String byLevel(IntFunction<String> ofLevel) {
    LevelsTerm levels = (LevelsTerm) term;
    int unseen = levels.levels().indexOf(levels.unseen());
    boolean plain = isPlain(levels);
    StringBuilder sql = new StringBuilder("CASE ").append(cell.text(plain));
    for (int level = 0; level < levels.levels().size(); level++) {
      if (level != unseen) {
        sql.append(branch(levels.levels().get(level), ofLevel.apply(level)));
      }
    }
    if (unseen != 0) {
      levels.merged().forEach(level -> sql.append(branch(level, ofLevel.apply(0))));
    }
    sql.append(" ELSE ").append(ofLevel.apply(unseen)).append(" END");
    Double fill = levels.fill();
    return fill == null
        ? sql.toString()
        : "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(cell.isMissingText(plain), ofLevel.apply(fill.intValue()), sql);
  }

  private String branch(String level, String then) {
    return " WHEN %s THEN %s".formatted(dialect().text(level), then);
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
}
