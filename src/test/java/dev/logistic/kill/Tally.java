package dev.logistic.kill;

import java.util.EnumMap;
import java.util.Map;

/** What was killed when, and what that left. For one thread. */
public final class Tally {

  private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
  private int unfinished;
  private int trainings;

  Tally() {}

  void addKill(Moment moment, boolean leftUnfinishedCheckpoint) {
    kills.merge(moment, 1, Integer::sum);
    unfinished += leftUnfinishedCheckpoint ? 1 : 0;
  }

  void addTraining() {
    trainings++;
  }

  /** Processes that were killed. */
  public int kills() {
    return kills.values().stream().mapToInt(n -> n).sum();
  }

  /** Kills that left a half-written checkpoint behind. */
  public int unfinishedCheckpoints() {
    return unfinished;
  }

  /** Trainings that reached their end, over all their lives. */
  public int trainings() {
    return trainings;
  }

  /** Kills at a moment, which is {@code starting}, {@code stepping}... */
  int kills(Moment moment) {
    return kills.getOrDefault(moment, 0);
  }

  @Override
  public String toString() {
    return "%d kills (%d starting, %d stepping, %d checkpointing, %d saving) of %d trainings; %d"
            .formatted(
                kills(),
                kills(Moment.STARTING),
                kills(Moment.STEPPING),
                kills(Moment.CHECKPOINTING),
                kills(Moment.SAVING),
                trainings,
                unfinished)
        + " left a half-written checkpoint";
  }
}
