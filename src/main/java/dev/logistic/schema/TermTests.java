package dev.logistic.schema;

import java.util.List;
import java.util.Optional;

/**
 * Tests of a fit's terms. For use within this project.
 *
 * @param kind as {@code train.tests} has it
 * @param tests in the order of the terms
 * @param refused why there are none; empty if there are, or none were asked for
 */
public record TermTests(String kind, List<TermEffect> tests, Optional<String> refused) {

  /** For a fit whose terms were not to be tested. */
  public static final TermTests NONE = new TermTests("none", List.of(), Optional.empty());

  /** Copies the list. */
  public TermTests {
    tests = List.copyOf(tests);
  }
}
