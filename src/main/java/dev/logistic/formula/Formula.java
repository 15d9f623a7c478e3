package dev.logistic.formula;

import dev.logistic.text.NearNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The features of a model by R's formula grammar, without a left-hand side: {@code age + city +
 * age:city + ns(income, df = 4)}. Operators are {@code + - : * ^} and parentheses; {@code .} stands
 * for all columns, as in R even for those that the formula also names: {@code . - age + ns(age, df
 * = 4)} replaces one. The bias always exists, so {@code 1}, {@code 0} and {@code -1} are refused.
 * Immutable.
 *
 * <p>For use within this project.
 */
public final class Formula {

  private final String text;
  private final Syntax syntax;

  /** Where each column is named first. */
  private final Map<String, Integer> named = new LinkedHashMap<>();

  private Formula(String text) {
    this.text = text;
    syntax = FormulaParser.parse(text);
    // reads every variable, so that errors appear before there are columns
    new TermExpansion(text, List.of(), named::putIfAbsent).expand(syntax);
  }

  /**
   * Reads a formula.
   *
   * @throws FormulaException if it does not follow the grammar, names an unknown function or has
   *     impossible arguments
   */
  public static Formula parse(String text) {
    return new Formula(text);
  }

  /** The columns that it names, in order; not those that {@code .} stands for. */
  public Set<String> columns() {
    return new LinkedHashSet<>(named.keySet());
  }

  /**
   * Expands it for the columns of a table, in R's order: by the number of variables, then by
   * appearance; each term once.
   *
   * @param columns the columns that features may use
   * @throws FormulaException if it names another column, or nothing remains
   */
  public List<FormulaTerm> terms(List<String> columns) {
    Set<String> known = new HashSet<>(columns);
    named.forEach(
        (name, position) -> {
          if (!known.contains(name)) {
            throw new FormulaException(
                "unknown column \"%s\"%s"
                    .formatted(
                        name,
                        NearNames.question(name, columns).map(each -> "; " + each).orElse("")),
                text,
                position);
          }
        });
    List<FormulaTerm> terms =
        new TermExpansion(text, columns, (name, position) -> {}).expand(syntax);
    if (terms.isEmpty()) {
      throw new FormulaException("no terms remain", text, 0);
    }
    return terms;
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }
}
