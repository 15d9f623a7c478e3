package dev.logistic.formula;

import dev.logistic.schema.Expression;
import dev.logistic.schema.Tokens;
import dev.logistic.text.NearNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Turns the syntax of one factor into a variable, and checks functions and arguments. */
final class VariableReader {

  private static final Set<String> NUMERIC = Set.of("log", "log1p", "sqrt", "exp", "abs");
  private static final String OPERATORS = "+-*/^";

  private static final Set<String> BASES = Set.of("poly", "ns", "bs", "scale", "bin");
  private static final Set<String> DATE_PARTS =
      Set.of("year", "quarter", "month", "weekday", "hour");
  private static final Set<String> TEXTS = Set.of("hash", "text");

  private static final int MOST_FEATURES = 1000;
  private static final int USUAL_BITS = 22;
  private static final int CUBIC = 3;

  private final String formula;
  private final List<String> columns = new ArrayList<>();
  private final BiConsumer<String, Integer> named;

  private VariableReader(String formula, BiConsumer<String, Integer> named) {
    this.formula = formula;
    this.named = named;
  }

  /**
   * Reads a variable.
   *
   * @param named receives the name of each column in it, and the place in the formula
   * @throws FormulaException if it is none
   */
  static Variable read(Syntax syntax, String formula, BiConsumer<String, Integer> named) {
    VariableReader reader = new VariableReader(formula, named);
    Variable.Kind kind = reader.kind(syntax);
    return new Variable(syntax.toString(), reader.columns, kind);
  }

  /** The functions of formulas, for messages. */
  private static Set<String> functions() {
    Set<String> all = new TreeSet<>(NUMERIC);
    all.addAll(BASES);
    all.addAll(DATE_PARTS);
    all.addAll(TEXTS);
    all.add("factor");
    all.add("I");
    return all;
  }

  private Variable.Kind kind(Syntax syntax) {
    if (syntax instanceof Syntax.Name name) {
      column(name);
      return new Variable.Column();
    }
    if (!(syntax instanceof Syntax.Call call)) {
      throw error("expected a column or a function", syntax);
    }
    String function = call.function();
    if (function.equals("factor")) {
      columnOf(call);
      return new Variable.Factor();
    }
    if (DATE_PARTS.contains(function)) {
      columnOf(call);
      return new Variable.PartOfDate(function);
    }
    if (TEXTS.contains(function)) {
      return new Variable.Texts(function.equals("hash") ? hash(call) : text(call));
    }
    return BASES.contains(function) ? based(call) : new Variable.Computed(number(call));
  }

  private TokenSpec hash(Syntax.Call call) {
    Map<String, Syntax> given = bind(call, "x", "bits");
    columnOf(call, given);
    Syntax bits = given.get("bits");
    return TokenSpec.ofWhole(bits == null ? USUAL_BITS : bits(bits, "bits of hash"));
  }

  private TokenSpec text(Syntax.Call call) {
    Map<String, Syntax> given = bind(call, "x", "min-rows", "ngrams", "tfidf", "hash");
    columnOf(call, given);
    Syntax rows = given.get("min-rows");
    Syntax hash = given.get("hash");
    if (rows != null && hash != null) {
      throw error(
          "min-rows is for a vocabulary, and hash is instead of one; give one of them", rows);
    }
    int minRows = rows == null ? 1 : whole(rows, "min-rows", 1, Integer.MAX_VALUE);
    int bits = hash == null ? 0 : bits(hash, "hash, its number of bits");
    int least = 1;
    int most = 1;
    Syntax ngrams = given.get("ngrams");
    if (ngrams != null) {
      List<Syntax> range = elements(ngrams);
      if (range.isEmpty() || range.size() > 2) {
        throw error(
            "expected the largest number of words as ngrams, or the smallest and the largest as in"
                + " c(1, 2), found "
                + ngrams,
            ngrams);
      }
      int[] words =
          range.stream()
              .mapToInt(each -> whole(each, "the number of words in ngrams", 1, Tokens.MOST_WORDS))
              .toArray();
      least = words.length == 1 ? 1 : words[0];
      most = words[words.length - 1];
      if (least > most) {
        throw error("expected increasing ngrams, found " + ngrams, ngrams);
      }
    }
    return new TokenSpec(least, most, bits, minRows, isTrue(given, "tfidf"));
  }

  private int bits(Syntax syntax, String what) {
    return whole(syntax, what, 1, Tokens.MOST_BITS);
  }

