package dev.logistic.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.logistic.schema.Expression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

  private static final List<String> COLUMNS = List.of("a", "b", "c", "x", "y", "my col");

  private static List<String> labels(String formula, List<String> columns) {
    return Formula.parse(formula).terms(columns).stream().map(FormulaTerm::text).toList();
  }

  private static String message(String formula) {
    return String.valueOf(refusal(formula).getMessage());
  }

  private static FormulaException refusal(String formula) {
    return catchThrowableOfType(FormulaException.class, () -> labels(formula, COLUMNS));
  }

  static List<String> labelsOfR() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/formula/labels.txt"));
  }

  @ParameterizedTest
  @MethodSource("labelsOfR")
  void termsAreThoseOfR(String line) {
    String[] fields = line.split("\t", -1);

    assertThat(String.join(" | ", labels(fields[0], COLUMNS))).isEqualTo(fields[1]);
  }

  /** What R prints is a formula again, and the same. */
  @ParameterizedTest
  @MethodSource("labelsOfR")
  void labelsCanBeReadAgain(String line) {
    List<Set<Variable>> terms = products(line.split("\t", -1)[0]);

    assertThat(products(line.split("\t", -1)[1].replace(" | ", " + "))).isEqualTo(terms);
  }

  private static List<Set<Variable>> products(String formula) {
    return Formula.parse(formula).terms(COLUMNS).stream()
        .map(term -> Set.copyOf(term.variables()))
        .toList();
  }

  @Test
  void aTruthValueIsPrintedAsInR() {
    assertThat(labels("poly(x, 2, raw=true) + poly(x,2,false)", COLUMNS))
        .containsExactly("poly(x, 2, raw = TRUE)", "poly(x, 2, FALSE)");
  }

  @Test
  void anExpressionCountsTheColumnsOfItsVariable() {
    Variable variable =
        Formula.parse("I((y - x)^2 / 2 + y)").terms(COLUMNS).get(0).variables().get(0);

    assertThat(variable.columns()).containsExactly("y", "x");
    Expression expression = ((Variable.Computed) variable.kind()).expression();
    assertThat(expression.evaluate(new double[] {7, 3})).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({
    "'I(-x^2)', -4",
    "'I(2^-x)', 0.25",
    "'I(2^3^x/1e2)', 5.12",
    "'I(x - 1 - 1)', 0",
    "'I(-x*3)', -6",
    "'log(x)', 0.6931471805599453",
    "'log1p(x)', 1.0986122886681096",
    "'sqrt(I(x+7))', 3",
    "'exp(x)', 7.38905609893065",
    "'abs(-x)', 2",
    "'I(+x)', 2",
    "'log(x - 2)', -Infinity",
    "'log(-x)', NaN"
  })
  void expressionsAreArithmetic(String formula, double expected) {
    Variable variable = Formula.parse(formula).terms(COLUMNS).get(0).variables().get(0);

    double value = ((Variable.Computed) variable.kind()).expression().evaluate(new double[] {2});

    assertThat(Double.valueOf(value)).isEqualTo(Double.valueOf(expected));
  }

  @Test
  void kindsAreRecognised() {
    List<Variable> variables =
        Formula.parse("a + factor(b) + log(x) + ns(y, 3) + hour(c)").terms(COLUMNS).stream()
            .map(term -> term.variables().get(0))
            .toList();

    assertThat(variables.get(0).kind()).isEqualTo(new Variable.Column());
    assertThat(variables.get(1).kind()).isEqualTo(new Variable.Factor());
    assertThat(variables.get(2).kind()).isInstanceOf(Variable.Computed.class);
    assertThat(((Variable.Based) variables.get(3).kind()).basis())
        .isEqualTo(new BasisSpec.NaturalSplines(3));
    assertThat(variables.get(4).kind()).isEqualTo(new Variable.PartOfDate("hour"));
  }

  @Test
  void argumentsAreAssignedByNameThenByPlace() {
    assertThat(
            Formula.parse("bs(degree = 2, x, 5)").terms(COLUMNS).get(0).variables().get(0).kind())
        .isEqualTo(new Variable.Based(Expression.cell(0), new BasisSpec.Splines(5, 2)));
  }

  @Test
  void namedColumnsAreKnownBeforeATableIs() {
    assertThat(Formula.parse("b:log(x) + . - `my col` + b").columns())
        .containsExactly("b", "x", "my col");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "age # 0 # unknown column \"age\"",
        "a + log(mycol) # 8 # unknown column \"mycol\"; did you mean \"my col\"",
        "a + fator(x) # 4 # unknown function \"fator\"; did you mean \"factor\"",
        "a + lgo(x) # 4 # known are I, abs, bin, bs, exp, factor",
        "a + 1 # 4 # the bias always exists",
        "a - 1 # 4 # the bias always exists",
        "0 + a # 0 # the bias always exists",
        "-1 + a # 1 # the bias always exists",
        "(a + 1)^2 # 5 # the bias always exists",
        "a + 7 # 4 # found the number 7",
        "a +  # 3 # found the end",
        "a b # 2 # expected an operator or the end, found \"b\"",
        "y ~ x # 2 # no left-hand side",
        "(a + b # 6 # found the end",
        "a) # 1 # found \")\"",
        "a + `b # 4 # second `",
        "a + `` # 4 # between backquotes",
        "2x # 0 # backquotes",
        "a^1.5 # 2 # whole number from 1",
        "a^b # 2 # I(x^2)",
        "a/b # 1 # a + a:b",
        "a %in% b # 2 # found \"%\"",
        "a + -b # 4 # between two terms",
        "log(x, 2) # 7 # at most 1 argument (x), found 2",
        "log() # 0 # needs a column",
        "log(2) # 4 # found a constant",
        "log(a:b) # 5 # no meaning inside a function",
        "log(.) # 4 # outside functions",
        "TRUE + a # 0 # backquotes",
        "I(ns(x, 3)) # 2 # cannot stand inside another function",
        "log(factor(x)) # 4 # cannot stand inside another function",
        "factor(a + b) # 9 # name of a column",
        "year(x^2) # 6 # name of a column",
        "ns(x) # 0 # either df or knots",
        "ns(x, 3, c(1, 2)) # 0 # not both",
        "ns(x, df = a) # 11 # expected a whole number from 1 to 1000 as df of ns, found a",
        "ns(x, 2.5) # 6 # found 2.5",
        "ns(x, -1) # 6 # found -1",
        "ns(x, 1e9) # 6 # found 1e+09",
        "bs(x, 2) # 6 # from 3 to 1000 as df of bs",
        "ns(x, dff = 3) # 6 # no argument \"dff\"; it has x, df, knots",
        "ns(x, df = 3, df = 4) # 14 # given twice",
        "ns(x, knots = c(3, 2)) # 19 # increasing knots",
        "ns(x, knots = c(a)) # 16 # expected numbers as knots",
        "bs(x, knots = c()) # 14 # found c()",
        "bin(x, 1) # 7 # from 2 to 1000 as k of bin",
        "bin(x, breaks = c(1, 1)) # 21 # increasing breaks",
        "poly(x, 2, raw = 3) # 17 # expected TRUE or FALSE as raw",
        "poly(x, 0) # 8 # from 1 to 1000",
        "hash(a, 25) # 8 # from 1 to 24 as bits of hash, found 25",
        "hash(a + b) # 7 # name of a column",
        "hash(`a`, bit = 3) # 10 # no argument \"bit\"; it has x, bits",
        "text(log(a)) # 5 # name of a column",
        "text(a, min-rows = 0) # 19 # from 1 to 2147483647 as min-rows, found 0",
        "text(a, min-row = 2) # 8 # it has x, min-rows, ngrams, tfidf, hash",
        "text(a, min-rows = 2, hash = 4) # 19 # give one of them",
        "text(a, hash = 0) # 15 # from 1 to 24 as hash",
        "text(a, ngrams = 11) # 17 # from 1 to 10 as the number of words",
        "text(a, ngrams = c(2, 1)) # 17 # increasing ngrams",
        "text(a, ngrams = c(1, 2, 3)) # 17 # largest number of words",
        "text(a, tfidf = 1) # 16 # expected TRUE or FALSE as tfidf",
        "log(hash(a)) # 4 # cannot stand inside",
        "b + hash(a) * c # 12 # hash(a) has a feature for each token",
        "(b + text(a))^2 # 13 # cannot be part of an interaction",
        "x == 3 # 2 # found \"=\"",
        "log(x = = 3) # 8 # found \"=\"",
        "1e999 # 0 # beyond the range",
        "1e # 2 # exponent",
        "I(a; b) # 3 # found \";\"",
        "a - a # 0 # no terms remain",
        "a + \uD83D\uDE00 # 4 # found \"\uD83D\uDE00\""
      })
  void unusableFormulasAreRefusedWithThePlace(String formula, int position, String message) {
    FormulaException refusal = refusal(formula);

    assertThat(refusal.getMessage()).contains(message);
    assertThat(refusal.position()).isEqualTo(position);
  }

  @Test
  void aCaretMarksThePlace() {
    assertThat(message("a +\n lgo(x)").lines().skip(1)).containsExactly("a +  lgo(x)", "     ^");
  }

  @Test
  void theCaretOfALongFormulaStandsInAnExcerpt() {
    List<String> lines =
        message("a + ".repeat(100) + "lgo(x)" + " + b".repeat(100)).lines().toList();

    assertThat(lines.get(1)).startsWith("...").endsWith("...").hasSizeLessThan(110);
    assertThat(lines.get(1).substring(lines.get(2).indexOf('^'))).startsWith("lgo(x)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "(", ")", ",", "``", "`\\x`", "a +", ":", "a(", "c(1)", "I()"})
  void scrapsAreRefused(String formula) {
    assertThat(refusal(formula)).isNotNull();
  }

  /** None may exhaust the stack, the memory or the time. */
  @Test
  void hugeFormulasAreRefused() {
    List<String> columns = IntStream.range(0, 200).mapToObj(i -> "c" + i).toList();
    int many = 200_000;
    for (String formula :
        List.of(
            "(".repeat(many),
            "(".repeat(many) + "c1" + ")".repeat(many),
            "log(".repeat(many) + "c1" + ")".repeat(many),
            "-".repeat(many) + "c1",
            "c1" + "^2".repeat(many),
            "c1" + ":c1".repeat(many),
            "c1" + "*c1".repeat(many),
            "I(c1" + "+c1".repeat(many) + ")",
            ".^4",
            ".:.:.:.")) {
      assertThatThrownBy(() -> Formula.parse(formula).terms(columns))
          .isInstanceOf(FormulaException.class);
    }
  }

  @Test
  void sumsMayBeLong() {
    List<String> columns = IntStream.range(0, 50_000).mapToObj(i -> "c" + i).toList();

    assertThat(labels(String.join(" + ", columns), columns)).isEqualTo(columns);
    assertThat(labels("(" + String.join(" + ", columns) + ")", columns)).isEqualTo(columns);
    assertThat(labels(". - c1", columns)).hasSize(49_999).doesNotContain("c1");
    assertThat(labels("c1^1000000000", columns)).containsExactly("c1");
  }

  @Test
  void anyTextIsAFormulaOrRefused() {
    String letters = "abxy .+-*:^/()`,=\\12ILlogns~%\"\uD83D\n";
    Random random = new Random(5);
    for (int round = 0; round < 50_000; round++) {
      String formula =
          random
              .ints(random.nextInt(25), 0, letters.length())
              .mapToObj(i -> letters.substring(i, i + 1))
              .collect(Collectors.joining());
      try {
        assertThat(labels(formula, COLUMNS)).isNotEmpty();
      } catch (FormulaException refused) {
        assertThat(refused.position()).isBetween(0, formula.length());
      }
    }
  }

  @Test
  void anyNameCanBeAColumn() {
    for (String name :
        List.of("a`b", "a\\b", "if", "1st", "_id", "größe", "a:b", " ", "TRUE", ".")) {
      List<String> printed = labels(".", List.of(name));

      assertThat(Formula.parse(printed.get(0)).terms(List.of(name)))
          .isEqualTo(Formula.parse(".").terms(List.of(name)));
      assertThat(Formula.parse(printed.get(0)).columns()).isEqualTo(Collections.singleton(name));
    }
  }
}
