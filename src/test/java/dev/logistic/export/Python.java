package dev.logistic.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The system's own Python with NumPy, if installed: a reader that shares no code with us. */
final class Python {

  private static final String PROGRAM = "/usr/bin/python3";

  private Python() {}

  /** Skips the test where there is none. */
  static void assumeNumpy() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(PROGRAM)));
    assumeTrue(start("import numpy").waitFor() == 0);
  }

  /** What a script prints, line by line. */
  static List<String> run(String script, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(script, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return output.lines().toList();
  }

  private static Process start(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-c", script));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
