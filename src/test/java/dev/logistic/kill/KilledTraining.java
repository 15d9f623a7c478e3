package dev.logistic.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A training that is killed at random moments and resumed until it is done, and must then have the
 * result of an uninterrupted one: the same parameters to the last bit, and the same lines on stdout
 * from where it was resumed. The uninterrupted one writes no checkpoints.
 */
public final class KilledTraining {

  /** After these, a training may continue to its end. */
  private static final int MOST_KILLS_A_TRAINING = 10;

  private static final String PARAMS = "m/logistic-0000.params";

  private final Path jar;
  private final Path directory;
  private final List<String> arguments;
  private final String every;
  private final String params;
  private final String printed;
  private final String complaints;
  private final Moment.Pace pace;

  /**
   * Runs the uninterrupted training.
   *
   * @param jar the packaged program, next to its libraries
   * @param directory to work in; created if missing
   * @param arguments of {@code train}, without where to keep model and checkpoints
   * @param every how often to write checkpoints while being killed, as {@code
   *     train.checkpoint-every}
   */
  public KilledTraining(Path jar, Path directory, List<String> arguments, String every)
      throws IOException, InterruptedException {
    this.jar = jar;
    this.directory = directory;
    this.arguments = List.copyOf(arguments);
    this.every = every;
    long start = System.nanoTime();
    TrainingProcess alone = TrainingProcess.start(jar, directory.resolve("alone"), arguments);
    while (alone.isAlive() && !alone.isTraining()) {
      Thread.sleep(1);
    }
    double startMillis = (System.nanoTime() - start) / 1e6;
    int status = alone.waitFor();
    this.pace = new Moment.Pace(startMillis, (System.nanoTime() - start) / 1e6 - startMillis);
    require(status == 0, "the training must do when nothing happens, and ended with " + status);
    this.params = sha256(directory.resolve("alone").resolve(PARAMS));
    this.printed = alone.printed();
    this.complaints = alone.complaints();
  }

  /**
   * Kills and resumes, training after training, until there were so many kills.
   *
   * @throws IllegalStateException if a training does not have the expected result
   */
  public Tally kill(int kills, Random random) throws IOException, InterruptedException {
    Tally tally = new Tally();
    Moment.Deck deck = new Moment.Deck(random);
    while (tally.kills() < kills) {
      train(tally, Math.min(kills, tally.kills() + MOST_KILLS_A_TRAINING), deck);
    }
    return tally;
  }

  private void train(Tally tally, int enoughKills, Moment.Deck deck)
      throws IOException, InterruptedException {
    Path own = directory.resolve("killed");
    delete(own);
    while (true) {
      TrainingProcess process = resumed(own);
      Moment moment = deck.deal();
      if (tally.kills() < enoughKills) {
        moment.await(process, deck.random(), pace);
        process.kill();
      }
      int status = process.waitFor();
      requirePrintedAsAlone(process);
      requireNoComplaint(process);
      require(!process.hasLeftRows(), "no rows may be left in a file");
      if (status == 0) {
        requireAsAlone(process, own);
        tally.addTraining();
        return;
      }
      require(
          status == TrainingProcess.KILLED,
          "the process ended with %d: %s".formatted(status, process.complaints()));
      tally.addKill(moment, process.hasUnfinishedCheckpoint());
    }
  }

  private TrainingProcess resumed(Path own) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--set", "train.checkpoint=c", "--set", "train.checkpoint-every=" + every));
    all.add("--resume");
    return TrainingProcess.start(jar, own, all);
  }

  /** Every epoch line must be that of the uninterrupted training. */
  private void requirePrintedAsAlone(TrainingProcess process) throws IOException {
    String found = process.printed();
    require(
        printed.contains(found),
        "it must print a part of\n%s\nprinted\n%s".formatted(printed, found));
  }

  /** There must be nothing on stderr but notes and the messages of the uninterrupted training. */
  private void requireNoComplaint(TrainingProcess process) throws IOException {
    for (String line : process.complaints().lines().toList()) {
      require(
          line.startsWith("note: ") || complaints.contains(line), "it must not complain: " + line);
    }
  }

  private void requireAsAlone(TrainingProcess process, Path own) throws IOException {
    String found = process.printed();
    require(
        printed.endsWith(found),
        "it must print the end of\n%s\nprinted\n%s".formatted(printed, found));
    String sha256 = sha256(own.resolve(PARAMS));
    require(sha256.equals(params), "the parameters' SHA-256 must be " + params + ", was " + sha256);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(arguments + " in " + directory + ": " + message);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
