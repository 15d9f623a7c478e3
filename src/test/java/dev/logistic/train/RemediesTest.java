package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RemediesTest {

  private static final Settings TABLE =
      Settings.defaults().with(Settings.SOURCE, "some.csv").with(Settings.LABEL, "y");

  private static final Settings FLOAT64 = TABLE.with(Settings.PRECISION, Precision.FLOAT64);

  private static String of(Stop.Reason reason, double tolerance, Settings settings) {
    return Remedies.of(new Stop(reason, 500, tolerance), settings, true);
  }

  @Test
  void moreIterationsWhereTheyRanOut() {
    assertThat(of(Stop.Reason.EPOCHS, 1e-5, TABLE)).isEqualTo("raise train.epochs");
    assertThat(of(Stop.Reason.EPOCHS, 0, TABLE))
        .isEqualTo(
            "raise train.epochs, or train.tolerance, which rounding error may keep out of reach");
  }

  @Test
  void whatIsSetAlreadyIsLeftOut() {
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-5, TABLE.with(Settings.STANDARDIZE, false)))
        .isEqualTo("try engine.precision=float64, data.standardize=true or a larger train.l2");
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-5, TABLE))
        .isEqualTo("try engine.precision=float64 or a larger train.l2");
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-8, FLOAT64)).isEqualTo("try a larger train.l2");
  }

  @Test
  void arraysThatAreStandardizedNeedNoAdviceToBe() {
    Settings arrays = Settings.defaults().with(Settings.PRECISION, Precision.FLOAT64);

    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-8, arrays)).isEqualTo("try a larger train.l2");
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-8, arrays.with(Settings.STANDARDIZE, false)))
        .isEqualTo("try data.standardize=true or a larger train.l2");
  }

  @Test
  void aToleranceHelpsOnlyWhereTheGradientIsRequired() {
    Settings penalised = FLOAT64.with(Settings.L2, OptionalDouble.of(1e9));

    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-8, penalised))
        .isEqualTo("try leaving out columns that are nearly combinations of others");
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-8, penalised.with(Settings.L1, 0.1)))
        .isEqualTo("try a larger train.tolerance");
    assertThat(
            of(
                Stop.Reason.NO_PROGRESS,
                1e-8,
                penalised.with(Settings.TOLERANCE, OptionalDouble.of(1e-8))))
        .isEqualTo("try a larger train.tolerance");
  }

  @Test
  void aToleranceThatRoundingKeepsOutOfReachMayBeLarger() {
    assertThat(of(Stop.Reason.NO_PROGRESS, 1e-6, TABLE))
        .isEqualTo("try engine.precision=float64, a larger train.l2 or a larger train.tolerance");
  }

  @Test
  void statisticsAreNotHelpedByAPenalty() {
    assertThat(Remedies.of(new Stop(Stop.Reason.NO_PROGRESS, 3, 1e-8), FLOAT64, false))
        .isEqualTo("try leaving out columns that are nearly combinations of others");
  }
}
