package dev.logistic.table;

import dev.logistic.formula.Formula;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a table that a formula uses, and how. */
final class FormulaColumns {

  private final List<FormulaTerm> terms;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Set<String> factors = new LinkedHashSet<>();
  private final Set<String> inputs = new LinkedHashSet<>();
  private final Map<String, DateColumn> dates = new LinkedHashMap<>();

  private FormulaColumns(List<FormulaTerm> terms) {
    this.terms = terms;
    for (FormulaTerm term : terms) {
      for (Variable variable : term.variables()) {
        columns.addAll(variable.columns());
        if (variable.kind() instanceof Variable.PartOfDate of) {
          String whole = variable.columns().get(0);
          dates.put(variable.text(), new DateColumn(variable.text(), whole, of.part()));
          inputs.add(variable.text());
        } else {
          inputs.addAll(variable.columns());
        }
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
        boolean ofNumber =
            !(variable.kind() instanceof Variable.Factor
                || variable.kind() instanceof Variable.PartOfDate);
        for (String name : variable.columns()) {
          if (all.dates.containsKey(name)) {
            throw new TableException(
                "data.terms: \"%s\" is both a column and a part of the dates of \"%s\"; copy the column under another name in SQL with data.query"
                    .formatted(name, all.dates.get(name).whole()));
          }
          if (all.factors.contains(name) && ofNumber) {
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

  /** What the terms are computed from, in their order: columns, and parts of dates. */
  Set<String> inputs() {
    return inputs;
  }

  /** The parts of dates. */
  Collection<DateColumn> dates() {
    return dates.values();
  }

  /** Returns the column of the table that an input is, or is a part of the dates of. */
  String columnOf(String input) {
    DateColumn part = dates.get(input);
    return part == null ? input : part.whole();
  }

  /** The texts among the inputs that may be numbers. */
  Set<String> categorical() {
    Set<String> all = new LinkedHashSet<>(factors);
    dates.values().stream()
        .map(DateColumn::column)
        .filter(column -> column.kind() == Column.Kind.TEXT)
        .forEach(column -> all.add(column.name()));
    return all;
  }

  /** Returns how missing cells of the inputs are treated: those of a part as those of its dates. */
  MissingCells missing(MissingCells given) {
    Map<String, MissingCells.Rule> rules = new LinkedHashMap<>(given.columns());
    for (DateColumn part : dates.values()) {
      rules.put(part.name(), given.ruleOf(part.whole()));
      if (!inputs.contains(part.whole())) {
        rules.remove(part.whole());
      }
    }
    return new MissingCells(given.usual(), rules);
  }

  /** Those whose values are levels, even if they are numbers. */
  Set<String> factors() {
    return factors;
  }
}
