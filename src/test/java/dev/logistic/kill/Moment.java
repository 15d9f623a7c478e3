package dev.logistic.kill;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** When to kill a training. */
enum Moment {
  /** While the process starts, reads its data or looks for a checkpoint. */
  STARTING,
  /** Between any two instructions of the training. */
  STEPPING,
  /** When a checkpoint has begun to be written. */
  CHECKPOINTING,
  /** When the model has begun to be written. */
  SAVING;

  /**
   * The durations of an uninterrupted run.
   *
   * @param startMillis from the start to the first epoch line
   * @param trainMillis from there to the end
   */
  record Pace(double startMillis, double trainMillis) {}

  /** Part of a training that one life may last, so that it takes several. */
  private static final double LIFE = 0.3;

  /**
   * Deals moments as cards, so that of every ten kills four are meant for checkpoints and one for
   * the model.
   */
  static final class Deck {

    private static final List<Moment> CARDS =
        List.of(
            STARTING,
            STARTING,
            STEPPING,
            STEPPING,
            STEPPING,
            CHECKPOINTING,
            CHECKPOINTING,
            CHECKPOINTING,
            CHECKPOINTING,
            SAVING);

    private final Random random;
    private final Deque<Moment> cards = new ArrayDeque<>();

    Deck(Random random) {
      this.random = random;
    }

    Moment deal() {
      if (cards.isEmpty()) {
        List<Moment> shuffled = new ArrayList<>(CARDS);
        Collections.shuffle(shuffled, random);
        cards.addAll(shuffled);
      }
      return cards.remove();
    }

    /** What the cards are shuffled by. */
    Random random() {
      return random;
    }
  }

  /** Waits for the moment, or for the end of the process if that comes first. */
  void await(TrainingProcess process, Random random, Pace pace)
      throws IOException, InterruptedException {
    if (this == STARTING) {
      Thread.sleep((long) (random.nextDouble() * pace.startMillis()));
      return;
    }
    while (process.isAlive() && !process.isTraining()) {
      Thread.sleep(1);
    }
    if (this == SAVING) {
      while (process.isAlive() && !process.isSaving()) {
        Thread.onSpinWait();
      }
      return;
    }
    long life = (long) (random.nextDouble() * LIFE * pace.trainMillis() * 1e6);
    Thread.sleep(life / 1_000_000, (int) (life % 1_000_000));
    while (this == CHECKPOINTING && process.isAlive() && !process.hasUnfinishedCheckpoint()) {
      Thread.onSpinWait();
    }
  }
}
