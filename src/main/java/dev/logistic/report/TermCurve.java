package dev.logistic.report;

import java.util.List;
import java.util.Optional;

/**
 * What the terms of a formula add to a logit, by the value of a column of numbers. Immutable. For
 * use within this project.
 *
 * @param column of the numbers
 * @param levels the column, or part of a date, that has a line for each level; empty for one line
 * @param output the class whose logit it is; empty for the positive one of two
 * @param terms their names
 * @param x values of the column, ascending; two that follow each other closely where a line jumps
 * @param lines one, or one for each level
 * @param edges that divide the training rows into parts of about the same size
 */
public record TermCurve(
    String column,
    Optional<String> levels,
    Optional<String> output,
    List<String> terms,
    List<Double> x,
    List<Line> lines,
    List<Double> edges) {

  /** Copies the lists. */
  public TermCurve {
    terms = List.copyOf(terms);
    x = List.copyOf(x);
    lines = List.copyOf(lines);
    edges = List.copyOf(edges);
  }

  /**
   * A line.
   *
   * @param name of its level, or of its terms
   * @param y one for each x; NaN where a term has no finite value
   */
  public record Line(String name, List<Double> y) {

    /** Copies the list. */
    public Line {
      y = List.copyOf(y);
    }
  }
}
