package dev.logistic.formula;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A product of variables, or a single one. For use within this project.
 *
 * @param variables at least one, each once, in the order in which the formula names them
 */
public record FormulaTerm(List<Variable> variables) implements Serializable {

  /** Copies the variables. */
  public FormulaTerm {
    variables = List.copyOf(variables);
  }

  /** The label that R prints, {@code a:ns(x, df = 4)}. */
  public String text() {
    return variables.stream().map(Variable::text).collect(Collectors.joining(":"));
  }
}
