package dev.logistic.formula;

import dev.logistic.schema.Expression;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A factor of an interaction: a column, or a function of columns. For use within this project.
 *
 * @param text as R prints it, {@code ns(x, df = 4)}; two variables with the same text are the same
 * @param columns the columns that it reads, each once, in the order of the text
 * @param kind what it is
 */
public record Variable(String text, List<String> columns, Kind kind) implements Serializable {

  /** Copies the columns. */
  public Variable {
    columns = List.copyOf(columns);
  }

  /** Equal texts mean the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Variable variable && text.equals(variable.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** What a variable is. Expressions count columns by their place in {@link Variable#columns}. */
  public sealed interface Kind extends Serializable {}

  /** A column as it is: a number, a boolean, or the indicators of a text. */
  public record Column() implements Kind {}

  /** A column whose values are levels, even if they are numbers. */
  public record Factor() implements Kind {}

  /** A part of a date, such as {@code year}. */
  public record PartOfDate(String part) implements Kind {}

  /** Tokens of a text. */
  public record Texts(TokenSpec tokens) implements Kind {}

  /** A number computed from columns. */
  public record Computed(Expression expression) implements Kind {}

  /** Features of a number computed from columns. */
  public record Based(Expression expression, BasisSpec basis) implements Kind {}
}
