package dev.logistic.table;

import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The formula of a table whose rows are elsewhere: which columns it uses, and what it learns from
 * values that are computed there. For one training. For use within this project.
 */
public final class RemoteFormula {

  private final FormulaColumns formula;
  private final TableOptions options;

  private RemoteFormula(FormulaColumns formula, TableOptions options) {
    this.formula = formula;
    this.options = options;
  }

  /**
   * Expands the formula.
   *
   * @param options with a formula
   * @throws TableException if it cannot be parsed, names a column that it cannot use, or has a term
   *     that is not possible there
   */
  public static RemoteFormula of(Columns table, TableOptions options) throws TableException {
    FormulaColumns formula = ColumnRoles.formula(table, options);
    for (FormulaTerm term : formula.terms()) {
      for (Variable variable : term.variables()) {
        requirePossible(table.column(variable.columns().get(0)), variable);
      }
    }
    return new RemoteFormula(formula, formula.options(options));
  }

  private static void requirePossible(Column column, Variable variable) throws TableException {
    if (variable.kind() instanceof Variable.Texts) {
      throw new TableException(
          "data.terms: \"%s\" is not possible on Spark, whose tables become dense rows; train without Spark, or make sparse vectors by HashingTF or CountVectorizer for LogisticClassifier"
              .formatted(variable.text()));
    }
    if (variable.kind() instanceof Variable.PartOfDate) {
      throw new TableException(
          "data.terms: \"%s\" is not possible on Spark, which reads timestamps in the time zone of the session and not in UTC; compute a column in SQL with data.query, or train without Spark"
              .formatted(variable.text()));
    }
    if (variable.kind() instanceof Variable.Factor && column.kind() != Column.Kind.TEXT) {
      throw new TableException(
          "data.terms: \"%s\" needs a text on Spark, where cells of type %s do not keep the digits of the file, as in 01 or 1.0; make it a text in SQL with data.query, as in CAST(%s AS STRING)"
              .formatted(variable.text(), column.sqlType(), column.name()));
    }
  }

  /** The options with the columns of the formula as features. */
  public TableOptions options() {
    return options;
  }

  /**
   * The terms of one feature from whose values the formula learns.
   *
   * @param inputs the encoders of the columns
   * @throws TableException if a column cannot be used
   */
  public List<ProductTerm> arguments(List<Term> inputs) throws TableException {
    return new FormulaFitting(inputs, inputs, term -> new double[0], new double[0])
        .arguments(formula.terms());
  }

  /**
   * Learns the terms, without their standardization.
   *
   * @param inputs as above
   * @param values returns those of one of the arguments in the training rows, in any order
   * @throws TableException if a term cannot be computed
   */
  public FeatureSchema learn(List<Term> inputs, Function<ProductTerm, double[]> values)
      throws TableException {
    try {
      return new FeatureSchema(
          new FormulaFitting(inputs, inputs, values::apply, new double[0]).fit(formula.terms()),
          Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
  }

  /** The warning about a feature that has one value in all training rows. */
  public static String constant(String feature, double value) {
    return FormulaReading.constant(feature, value);
  }

  /** The error of a feature whose value float32 cannot hold. */
  public static String tooLarge(String feature, double value) {
    return ExpandedCells.tooLarge(feature, value);
  }
}
