package dev.logistic.report;

import dev.logistic.diagnose.Diagnostics;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.evaluate.ContributionSpread;
import dev.logistic.schema.FitStatistics;
import dev.logistic.selection.RegularizationPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of a page about a run. Empty parts are left out. Texts may contain anything: they
 * are shown verbatim, never interpreted. Immutable.
 *
 * @param title heading of the page, not blank
 * @param facts lines such as rows, device or training time, from name to text, shown in this order
 * @param settings the effective settings, from name to text, shown in this order
 * @param epochs losses in the order of training; empty where nothing was trained
 * @param evaluations the evaluation on each set of rows, the most important one first
 * @param coefficients the weights, without the bias: in the order of the features, or those of
 *     largest size of each class
 * @param plane the rows with the decision boundary, where there are exactly two features
 * @param crossValidation the path from which l2 was chosen, if it was
 * @param leftOut number of weights that are left out as there are too many
 * @param statistics of the coefficients, if they are known
 * @param diagnosis of rows, if there is one
 * @param contributions of the columns to the logits of rows, if they are known
 * @param curves of the terms of a formula
 */
public record Report(
    String title,
    Map<String, String> facts,
    Map<String, String> settings,
    List<Epoch> epochs,
    List<RowsEvaluation> evaluations,
    List<Coefficient> coefficients,
    Optional<DecisionPlane> plane,
    Optional<RegularizationPath> crossValidation,
    int leftOut,
    Optional<Inferred> statistics,
    Optional<Diagnosis> diagnosis,
    Optional<Contributed> contributions,
    List<TermCurve> curves) {

  /**
   * Contributions of columns to the logits of rows.
   *
   * @param rows their description
   */
  public record Contributed(String rows, ContributionSpread spread) {}

  /**
   * Statistics of the coefficients.
   *
   * @param classes of the model
   */
  public record Inferred(FitStatistics figures, List<String> classes) {}

  /**
   * Diagnostics of rows.
   *
   * @param rows their description; used as a heading
   * @param diagnostics of the rows
   * @param test of Hosmer and Lemeshow
   */
  public record Diagnosis(String rows, Diagnostics diagnostics, HosmerLemeshow test) {}

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the title is blank
   */
  public Report {
    if (title.isBlank()) {
      throw new IllegalArgumentException("title must not be blank, was '" + title + "'");
    }
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    epochs = List.copyOf(epochs);
    evaluations = List.copyOf(evaluations);
    coefficients = List.copyOf(coefficients);
    curves = List.copyOf(curves);
  }

  /** A report without a cross-validation and statistics. */
  public Report(
      String title,
      Map<String, String> facts,
      Map<String, String> settings,
      List<Epoch> epochs,
      List<RowsEvaluation> evaluations,
      List<Coefficient> coefficients,
      Optional<DecisionPlane> plane) {
    this(
        title,
        facts,
        settings,
        epochs,
        evaluations,
        coefficients,
        plane,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Returns the same report with a cross-validation. */
  public Report with(RegularizationPath path) {
    return with(Optional.of(path), leftOut, statistics, diagnosis, contributions, curves);
  }

  /** Returns the same report, stating that further weights are left out. */
  public Report leavingOut(int weights) {
    return with(crossValidation, weights, statistics, diagnosis, contributions, curves);
  }

  /** Returns the same report with the statistics of the coefficients. */
  public Report with(Inferred known) {
    return with(crossValidation, leftOut, Optional.of(known), diagnosis, contributions, curves);
  }

  /** Returns the same report with diagnostics. */
  public Report with(Diagnosis ofRows) {
    return with(crossValidation, leftOut, statistics, Optional.of(ofRows), contributions, curves);
  }

  /** Returns the same report with contributions. */
  public Report with(Contributed ofRows) {
    return with(crossValidation, leftOut, statistics, diagnosis, Optional.of(ofRows), curves);
  }

  /** Returns the same report with the curves of terms. */
  public Report with(List<TermCurve> ofTerms) {
    return with(crossValidation, leftOut, statistics, diagnosis, contributions, ofTerms);
  }

  private Report with(
      Optional<RegularizationPath> path,
      int weights,
      Optional<Inferred> known,
      Optional<Diagnosis> diagnosed,
      Optional<Contributed> contributed,
      List<TermCurve> drawn) {
    return new Report(
        title,
        facts,
        settings,
        epochs,
        evaluations,
        coefficients,
        plane,
        path,
        weights,
        known,
        diagnosed,
        contributed,
        drawn);
  }
}
