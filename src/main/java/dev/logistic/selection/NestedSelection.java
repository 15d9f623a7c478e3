package dev.logistic.selection;

import dev.logistic.selection.RegularizationPath.Nested;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nested cross-validation: for each fold, a penalty is chosen by cross-validation on the rows that
 * the fold is learned from alone, and the fit with this penalty is evaluated on the fold, which has
 * had no part in the choice.
 *
 * @see <a href="https://doi.org/10.1186/1471-2105-7-91">S. Varma, R. Simon: Bias in error
 *     estimation when using cross-validation for model selection, BMC Bioinformatics 7 (2006)</a>
 */
final class NestedSelection {

  private final PenaltyGrid.Kind kind;
  private final List<Double> values;
  private final List<List<FoldPath.Step>> outer; // by fold
  private final List<List<List<FoldPath.Step>>> inner = new ArrayList<>(); // by fold held out

  private NestedSelection(
      PenaltyGrid.Kind kind, List<Double> values, List<List<FoldPath.Step>> outer) {
    this.kind = kind;
    this.values = values;
    this.outer = outer;
    outer.forEach(fold -> inner.add(new ArrayList<>()));
  }

  /**
   * Computes the estimates by both rules.
   *
   * @param outer the steps of each fold
   * @param pairs the steps without two folds each, evaluated on the one and the other, as {@link
   *     #pairs} orders them
   */
  static List<Nested> ofPairs(
      PenaltyGrid.Kind kind,
      List<Double> values,
      List<List<FoldPath.Step>> outer,
      List<List<List<FoldPath.Step>>> pairs) {
    NestedSelection selection = new NestedSelection(kind, values, outer);
    List<int[]> numbers = pairs(outer.size());
    for (int i = 0; i < pairs.size(); i++) {
      int one = numbers.get(i)[0];
      int other = numbers.get(i)[1];
      selection.inner.get(other).add(pairs.get(i).get(0)); // other held out, chosen on one
      selection.inner.get(one).add(pairs.get(i).get(1));
    }
    return selection.byBothRules();
  }

  /** The same for rows in an order of time: the choice for a fold is on the folds before it. */
  static List<Nested> ofEarlier(
      PenaltyGrid.Kind kind, List<Double> values, List<List<FoldPath.Step>> outer) {
    NestedSelection selection = new NestedSelection(kind, values, outer);
    for (int fold = 0; fold < outer.size(); fold++) {
      selection.inner.get(fold).addAll(outer.subList(0, fold));
    }
    return selection.byBothRules();
  }

  /** All pairs of folds. */
  static List<int[]> pairs(int folds) {
    List<int[]> pairs = new ArrayList<>();
    for (int one = 0; one < folds; one++) {
      for (int other = one + 1; other < folds; other++) {
        pairs.add(new int[] {one, other});
      }
    }
    return pairs;
  }

  private List<Nested> byBothRules() {
    return Stream.of(false, true).map(this::estimate).toList();
  }

  private Nested estimate(boolean oneStandardError) {
    List<FoldPath.Step> chosen = new ArrayList<>();
    int unconverged = 0;
    for (int fold = 0; fold < outer.size(); fold++) {
      if (inner.get(fold).isEmpty()) { // the first one in an order of time
        continue;
      }
      RegularizationPath path = RegularizationPath.of(kind, values, inner.get(fold), List.of(), 0);
      RegularizationPath byRule = oneStandardError ? path.byOneStandardError() : path;
      chosen.add(outer.get(fold).get(path.points().indexOf(byRule.chosen())));
      unconverged += path.points().stream().mapToInt(RegularizationPath.Point::unconverged).sum();
    }
    RegularizationPath.Point mean = RegularizationPath.Point.of(0, chosen);
    return new Nested(oneStandardError, mean.logLoss(), mean.standardError(), unconverged);
  }
}
