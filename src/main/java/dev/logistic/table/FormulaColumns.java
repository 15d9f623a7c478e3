package dev.logistic.table;

import dev.logistic.formula.Formula;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The columns of a table that a formula uses, and how. */
final class FormulaColumns {

  private final List<FormulaTerm> terms;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Set<String> factors = new LinkedHashSet<>();

  private FormulaColumns(List<FormulaTerm> terms) {
    this.terms = terms;
    for (FormulaTerm term : terms) {
      for (Variable variable : term.variables()) {
        columns.addAll(variable.columns());
        if (variable.kind() instanceof Variable.Factor) {
          factors.addAll(variable.columns());
        }
      }
    }
  }

  /** Those of a formula before the table is known, and so without what {@code .} stands for. */
  static FormulaColumns named(Formula formula) {
    List<String> names = new ArrayList<>(formula.columns());
    names.add(String.join(".", names) + "."); // so that a formula with a dot has a term
    FormulaColumns all = new FormulaColumns(formula.terms(names));
    all.columns.retainAll(formula.columns());
    return all;
  }

  /**
   * Expands a formula.
   *
   * @param candidates the columns that may be features
   * @throws TableException if it names another column, or one both as a factor and as a number
   */
  static FormulaColumns of(Formula formula, List<String> candidates) throws TableException {
    FormulaColumns all;
    try {
      all = new FormulaColumns(formula.terms(candidates));
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
    for (FormulaTerm term : all.terms) {
      for (Variable variable : term.variables()) {
        if (variable.kind() instanceof Variable.PartOfDate) {
          throw new TableException(
              ("data.terms: \"%s\" needs a column of dates, which tables do not have as features yet;"
                      + " compute it in SQL with data.query")
                  .formatted(variable.text()));
        }
        for (String name : variable.columns()) {
          if (all.factors.contains(name) && !(variable.kind() instanceof Variable.Factor)) {
            throw new TableException(
                ("data.terms: column \"%s\" cannot be used both as levels, in factor(), and as a"
                        + " number, in \"%s\"; copy it under another name in SQL with data.query")
                    .formatted(name, variable.text()));
          }
        }
      }
    }
    return all;
  }

  List<FormulaTerm> terms() {
    return terms;
  }

  /** All columns, in the order of the terms. */
  Set<String> columns() {
    return columns;
  }

  /** Those whose values are levels, even if they are numbers. */
  Set<String> factors() {
    return factors;
  }
}