  private Variable.Kind based(Syntax.Call call) {
    return switch (call.function()) {
      case "poly" -> {
        Map<String, Syntax> given = bind(call, "x", "degree", "raw");
        Syntax degree = given.get("degree");
        yield new Variable.Based(
            argument(call, given),
            new BasisSpec.Polynomial(
                degree == null ? 1 : whole(degree, "the degree of poly", 1), isTrue(given, "raw")));
      }
      case "ns" -> {
        Map<String, Syntax> given = bind(call, "x", "df", "knots");
        Expression x = argument(call, given);
        Syntax knots = oneOf(call, given, "df", "knots");
        yield new Variable.Based(
            x,
            knots != null
                ? new BasisSpec.NaturalSplinesAt(numbers(knots, "knots"))
                : new BasisSpec.NaturalSplines(whole(required(given, "df"), "df of ns", 1)));
      }
      case "bs" -> {
        Map<String, Syntax> given = bind(call, "x", "df", "knots", "degree");
        Expression x = argument(call, given);
        Syntax knots = oneOf(call, given, "df", "knots");
        Syntax byName = given.get("degree");
        int degree = byName == null ? CUBIC : whole(byName, "the degree of bs", 1);
        yield new Variable.Based(
            x,
            knots != null
                ? new BasisSpec.SplinesAt(numbers(knots, "knots"), degree)
                : new BasisSpec.Splines(whole(required(given, "df"), "df of bs", degree), degree));
      }
      case "bin" -> {
        Map<String, Syntax> given = bind(call, "x", "k", "breaks");
        Expression x = argument(call, given);
        Syntax breaks = oneOf(call, given, "k", "breaks");
        yield new Variable.Based(
            x,
            breaks != null
                ? new BasisSpec.BinsAt(numbers(breaks, "breaks"))
                : new BasisSpec.QuantileBins(whole(required(given, "k"), "k of bin", 2)));
      }
      default -> new Variable.Based(argument(call, bind(call, "x")), new BasisSpec.Standardized());
    };
  }

  private static Syntax required(Map<String, Syntax> given, String name) {
    Syntax value = given.get(name);
    if (value == null) {
      throw new IllegalStateException(name);
    }
    return value;
  }

  /** The second of two arguments if it is given; one of them must be, and not both. */
  private @Nullable Syntax oneOf(
      Syntax.Call call, Map<String, Syntax> given, String first, String second) {
    if (given.containsKey(first) == given.containsKey(second)) {
      throw error(
          "%s needs either %s or %s%s"
              .formatted(
                  call.function(), first, second, given.containsKey(first) ? ", not both" : ""),
          call);
    }
    return given.get(second);
  }

