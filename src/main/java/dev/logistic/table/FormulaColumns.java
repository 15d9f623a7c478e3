package dev.logistic.table;

import dev.logistic.formula.Formula;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.TokenSpec;
import dev.logistic.formula.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a table that a formula uses, and how. */
final class FormulaColumns {

  private final List<FormulaTerm> terms;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Set<String> factors = new LinkedHashSet<>();
  private final Set<String> inputs = new LinkedHashSet<>();
  private final Map<String, DerivedColumn> derived = new LinkedHashMap<>();

  private FormulaColumns(List<FormulaTerm> terms) {
    this.terms = terms;
    for (FormulaTerm term : terms) {
      for (Variable variable : term.variables()) {
        columns.addAll(variable.columns());
        String whole = variable.columns().get(0);
        if (variable.kind() instanceof Variable.PartOfDate of) {
          derived.put(variable.text(), new DerivedColumn(variable.text(), whole, of.part(), null));
          inputs.add(variable.text());
        } else if (variable.kind() instanceof Variable.Texts texts) {
          derived.put(
              variable.text(), new DerivedColumn(variable.text(), whole, null, texts.tokens()));
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
                || variable.kind() instanceof Variable.PartOfDate
                || variable.kind() instanceof Variable.Texts);
        for (String name : variable.columns()) {
          if (all.derived.containsKey(name)) {
            DerivedColumn other = all.derived.get(name);
            throw new TableException(
                "data.terms: \"%s\" is both a column and %s of \"%s\"; copy the column under another name in SQL with data.query"
                    .formatted(
                        name,
                        other.part() == null ? "the tokens" : "a part of the dates",
                        other.whole()));
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

  /** Returns the options with what the terms are computed from as features. */
  TableOptions options(TableOptions given) {
    Set<String> texts = new LinkedHashSet<>(given.categorical());
    texts.addAll(categorical());
    return given.withFeatures(List.copyOf(inputs), List.copyOf(texts), missing(given.missing()));
  }

  /** All columns, in the order of the terms. */
  Set<String> columns() {
    return columns;
  }

  /** What the terms are computed from, in their order: columns, and those derived from them. */
  Set<String> inputs() {
    return inputs;
  }

  /** The parts of dates and the tokens of texts. */
  Collection<DerivedColumn> derived() {
    return derived.values();
  }

  /** Returns the column of that name that is derived from another. */
  DerivedColumn derivedOf(String input) {
    return Objects.requireNonNull(derived.get(input));
  }

  /** Returns which tokens an input has; null for one without. */
  @Nullable TokenSpec tokensOf(String input) {
    DerivedColumn known = derived.get(input);
    return known == null ? null : known.tokens();
  }

  /** Returns the column of the table that an input is or is derived from. */
  String columnOf(String input) {
    DerivedColumn part = derived.get(input);
    return part == null ? input : part.whole();
  }

  /** The texts among the inputs that may be numbers. */
  Set<String> categorical() {
    Set<String> all = new LinkedHashSet<>(factors);
    derived.values().stream()
        .map(DerivedColumn::column)
        .filter(column -> column.kind() == Column.Kind.TEXT)
        .forEach(column -> all.add(column.name()));
    return all;
  }

  /**
   * Returns how missing cells of the inputs are treated: those of a derived column as those of the
   * column that it is derived from, except that a missing text has no words and need not be
   * refused.
   */
  MissingCells missing(MissingCells given) {
    Map<String, MissingCells.Rule> rules = new LinkedHashMap<>(given.columns());
    for (DerivedColumn part : derived.values()) {
      MissingCells.Rule rule = given.ruleOf(part.whole());
      boolean isEmpty = part.hasWords() && rule == MissingCells.Rule.REFUSE;
      rules.put(part.name(), isEmpty ? MissingCells.Rule.MEAN : rule);
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
