package dev.logistic.bench;

import dev.logistic.kill.KilledTraining;
import dev.logistic.kill.Kind;
import dev.logistic.kill.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The kill test at length: trainings of several kinds are killed at random moments and resumed, and
 * end with the bits of the same training undisturbed, or this ends with an exception. Needs the
 * packaged program and is to be started where that was built.
 */
public final class Kills {

  private static final List<String> KINDS =
      List.of(
          "train.epochs=30",
          "EVERY=1s data.samples=40000 train.epochs=4 train.shuffle=true",
          "data.samples=300 train.shuffle=true train.gradient=closed-form train.schedule=cosine"
              + " engine.precision=float64",
          "TABLE train.solver=sgd train.momentum=0.9 train.epochs=60 data.validation=0.2"
              + " train.patience=50",
          "TABLE train.solver=sgd train.gradient=autograd train.epochs=20 train.clip-norm=0.5"
              + " train.class-weight=balanced",
          "TABLE train.solver=adam train.epochs=60 engine.precision=float64",
          "TABLE train.solver=adamw train.epochs=60 train.schedule=warm-up",
          "TABLE train.l2=1e-6 train.tolerance=1e-9 engine.precision=float64",
          "TABLE train.l2=0 engine.precision=float64 train.tolerance=1e-7",
          "TABLE train.l1=0.001 data.validation=0.2 train.patience=100",
          "TABLE train.solver=lbfgs",
          "TABLE data.memory=1k data.spill=. train.l2=1e-6 train.tolerance=1e-9",
          "TABLE data.memory=1k data.spill=. train.l1=0.001 engine.precision=float64");

  private Kills() {}

  /**
   * Arguments: the number of kills, 500 by default, and the seed of their moments, 1 by default.
   */
  public static void main(String[] args) throws Exception {
    int kills = Integer.parseInt(args.length > 0 ? args[0] : "500");
    long seed = Long.parseLong(args.length > 1 ? args[1] : "1");
    Path directory = Files.createTempDirectory("kills");
    int made = 0;
    int unfinished = 0;
    for (int kind = 0; kind < KINDS.size(); kind++) {
      KilledTraining training = new Kind(KINDS.get(kind)).in(directory.resolve("kind" + kind));
      int share = (kills - made + KINDS.size() - kind - 1) / (KINDS.size() - kind);
      Tally tally = training.kill(share, new Random(seed + kind));
      System.out.println(KINDS.get(kind) + "\n  " + tally);
      made += tally.kills();
      unfinished += tally.unfinishedCheckpoints();
    }
    System.out.println(
        made
            + " kills, of which "
            + unfinished
            + " left a half-written checkpoint; all bits equal");
  }
}
