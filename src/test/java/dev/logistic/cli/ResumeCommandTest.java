package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and {@code train --resume}, as a user meets them. */
class ResumeCommandTest {

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static Run train(String... arguments) {
    return Run.of(
        Stream.concat(Stream.of("train"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  /** A short original program that keeps checkpoints. */
  private Run kept(int epochs, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--set",
                "train.checkpoint=" + path("ck"),
                "--set",
                "train.checkpoint-every=2",
                "--set",
                "data.samples=50",
                "--set",
                "train.epochs=" + epochs));
    arguments.addAll(List.of(more));
    return train(arguments.toArray(String[]::new));
  }

  private static Run straight(int epochs, String... more) {
    return train(
        Stream.concat(
                Stream.of("--set", "data.samples=50", "--set", "train.epochs=" + epochs),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private byte[] params(String model) throws IOException {
    return Files.readAllBytes(directory.resolve(model).resolve("logistic-0000.params"));
  }

  private Path checkpoint(int number) {
    return directory.resolve("ck/checkpoint-00000" + number + ".safetensors");
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  private static void assertRefused(Run run, int status, String message) {
    assertThat(run.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void checkpointsChangeNothingOfWhatATrainingPrints() {
    Run run = kept(7);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(straight(7).out());
    assertThat(checkpoint(3)).exists();
    assertThat(checkpoint(4)).exists();
    assertThat(checkpoint(2)).doesNotExist();
  }

  @Test
  void toResumeNeedsADirectory() {
    assertRefused(
        train("--resume"), 2, "--resume needs train.checkpoint=DIR, the checkpoints' directory");
    assertRefused(
        train("--set", "train.checkpoint-every=30s"),
        2,
        "train.checkpoint-every=30s needs train.checkpoint");
  }

  @Test
  void withoutACheckpointItStartsAfreshWithANote() {
    Run run = kept(3, "--resume");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo("note: " + path("ck") + " has no checkpoint: starting afresh\n");
    assertThat(run.out()).isEqualTo(straight(3).out());
  }

  @Test
  void afterAFinishedRunItReportsThatAndWritesTheModelIfMissing() throws IOException {
    Run first = kept(5, "--model", path("m"));
    byte[] params = params("m");
    String summary = first.out().substring(first.out().indexOf("\nAccuracy"));
    String note = "note: the training had ended: %s, after 5 epochs\n".formatted(checkpoint(3));

    Run there = kept(5, "--resume", "--model", path("m"));
    assertThat(there.err()).isEqualTo(note);
    assertThat(there.status()).isZero();
    assertThat(there.out()).isEqualTo(summary);

    Run missing = kept(5, "--resume", "--model", path("m2"));
    assertThat(missing.err()).isEqualTo(note);
    assertThat(missing.out()).isEqualTo(summary);
    assertThat(params("m2")).isEqualTo(params);
    assertThat(kept(5, "--resume", "--quiet").err()).isEmpty();
  }

  @Test
  void aModelOfAnotherTrainingIsNotReplaced() throws IOException {
    straight(1, "--model", path("m"));
    byte[] other = params("m");
    kept(5);

    assertThat(kept(5, "--resume", "--model", path("m")).err())
        .endsWith(
            "error: "
                + path("m")
                + ": exists already and is from another training; --overwrite replaces it\n");
    assertThat(params("m")).isEqualTo(other);
    assertThat(kept(5, "--resume", "--model", path("m"), "--overwrite").status()).isZero();
    assertThat(params("m")).isNotEqualTo(other);
  }

  @Test
  void withMoreEpochsItContinuesAndEndsInTheSameBits() throws IOException {
    kept(5, "--model", path("m"));
    assertRefused(
        kept(8, "--resume", "--model", path("m")),
        1,
        path("m") + ": exists already; --overwrite replaces it");

    Run more = kept(8, "--resume", "--model", path("m"), "--overwrite", "--report", path("r.html"));
    assertThat(more.err())
        .isEqualTo("note: resuming from %s, after 5 epochs\n".formatted(checkpoint(3)));
    Run straight = straight(8, "--model", path("s"), "--report", path("s.html"));
    assertThat(more.out())
        .isEqualTo(straight.out().substring(straight.out().indexOf("Epoch: 005")));
    assertThat(params("m")).isEqualTo(params("s"));
    assertThat(losses("r.html")).isNotEmpty().isEqualTo(losses("s.html"));
  }

  /** What a report says and draws of the losses. */
  private List<String> losses(String report) throws IOException {
    return Files.readAllLines(directory.resolve(report)).stream()
        .filter(line -> line.contains("after epoch 0 and") || line.contains("\"logarithmic\""))
        .toList();
  }

  @Test
  void fewerEpochsThanAreMadeAreRefused() {
    kept(5);

    Run fewer = kept(4, "--resume");
    assertThat(fewer.status()).isEqualTo(1);
    assertThat(fewer.err())
        .isEqualTo(
            "error: train.epochs must be at least 5, the number of epochs already begun, was 4\n");
    assertThat(fewer.out()).isEmpty();
  }

  @Test
  void changedSettingsAreRefusedAndListed() {
    kept(5);

    assertRefused(
        kept(
            9,
            "--resume",
            "--set",
            "train.learning-rate=0.5",
            "--set",
            "train.momentum=0.5",
            "--set",
            "engine.threads=1"),
        1,
        """
        %s is from a different training; to resume from it, leave these unchanged:
          train.learning-rate: was 0.001, is 0.5
          train.momentum: was 0.0, is 0.5"""
            .formatted(checkpoint(3)));
    Run seed = kept(9, "--resume", "--set", "engine.seed=4");
    assertThat(seed.status()).isEqualTo(1);
    assertThat(seed.err())
        .contains("\n  engine.seed: was 123, is 4\n  data: was ", "\n  first weights: was ");
  }

  @Test
  void moreEpochsChangeTheRatesOfACosine() {
    String[] cosine = {"--resume", "--set", "train.schedule=cosine"};
    kept(5, cosine);

    assertThat(kept(6, cosine).err()).endsWith("\n  train.epochs: was 5, is 6\n");
  }

  @Test
  void otherRowsOfTheSameTableAreRefused() throws IOException {
    Path table = directory.resolve("t.csv");
    Files.writeString(table, "x,y\n1,0\n2,1\n3,0\n4,1\n");
    String[] arguments = {
      "--data", table.toString(), "--label", "y", "--set", "train.checkpoint=" + path("ck")
    };
    assertThat(train(arguments).err()).isEmpty();

    Files.writeString(table, "x,y\n1,0\n2,1\n3,0\n4.5,1\n");
    String[] again = Arrays.copyOf(arguments, arguments.length + 1);
    again[arguments.length] = "--resume";
    Run run = train(again);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "is from a different training; to resume from it, leave these unchanged:\n"
                + "  data: was [0-9a-f]{16}\\.\\.\\., is [0-9a-f]{16}\\.\\.\\.\n$");
  }

  @Test
  void aCrossValidationIsMadeAgainAndChoosesTheSame() throws IOException {
    String[] arguments = {
      "--data",
      "examples/data/breast_cancer.csv",
      "--label",
      "diagnosis",
      "--cv",
      "3",
      "--l2-grid",
      "0.1,0.01",
      "--set",
      "train.checkpoint=" + path("ck"),
      "--model",
      path("m")
    };
    Run first = train(arguments);
    assertThat(first.err()).isEmpty();
    String[] again = Arrays.copyOf(arguments, arguments.length + 1);
    again[arguments.length] = "--resume";

    Run resumed = train(again);
    assertThat(resumed.err()).startsWith("note: the training had ended: ").endsWith("iterations\n");
    assertThat(resumed.out()).contains("chosen", "Training:    569 rows");
  }

  @Test
  void aRunThatIsThereIsNotWrittenOver() {
    kept(5);

    assertRefused(
        kept(5),
        1,
        path("ck")
            + " has checkpoints of a run: --resume continues it; to start afresh, remove it or"
            + " choose another train.checkpoint");
  }

  @Test
  void aDamagedNewestCheckpointFallsBackToTheOneBefore() throws IOException {
    kept(5, "--model", path("m"));
    damage(checkpoint(3));

    Run run = kept(5, "--resume", "--model", path("m2"));
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: %s is damaged: its SHA-256 differs from the one it states; using the one before%n"
                    .formatted(checkpoint(3))
                + "note: resuming from %s, after 4 epochs%n".formatted(checkpoint(2)));
    assertThat(params("m2")).isEqualTo(params("m"));

    damage(checkpoint(2));
    damage(checkpoint(4));
    Run none = kept(5, "--resume");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err())
        .startsWith("error: " + checkpoint(4) + " is damaged: ")
        .contains("; " + checkpoint(2) + " is damaged: ")
        .endsWith("; to start afresh, remove " + path("ck") + "\n");
  }

  @Test
  void aDirectoryThatCannotBeIsNoticedBeforeTheData() throws IOException {
    Files.writeString(directory.resolve("ck"), "a file");

    assertRefused(
        kept(5, "--data", "none.csv", "--label", "y"),
        1,
        path("ck") + ": cannot be written: it is not a directory");
  }
}
