package dev.logistic.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The stored inputs of a target, in {@code src/test/resources/fuzz}, and what else to try. */
public final class Seeds {

  private static final int MUTANTS = 400;

  /** What breaks readers: limits of types, and signs that formats give a meaning. */
  private static final List<byte[]> TOKENS =
      Stream.of(
              "\0\0\0\0",
              "\u007f\u00ff\u00ff\u00ff",
              "\u00ff\u00ff\u00ff\u00ff",
              "\u0080\0\0\0",
              "-1",
              "1e999",
              "NaN",
              "9223372036854775807",
              "null",
              "[",
              "{",
              "\"",
              "\\",
              "}",
              "=",
              "\n",
              "../",
              "\u00c3(")
          .map(token -> token.getBytes(StandardCharsets.ISO_8859_1))
          .toList();

  private Seeds() {}

  /**
   * Gives a target each stored input, then mutations of them that are the same in every run.
   *
   * @param name of its folder
   * @param fewest inputs that the folder must hold, so that a test cannot pass on nothing
   */
  public static void replay(String name, int fewest, Consumer<byte[]> target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", name))) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
        run(target, seeds.get(seeds.size() - 1), file.toString());
      }
    }
    if (seeds.size() < fewest) {
      throw new AssertionError("there must be " + fewest + " seeds, were " + seeds.size());
    }
    Random random = new Random(name.hashCode());
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = seeds.get(random.nextInt(seeds.size()));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutant = mutated(mutant, random);
      }
      run(target, mutant, "mutant " + i + ": " + Arrays.toString(mutant));
    }
  }

  private static void run(Consumer<byte[]> target, byte[] input, String what) {
    try {
      target.accept(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("a promise is broken by " + what, e);
    }
  }

  /** With a byte changed, a part doubled or left out, or a token put in. */
  private static byte[] mutated(byte[] input, Random random) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(Math.min(32, input.length - from) + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> out.write(input, from, to - from);
      case 2 -> out.writeBytes(TOKENS.get(random.nextInt(TOKENS.size())));
      default -> {}
    }
    int rest = random.nextBoolean() ? from : to;
    out.write(input, rest, input.length - rest);
    return out.toByteArray();
  }
}
