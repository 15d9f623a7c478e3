package dev.logistic.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Solver;
import dev.logistic.train.EpochListener.Epoch;
import dev.logistic.train.Resumption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EpochLinesTest {

  private final List<String> printed = new ArrayList<>();

  private void print(boolean thinned, double... losses) {
    try (EpochLines lines = new EpochLines(printed::add, Solver.LBFGS, thinned)) {
      for (int i = 0; i < losses.length; i++) {
        lines.epochEnded(new Epoch(i, losses[i], OptionalDouble.empty()));
      }
    }
  }

  @Test
  void linesThatRepeatTheLossAreLeftOutExceptTheLast() {
    print(true, 0.5, 0.21, 0.2001, 0.2, 0.19995, 0.1999);

    assertThat(printed)
        .containsExactly(
            "Iteration: 000, Loss: 0.500",
            "Iteration: 001, Loss: 0.210",
            "Iteration: 002, Loss: 0.200",
            "Iteration: 005, Loss: 0.200");
  }

  @Test
  void aLossThatChangesLaterIsPrinted() {
    print(true, 0.5, 0.5, 0.5, 0.4);

    assertThat(printed)
        .containsExactly("Iteration: 000, Loss: 0.500", "Iteration: 003, Loss: 0.400");
  }

  @Test
  void aValidationLossThatChangesIsPrinted() {
    try (EpochLines lines = new EpochLines(printed::add, Solver.LBFGS, true)) {
      lines.epochEnded(new Epoch(0, 0.5, OptionalDouble.of(0.6)));
      lines.epochEnded(new Epoch(1, 0.5, OptionalDouble.of(0.7)));
    }

    assertThat(printed).last().isEqualTo("Iteration: 001, Loss: 0.500, Validation: 0.700");
  }

  @Test
  void withoutThinningEveryLineIsPrintedOnce() {
    print(false, 0.5, 0.5, 0.5);

    assertThat(printed).hasSize(3);
  }

  @Test
  void aResumedTrainingLeavesOutTheSameLines() {
    List<Epoch> before =
        List.of(
            new Epoch(0, 0.5, OptionalDouble.empty()), new Epoch(1, 0.21, OptionalDouble.empty()));
    try (EpochLines lines = new EpochLines(printed::add, Solver.LBFGS, true)) {
      lines.resumed(
          new Resumption(Path.of("c"), Optional.of(Path.of("c", "1")), before, false, List.of()));
      lines.epochEnded(new Epoch(2, 0.21, OptionalDouble.empty()));
      lines.epochEnded(new Epoch(3, 0.2, OptionalDouble.empty()));
    }

    assertThat(printed).containsExactly("Iteration: 003, Loss: 0.200");
  }
}
