package dev.logistic.solver;

import dev.logistic.objective.Penalty;
import java.util.List;
import java.util.Optional;

/** What Newton's method minimises, and which columns of the rows depend on others. */
final class NewtonObjective {

  private final AllRows rows;
  private final Penalty penalty;
  private final boolean jeffreys;
  private final Restriction restriction;
  private Optional<Cholesky> squares;

  NewtonObjective(AllRows rows, Penalty penalty, boolean jeffreys) {
    this(rows, penalty, jeffreys, Restriction.NONE, Optional.empty());
  }

  private NewtonObjective(
      AllRows rows,
      Penalty penalty,
      boolean jeffreys,
      Restriction restriction,
      Optional<Cholesky> squares) {
    this.rows = rows;
    this.penalty = penalty;
    this.jeffreys = jeffreys;
    this.restriction = restriction;
    this.squares = squares;
  }

  NewtonObjective restrictedTo(Restriction other) {
    return new NewtonObjective(rows, penalty, jeffreys, other, squares);
  }

  AllRows rows() {
    return rows;
  }

  boolean hasJeffreysPrior() {
    return jeffreys;
  }

  Restriction restriction() {
    return restriction;
  }

  Ridge ridge(Centering centering) {
    return new Ridge(penalty, rows.facts().weightSum(), centering);
  }

  /** Returns the columns that depend on those before them, the ones first; in one pass at most. */
  List<Integer> dependentColumns(Centering centering) {
    if (squares.isEmpty()) {
      squares = Optional.of(new Cholesky(rows.aggregate(new Passes.Squares(centering)).matrix()));
    }
    return squares.get().dependent();
  }

  /** Returns the factor of {@code X'X}, if some columns are known to depend on others. */
  Optional<Cholesky> dependent() {
    return squares.filter(factored -> factored.dependent().stream().anyMatch(at -> at > 0));
  }
}
