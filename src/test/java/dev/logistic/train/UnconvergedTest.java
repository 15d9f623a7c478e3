package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UnconvergedTest {

  private static final double GRADIENT = 1.25e-3;

  private static final Settings TABLE =
      Settings.defaults()
          .with(Settings.SOURCE, "some.csv")
          .with(Settings.LABEL, "y")
          .with(Settings.SOLVER, Solver.LBFGS);

  private static final Settings FLOAT64 = TABLE.with(Settings.PRECISION, Precision.FLOAT64);

  private static Fit fit(double gap, double limit) {
    return new Fit(0.3, 0.4, GRADIENT, OptionalDouble.of(gap), OptionalDouble.of(limit));
  }

  private static String warning(Settings settings, Stop.Reason reason, Fit fit) {
    Stop stop = new Stop(reason, 150, settings.get(Settings.TOLERANCE).orElse(1e-5));
    return Unconverged.warnings(settings, stop, fit).get(0);
  }

  @Test
  void theGapAndItsLimitAreStated() {
    assertThat(warning(TABLE, Stop.Reason.EPOCHS, fit(3.14e-4, 1e-6)))
        .isEqualTo(
            "not converged after 150 iterations: the optimality gap is at most 3.2e-4 and must be"
                + " at most 1.0e-6 of the null loss; raise train.epochs");
  }

  @Test
  void aGapThatCouldNotBeProvenIsNotGivenANumber() {
    assertThat(warning(FLOAT64, Stop.Reason.EPOCHS, fit(Double.POSITIVE_INFINITY, 1e-10)))
        .isEqualTo(
            "not converged after 150 iterations: no optimality gap could be proven, and it must be"
                + " at most 1.0e-10 of the null loss; raise train.epochs");
  }

  @Test
  void aToleranceThatWasSetIsStatedToo() {
    Settings strict = TABLE.with(Settings.TOLERANCE, OptionalDouble.of(1e-4));

    assertThat(warning(strict, Stop.Reason.EPOCHS, fit(1e-5, 1e-6)))
        .endsWith(
            "of the null loss; the largest component of the gradient is 0.00125 and must be at most"
                + " 1.0E-4; raise train.epochs");
    assertThat(warning(strict, Stop.Reason.EPOCHS, fit(1e-7, 1e-6)))
        .isEqualTo(
            "not converged after 150 iterations: the largest component of the gradient is 0.00125"
                + " and must be at most 1.0E-4; raise train.epochs");
  }

  @Test
  void whereTheGapIsNotRequiredTheGradientIsStated() {
    Fit fit = new Fit(0.3, 0.4, GRADIENT, OptionalDouble.of(0.01), OptionalDouble.empty());

    assertThat(warning(TABLE, Stop.Reason.EPOCHS, fit))
        .isEqualTo(
            "not converged after 150 iterations: the largest component of the gradient is 0.00125"
                + " and must be at most 1.0E-5; raise train.epochs");
  }

  @Test
  void anEstimateThatIsTooLargeIsStatedWhereTheGradientIsSmall() {
    Fit fit = new Fit(0.3, 0.4, 1e-9, OptionalDouble.empty(), OptionalDouble.empty());

    assertThat(warning(TABLE, Stop.Reason.EPOCHS, fit))
        .isEqualTo(
            "not converged after 150 iterations: the optimality gap can only be estimated without a"
                + " penalty and with so many parameters, and the estimate is too large; raise"
                + " train.epochs");
  }

  @Test
  void anEstimateProvesNoConvergence() {
    Fit fit = new Fit(0.3, 0.4, 1e-9, OptionalDouble.empty(), OptionalDouble.empty());

    assertThat(warning(TABLE, Stop.Reason.UNPROVEN, fit))
        .isEqualTo(
            "not converged after 150 iterations: the optimality gap can only be estimated without a"
                + " penalty and with so many parameters, and the estimate is within the limit; a"
                + " penalty, such as train.l2=1e-9, allows a proof");
  }

  @Test
  void anOptimumLostByRoundingCallsForFloat64() {
    assertThat(warning(TABLE, Stop.Reason.NO_PROGRESS, fit(2e-6, 1e-6)))
        .endsWith(
            "; rounding the parameters to float32 loses the optimum: try engine.precision=float64"
                + " or a larger train.l2");
    assertThat(warning(TABLE, Stop.Reason.NO_PROGRESS, fit(Double.POSITIVE_INFINITY, 1e-6)))
        .contains("; rounding the parameters to float32 may have lost the optimum: try ");
    assertThat(warning(FLOAT64, Stop.Reason.NO_PROGRESS, fit(2e-9, 1e-10)))
        .endsWith("; no step improves the objective at this precision: try a larger train.l2");
  }
}
