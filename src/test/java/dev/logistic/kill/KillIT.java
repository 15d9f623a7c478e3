package dev.logistic.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged program is killed and resumed. Oracle: the same program, uninterrupted. {@code
 * bench/.../Kills} is the long form.
 */
class KillIT {

  private static final int KILLS = 5;

  private static int kills;
  private static int unfinishedCheckpoints;

  @TempDir Path directory;

  @AfterAll
  static void someKillsFellIntoTheWritingOfACheckpoint() {
    assertThat(kills).isGreaterThanOrEqualTo(20);
    assertThat(unfinishedCheckpoints).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.samples=300",
        "TABLE train.solver=sgd train.momentum=0.9 train.epochs=60 data.validation=0.2"
            + " train.patience=50",
        "TABLE train.solver=adam train.epochs=60 engine.precision=float64",
        "TABLE train.l2=1e-6 train.tolerance=1e-9 engine.precision=float64",
        "TABLE data.memory=1k data.spill=. train.l2=1e-6 train.tolerance=1e-9"
      })
  void killedAtAnyMomentAndResumedItGivesTheSameBits(String settings) throws Exception {
    long seed = settings.hashCode();
    Tally tally;
    try {
      tally = new Kind(settings).in(directory).kill(KILLS, new Random(seed));
    } catch (IllegalStateException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }

    assertThat(tally.kills()).isEqualTo(KILLS);
    kills += tally.kills();
    unfinishedCheckpoints += tally.unfinishedCheckpoints();
  }
}
