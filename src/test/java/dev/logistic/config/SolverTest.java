package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SolverTest {

  @Test
  void solversAreNamedByTheirTraits() {
    assertThat(Solver.names(Solver::convergesToOptimum)).isEqualTo("lbfgs");
    assertThat(Solver.names(Solver::worksOnRemoteRows)).isEqualTo("lbfgs");
    assertThat(Solver.names(solver -> !solver.convergesToOptimum()))
        .isEqualTo("sgd or adam or adamw");
  }

  @ParameterizedTest
  @EnumSource
  void aSolverIsFoundByItsName(Solver solver) {
    assertThat(Solver.named(Settings.SOLVER.print(solver))).contains(solver);
    assertThat(Solver.named("newton")).isEmpty();
  }

  /** Solvers of remote rows use all of them in each step. */
  @ParameterizedTest
  @EnumSource
  void whatWorksOnRemoteRowsTakesNoSteps(Solver solver) {
    assertThat(solver.convergesToOptimum() || !solver.worksOnRemoteRows()).isTrue();
  }
}
