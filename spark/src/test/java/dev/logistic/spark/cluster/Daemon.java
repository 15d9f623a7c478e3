package dev.logistic.spark.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process whose output is followed while it runs, and kept in a file. */
final class Daemon implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reader = new Thread(this::follow, "log of " + log.getFileName());
    reader.setDaemon(true);
    reader.start();
  }

  static Daemon start(ProcessBuilder builder, Path log) throws IOException {
    return new Daemon(builder.redirectErrorStream(true).start(), log);
  }

  private void follow() {
    try (BufferedReader output = process.inputReader();
        BufferedWriter writer = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        writer.write(line);
        writer.newLine();
        writer.flush();
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  /**
   * Waits for a line and returns the first group of its match.
   *
   * @throws IllegalStateException with what it said if the process ends or time is up before
   */
  String awaitMatch(String expression, Duration most) throws InterruptedException {
    Pattern pattern = Pattern.compile(expression);
    long deadline = System.nanoTime() + most.toNanos();
    int seen = 0;
    synchronized (lines) {
      while (true) {
        for (; seen < lines.size(); seen++) {
          Matcher matcher = pattern.matcher(lines.get(seen));
          if (matcher.find()) {
            return matcher.group(1);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || !reader.isAlive()) {
          throw new IllegalStateException(
              "no line like %s in %s:%n%s".formatted(expression, log, String.join("\n", lines)));
        }
        lines.wait(Math.min(left, 1_000));
      }
    }
  }

  /** Waits for the end and returns the exit status. */
  int awaitEnd(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running after " + most + ": " + lines());
    }
    reader.join();
    return process.exitValue();
  }

  /** What it has said so far. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The processes that it has started. */
  Stream<ProcessHandle> children() {
    return process.children();
  }

  /** Ends it and what it has started. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(30, TimeUnit.SECONDS);
      reader.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
