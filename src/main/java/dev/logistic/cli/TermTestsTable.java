package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.Tests;
import dev.logistic.console.OptionAdvice;
import dev.logistic.model.PValues;
import dev.logistic.schema.TermEffect;
import dev.logistic.schema.TermTests;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tests of a model's terms, for people and for programs. */
final class TermTestsTable {

  private static final List<String> FIELDS = List.of("term", "df", "chi2", "p");

  private TermTestsTable() {}

  /** Adds the fields of JSON, unless no tests were asked for. */
  static void addTo(Map<String, Object> object, TermTests tests) {
    if (tests.equals(TermTests.NONE)) {
      return;
    }
    object.put("tests_kind", tests.kind());
    tests
        .refused()
        .map(OptionAdvice::in)
        .ifPresentOrElse(
            reason -> object.put("tests_refused", reason),
            () -> object.put("tests", tests.tests().stream().map(TermTestsTable::map).toList()));
  }

  private static Map<String, Object> map(TermEffect test) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("term", test.term());
    map.put("df", test.df());
    map.put("chi2", test.chi2());
    map.put("p", PValues.of(test));
    return map;
  }

  /** Prints the table after other figures, unless no tests were asked for. */
  static void printAfter(TermTests tests, PrintWriter out) {
    if (tests.equals(TermTests.NONE)) {
      return;
    }
    out.println();
    if (tests.refused().isPresent()) {
      out.println("No tests of terms: " + OptionAdvice.in(tests.refused().get()));
      return;
    }
    boolean ratio = tests.kind().equals(Settings.TESTS.print(Tests.LR));
    out.println("Tests of terms by " + (ratio ? "likelihood ratio" : "Wald's statistic"));
    print(tests, StatisticsFormat.TEXT, out);
  }

  /**
   * Prints the table alone.
   *
   * @throws IllegalArgumentException if there are no tests
   */
  static void print(TermTests tests, StatisticsFormat format, PrintWriter out) {
    if (tests.equals(TermTests.NONE)) {
      throw new IllegalArgumentException(
          OptionAdvice.in(
              "the model has no tests of its terms: train with train.tests=wald or train.tests=lr"));
    }
    tests
        .refused()
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "the model has no tests of its terms: " + OptionAdvice.in(reason));
            });
    boolean exact = format.isForPrograms();
    List<List<String>> rows =
        tests.tests().stream()
            .map(
                test ->
                    List.of(
                        test.term(),
                        Integer.toString(test.df()),
                        exact
                            ? Double.toString(test.chi2())
                            : String.format(Locale.ROOT, "%.6g", test.chi2()),
                        exact
                            ? Double.toString(PValues.of(test))
                            : StatisticsTable.p(PValues.of(test))))
            .toList();
    format.write(exact ? FIELDS : List.of("", "df", "chi2", "p"), rows, out);
  }
}