  /** Assigns arguments to parameters as R does: named ones first, the others in order. */
  private Map<String, Syntax> bind(Syntax.Call call, String... parameters) {
    List<String> all = List.of(parameters);
    Map<String, Syntax> given = new LinkedHashMap<>();
    for (Syntax.Argument argument : call.arguments()) {
      String name = argument.name();
      if (name == null) {
        continue;
      }
      if (!all.contains(name)) {
        throw new FormulaException(
            "%s has no argument \"%s\"; it has %s"
                .formatted(call.function(), name, String.join(", ", all)),
            formula,
            argument.position());
      }
      if (given.put(name, argument.value()) != null) {
        throw new FormulaException(
            "argument %s is given twice".formatted(name), formula, argument.position());
      }
    }
    List<String> open = new ArrayList<>(all);
    open.removeAll(given.keySet());
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.name() != null) {
        continue;
      }
      if (open.isEmpty()) {
        throw new FormulaException(
            "%s accepts at most %d argument%s (%s), found %d"
                .formatted(
                    call.function(),
                    all.size(),
                    all.size() == 1 ? "" : "s",
                    String.join(", ", all),
                    call.arguments().size()),
            formula,
            argument.position());
      }
      given.put(open.remove(0), argument.value());
    }
    return given;
  }

  private Expression argument(Syntax.Call call, Map<String, Syntax> given) {
    Syntax x = given.get("x");
    if (x == null) {
      throw error("%s needs a column or an expression".formatted(call.function()), call);
    }
    return varying(x);
  }

  /** An expression of at least one column. */
  private Expression varying(Syntax syntax) {
    int before = columns.size();
    Expression expression = expression(syntax);
    if (columns.size() == before) {
      throw error("expected an expression with a column, found a constant", syntax);
    }
    return expression;
  }

  private Expression columnOf(Syntax.Call call) {
    return columnOf(call, bind(call, "x"));
  }

  private Expression columnOf(Syntax.Call call, Map<String, Syntax> given) {
    Syntax value = given.get("x");
    if (!(value instanceof Syntax.Name name)) {
      throw error(
          "%s needs the name of a column".formatted(call.function()), value == null ? call : value);
    }
    return column(name);
  }

  private Expression column(Syntax.Name name) {
    if (!name.isQuoted()) {
      if (name.name().equals(".")) {
        throw error("\".\" stands for columns only outside functions", name);
      }
      if (name.toString().equals("TRUE") || name.toString().equals("FALSE")) {
        throw error(
            "expected a column; one named %s is written in backquotes".formatted(name.name()),
            name);
      }
    }
    named.accept(name.name(), name.position());
    int index = columns.indexOf(name.name());
    if (index < 0) {
      columns.add(name.name());
      index = columns.size() - 1;
    }
    return Expression.cell(index);
  }

  /** Arithmetic and functions of numbers. */
  private Expression expression(Syntax syntax) {
    if (syntax instanceof Syntax.Name name) {
      return column(name);
    }
    if (syntax instanceof Syntax.Literal number) {
      return Expression.number(number.value());
    }
    if (syntax instanceof Syntax.Group group) {
      return expression(group.inner());
    }
    if (syntax instanceof Syntax.Signed signed) {
      Expression operand = expression(signed.operand());
      return signed.operator() == '+' ? operand : Expression.of("negate", operand);
    }
    if (syntax instanceof Syntax.Binary binary) {
      if (OPERATORS.indexOf(binary.operator()) < 0) {
        throw error(
            "\"%s\" has no meaning inside a function; use + - * / ^".formatted(binary.operator()),
            binary);
      }
      return Expression.of(
          String.valueOf(binary.operator()), expression(binary.left()), expression(binary.right()));
    }
    return number((Syntax.Call) syntax);
  }

  /** A call of a function of numbers, or of {@code I}. */
  private Expression number(Syntax.Call call) {
    String function = call.function();
    if (!NUMERIC.contains(function) && !function.equals("I")) {
      throw notNumeric(call);
    }
    Syntax x = bind(call, "x").get("x");
    if (x == null) {
      throw error("%s needs a column or an expression".formatted(function), call);
    }
    Expression inner = varying(x);
    return function.equals("I") ? inner : Expression.of(function, inner);
  }

  private FormulaException notNumeric(Syntax.Call call) {
    String function = call.function();
    if (functions().contains(function)) {
      return error("%s cannot stand inside another function".formatted(function), call);
    }
    return error(
        "unknown function \"%s\"; %s"
            .formatted(
                function,
                NearNames.question(function, functions())
                    .orElse("known are " + String.join(", ", functions()))),
        call);
  }

  private int whole(Syntax syntax, String what, int least) {
    return whole(syntax, what, least, MOST_FEATURES);
  }

  private int whole(Syntax syntax, String what, int least, int most) {
    double value = constant(syntax);
    if (!(value >= least && value <= most && value == Math.rint(value))) {
      throw error(
          "expected a whole number from %d to %d as %s, found %s"
              .formatted(least, most, what, syntax),
          syntax);
    }
    return (int) value;
  }

  /** A number, or NaN for anything else. */
  private static double constant(Syntax syntax) {
    if (syntax instanceof Syntax.Literal number) {
      return number.value();
    }
    if (syntax instanceof Syntax.Signed signed
        && signed.operand() instanceof Syntax.Literal number) {
      return signed.operator() == '-' ? -number.value() : number.value();
    }
    return Double.NaN;
  }

  private boolean isTrue(Map<String, Syntax> given, String name) {
    Syntax value = given.get(name);
    String text = value instanceof Syntax.Name ? value.toString() : "";
    if (value != null && !text.equals("TRUE") && !text.equals("FALSE")) {
      throw error("expected TRUE or FALSE as %s, found %s".formatted(name, value), value);
    }
    return text.equals("TRUE");
  }

  /** The arguments of {@code c(...)}, or the syntax itself. */
  private static List<Syntax> elements(Syntax syntax) {
    return syntax instanceof Syntax.Call call && call.function().equals("c")
        ? call.arguments().stream().map(Syntax.Argument::value).toList()
        : List.of(syntax);
  }

  /** One number, or {@code c(...)} of numbers that increase. */
  private List<Double> numbers(Syntax syntax, String what) {
    List<Double> values = new ArrayList<>();
    for (Syntax one : elements(syntax)) {
      double value = constant(one);
      if (Double.isNaN(value)) {
        throw error(
            "expected numbers as %s, such as c(18, 35), found %s".formatted(what, one), one);
      }
      if (!values.isEmpty() && value <= values.get(values.size() - 1)) {
        throw error("expected increasing %s, found %s".formatted(what, syntax), one);
      }
      values.add(value);
    }
    if (values.isEmpty()) {
      throw error("expected numbers as %s, found c()".formatted(what), syntax);
    }
    return List.copyOf(values);
  }

  private FormulaException error(String message, Syntax at) {
    return new FormulaException(message, formula, at.position());
  }
}
