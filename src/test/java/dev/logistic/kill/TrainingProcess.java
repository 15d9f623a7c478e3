package dev.logistic.kill;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged program, training in a separate process. What it prints goes to files, its model
 * into {@code m} and its checkpoints into {@code c}, all below its directory.
 */
final class TrainingProcess {

  /** Exit status of a process that SIGKILL has ended. */
  static final int KILLED = 128 + 9;

  private static final long MOST_MINUTES = 5;

  private final Process process;
  private final Path directory;

  private TrainingProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts {@code train} with {@code --model m} and the given arguments. */
  static TrainingProcess start(Path jar, Path directory, List<String> arguments)
      throws IOException {
    Path temporary = emptied(directory.resolve("temporary"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // a short life does not justify more compilation
    command.add("-Djava.io.tmpdir=" + temporary.toAbsolutePath());
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(List.of("train", "--model", "m"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("stdout").toFile())
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    return new TrainingProcess(process, directory);
  }

  /** DuckDB's driver puts its library there, 70 MB, and a killed process leaves it. */
  private static Path emptied(Path temporary) throws IOException {
    Files.createDirectories(temporary);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, "libduckdb*")) {
      for (Path library : left) {
        Files.delete(library);
      }
    }
    return temporary;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed on stdout, up to the last whole line. */
  String printed() throws IOException {
    String all = Files.readString(directory.resolve("stdout"));
    return all.substring(0, all.lastIndexOf('\n') + 1);
  }

  /** What it has printed on stderr. */
  String complaints() throws IOException {
    return Files.readString(directory.resolve("stderr"));
  }

  /** Whether it has printed a line, so that its first epoch is over. */
  boolean isTraining() throws IOException {
    return Files.size(directory.resolve("stdout")) > 0;
  }

  /** Whether a checkpoint is being written, or was when the process died. */
  boolean hasUnfinishedCheckpoint() throws IOException {
    return has(directory.resolve("c"), "*.unfinished");
  }

  /** Whether the model is being written. */
  boolean isSaving() throws IOException {
    try (DirectoryStream<Path> pending = Files.newDirectoryStream(directory, ".m.new-*")) {
      for (Path path : pending) {
        return has(path, "*");
      }
    }
    return false;
  }

  /** Whether rows that were kept in a file are still there. */
  boolean hasLeftRows() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "djl-logistic-rows*")) {
      for (Path file : files) {
        if (Files.size(file) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean has(Path directory, String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      return files.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return false; // not there yet, or renamed meanwhile
    }
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end; the exit status. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the training must end within minutes, and did not");
    }
    return process.exitValue();
  }
}
