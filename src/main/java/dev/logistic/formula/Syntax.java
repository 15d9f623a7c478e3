package dev.logistic.formula;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the grammar reads, before it means anything. Prints itself as R's {@code deparse}. */
sealed interface Syntax {

  /** Its place in the formula, from 0. */
  int position();

  /** A name of a column, or {@code TRUE} and the like. */
  record Name(String name, boolean isQuoted, int position) implements Syntax {

    private static final Pattern PLAIN = Pattern.compile("(\\p{L}|\\.(?![0-9]))[\\p{L}\\p{Nd}._]*");
    private static final Set<String> RESERVED =
        Set.of(
            "if",
            "else",
            "repeat",
            "while",
            "function",
            "for",
            "next",
            "break",
            "in",
            "TRUE",
            "FALSE",
            "NULL",
            "Inf",
            "NaN",
            "NA",
            "NA_integer_",
            "NA_real_",
            "NA_character_",
            "...",
            ".");

    @Override
    public String toString() {
      return isQuoted && (!PLAIN.matcher(name).matches() || RESERVED.contains(name))
          ? '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`'
          : name;
    }
  }

  /** A number that is not negative. */
  record Literal(double value, int position) implements Syntax {

    @Override
    public String toString() {
      return NumberText.of(value);
    }
  }

  /** A function of arguments. */
  record Call(String function, List<Argument> arguments, int position) implements Syntax {

    @Override
    public String toString() {
      return arguments.stream()
          .map(Argument::toString)
          .collect(Collectors.joining(", ", function + '(', ")"));
    }
  }

  /** An argument, with its name if it has one. */
  record Argument(@Nullable String name, Syntax value, int position) {

    @Override
    public String toString() {
      return name == null ? value.toString() : name + " = " + value;
    }
  }

  /** An operator between two operands. */
  record Binary(char operator, Syntax left, Syntax right, int position) implements Syntax {

    @Override
    public String toString() {
      String space = operator == '+' || operator == '-' || operator == '*' ? " " : "";
      return left + space + operator + space + right;
    }
  }

  /** A sign before an operand. */
  record Signed(char operator, Syntax operand, int position) implements Syntax {

    @Override
    public String toString() {
      return operator + operand.toString();
    }
  }

  /** Parentheses. */
  record Group(Syntax inner, int position) implements Syntax {

    @Override
    public String toString() {
      return '(' + inner.toString() + ')';
    }
  }
}
