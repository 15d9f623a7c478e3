package dev.logistic.formula;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Expands a formula into terms. While it works, a term is the sorted list of the places of its
 * variables, which are numbered in the order of their appearance. Chambers and Hastie (1992),
 * "Statistical Models in S", section 2.4.
 */
final class TermExpansion {

  private static final int MOST_TERMS = 100_000;

  private final String formula;
  private final List<String> columns;
  private final BiConsumer<String, Integer> named;
  private final Map<Variable, Integer> places = new LinkedHashMap<>();
  private final Map<Integer, Variable> texts = new LinkedHashMap<>(); // those of tokens, by place

  TermExpansion(String formula, List<String> columns, BiConsumer<String, Integer> named) {
    this.formula = formula;
    this.columns = columns;
    this.named = named;
  }

  List<FormulaTerm> expand(Syntax syntax) {
    Set<List<Integer>> terms = terms(syntax);
    List<Variable> variables = List.copyOf(places.keySet());
    return terms.stream()
        .sorted(Comparator.comparingInt(List::size)) // stable
        .map(term -> new FormulaTerm(term.stream().map(variables::get).toList()))
        .toList();
  }

  private Set<List<Integer>> terms(Syntax syntax) {
    if (syntax instanceof Syntax.Group group) {
      return terms(group.inner());
    }
    if (syntax instanceof Syntax.Signed signed) {
      if (signed.operand() instanceof Syntax.Literal) {
        return terms(signed.operand()); // which refuses the bias
      }
      throw error("a sign stands between two terms", signed);
    }
    if (syntax instanceof Syntax.Binary binary) {
      return isSum(binary) ? sum(binary) : binary(binary);
    }
    if (syntax instanceof Syntax.Literal number) {
      throw error(
          number.value() == 0 || number.value() == 1
              ? "the bias always exists and cannot be added or removed; leave %s out"
                  .formatted(number)
              : "expected a column or a function, found the number %s".formatted(number),
          number);
    }
    if (syntax instanceof Syntax.Name name && !name.isQuoted() && name.name().equals(".")) {
      Set<List<Integer>> all = new LinkedHashSet<>();
      for (String column : columns) {
        Syntax.Name each = new Syntax.Name(column, true, name.position());
        all.add(List.of(place(VariableReader.read(each, formula, named))));
      }
      return all;
    }
    return new LinkedHashSet<>(
        List.of(List.of(place(VariableReader.read(syntax, formula, named)))));
  }

  private static boolean isSum(Syntax syntax) {
    return syntax instanceof Syntax.Binary binary
        && (binary.operator() == '+' || binary.operator() == '-');
  }

  /** Not recursive, as sums may be long. */
  private Set<List<Integer>> sum(Syntax.Binary binary) {
    Deque<Syntax.Binary> operators = new ArrayDeque<>();
    Syntax first = binary;
    while (isSum(first)) {
      operators.push((Syntax.Binary) first);
      first = ((Syntax.Binary) first).left();
    }
    Set<List<Integer>> terms = terms(first);
    for (Syntax.Binary operator : operators) {
      Set<List<Integer>> right = terms(operator.right());
      if (operator.operator() == '-') {
        right.forEach(terms::remove);
      } else {
        terms = union(terms, right, operator);
      }
    }
    return terms;
  }

  private Set<List<Integer>> binary(Syntax.Binary binary) {
    if (binary.operator() == '^') {
      return power(binary);
    }
    if (binary.operator() == '/') {
      throw error("\"/\" divides only inside I(); for nested terms write a + a:b", binary);
    }
    Set<List<Integer>> left = terms(binary.left());
    Set<List<Integer>> right = terms(binary.right());
    Set<List<Integer>> products = products(left, right, binary);
    return binary.operator() == ':'
        ? products
        : union(union(left, right, binary), products, binary);
  }

  private Set<List<Integer>> power(Syntax.Binary binary) {
    if (!(binary.right() instanceof Syntax.Literal number)
        || number.value() < 1
        || number.value() != Math.rint(number.value())) {
      throw error(
          "expected a whole number from 1 after ^, found %s; powers of a column are written I(x^2)"
              .formatted(binary.right()),
          binary.right());
    }
    Set<List<Integer>> base = terms(binary.left());
    Set<List<Integer>> power = base;
    for (double i = 1; i < number.value(); i++) {
      Set<List<Integer>> next = products(power, base, binary);
      if (next.equals(power)) {
        break;
      }
      power = next;
    }
    return power;
  }

  private Set<List<Integer>> union(Set<List<Integer>> left, Set<List<Integer>> right, Syntax at) {
    left.addAll(right);
    requireFew(left, at);
    return left;
  }

  private Set<List<Integer>> products(
      Set<List<Integer>> left, Set<List<Integer>> right, Syntax at) {
    Set<List<Integer>> products = new LinkedHashSet<>();
    for (List<Integer> first : left) {
      for (List<Integer> second : right) {
        Set<Integer> both = new TreeSet<>(first);
        both.addAll(second);
        requireNoTokens(both, at);
        products.add(List.copyOf(both));
      }
      requireFew(products, at);
    }
    return products;
  }

  private void requireNoTokens(Set<Integer> term, Syntax at) {
    for (Map.Entry<Integer, Variable> each : texts.entrySet()) {
      if (term.size() > 1 && term.contains(each.getKey())) {
        throw error(
            "%s has a feature for each token and cannot be part of an interaction"
                .formatted(each.getValue().text()),
            at);
      }
    }
  }

  private void requireFew(Set<List<Integer>> terms, Syntax at) {
    if (terms.size() > MOST_TERMS) {
      throw error("the formula has more than %,d terms".formatted(MOST_TERMS), at);
    }
  }

  private int place(Variable variable) {
    if (variable.kind() instanceof Variable.Texts) {
      texts.putIfAbsent(places.getOrDefault(variable, places.size()), variable);
    }
    Integer place = places.putIfAbsent(variable, places.size());
    return place == null ? places.size() - 1 : place;
  }

  private FormulaException error(String message, Syntax at) {
    return new FormulaException(message, formula, at.position());
  }
}
