package dev.logistic.table;

import dev.logistic.formula.FormulaTerm;
import dev.logistic.formula.Variable;
import dev.logistic.schema.DateTerm;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The formula of a table with remote rows: which columns it uses, and what it learns from values
 * that are computed where the rows are. For one training. For use within this project.
 */
public final class RemoteFormula {

  private final FormulaColumns formula;
  private final DerivedColumns columns;
  private final TableOptions options;

  private RemoteFormula(FormulaColumns formula, DerivedColumns columns, TableOptions options) {
    this.formula = formula;
    this.columns = columns;
    this.options = options;
  }

  /**
   * A part of the dates of a column, which a formula uses as a column of its own.
   *
   * @param whole the column of dates
   * @param part as of {@link DateTerm#part}
   */
  public record DatePart(Column whole, String part) {}

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
    return new RemoteFormula(
        formula, new DerivedColumns(table, formula.derived()), formula.options(options));
  }

  private static void requirePossible(Column column, Variable variable) throws TableException {
    if (variable.kind() instanceof Variable.Texts) {
      throw new TableException(
          "data.terms: \"%s\" is not possible on Spark, whose tables become dense rows; train without Spark, or make sparse vectors by HashingTF or CountVectorizer for LogisticClassifier"
              .formatted(variable.text()));
    }
    if (variable.kind() instanceof Variable.Factor && column.kind() != Column.Kind.TEXT) {
      throw new TableException(
          "data.terms: \"%s\" needs a text on Spark, where cells of type %s do not keep the digits of the file, as in 01 or 1.0; make it a text in SQL with data.query, as in CAST(%s AS STRING)"
              .formatted(variable.text(), column.sqlType(), column.name()));
    }
  }

  /** The columns of the table and the parts of dates, from which features are to be chosen. */
  public Columns columns() {
    return columns;
  }

  /** The part of dates that a column of these is; empty for a column of the table. */
  public Optional<DatePart> partOf(Column column) {
    DerivedColumn part = columns.derived().get(column.name());
    return part == null || part.part() == null
        ? Optional.empty()
        : Optional.of(new DatePart(columns.find(part.whole()).orElseThrow(), part.part()));
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
    return fitting(inputs, term -> new double[0]).arguments(formula.terms());
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
          fitting(inputs, values::apply).fit(formula.terms()), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
  }

  private FormulaFitting fitting(List<Term> inputs, FormulaFitting.Values values) {
    List<Term> encoders = new ArrayList<>();
    for (Term input : inputs) {
      DerivedColumn part = columns.derived().get(input.column());
      encoders.add(
          part == null || part.part() == null
              ? input
              : new DateTerm(part.whole(), part.part(), input));
    }
    return new FormulaFitting(inputs, encoders, values, new double[0]);
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
