package dev.logistic.fuzz;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.SyntheticData;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.NonFiniteLossException;
import dev.logistic.train.TrainingInterruptedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint whose checksum is right, from which a training continues: a result, or one of the
 * exceptions of a training. {@code @SGD@}, {@code @ADAM@} or {@code @LBFGS@} in its header becomes
 * what says that it is of the training with that solver.
 */
public final class CheckpointFuzz {

  private static final Path DIRECTORY = Scratch.directory();
  private static final Path FILE = DIRECTORY.resolve("checkpoint-000001.safetensors");
  private static final SyntheticData DATA = draw(1);
  private static final SyntheticData VALIDATION = draw(2);
  private static final List<Solver> SOLVERS = List.of(Solver.SGD, Solver.ADAM, Solver.LBFGS);

  /** As the file begins, up to the digits of its checksum. */
  private static final int DIGEST_AT = Long.BYTES + "{\"__metadata__\":{\"sha256\":\"".length();

  private static final Pattern RUN = Pattern.compile("\"run\\..*?\"(?=},\")");
  private static final Map<Solver, String> RUNS = runs();

  private CheckpointFuzz() {}

  private static SyntheticData draw(int seed) {
    return SyntheticData.draw(seed, 8, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu());
  }

  private static LogisticRegression training(Solver solver) {
    Settings settings =
        Settings.original()
            .with(Settings.SOLVER, solver)
            .with(Settings.EPOCHS, 4)
            .with(Settings.BATCH_SIZE, 3)
            .with(Settings.L2, OptionalDouble.of(0.1))
            .with(Settings.MOMENTUM, solver == Solver.SGD ? 0.9 : 0)
            .with(Settings.PATIENCE, OptionalInt.of(3))
            .with(Settings.CHECKPOINT, DIRECTORY.toString());
    return LogisticRegression.with(settings).validation(VALIDATION.rows()).resume();
  }

  /** What the header of each training's checkpoints says of the run. */
  private static Map<Solver, String> runs() {
    Map<Solver, String> runs = new EnumMap<>(Solver.class);
    for (Solver solver : SOLVERS) {
      String header = new String(good(solver), StandardCharsets.UTF_8);
      Matcher run = RUN.matcher(header);
      if (!run.find()) {
        throw new IllegalStateException("a checkpoint says nothing of its run: " + header);
      }
      runs.put(solver, run.group());
    }
    return runs;
  }

  /** A checkpoint after some steps. */
  private static byte[] good(Solver solver) {
    try {
      clear();
      AtomicInteger steps = new AtomicInteger();
      training(solver)
          .interruptedWhen(() -> steps.incrementAndGet() == (solver == Solver.LBFGS ? 2 : 5))
          .train(DATA)
          .close();
    } catch (TrainingInterruptedException e) {
      return read();
    }
    return read();
  }

  private static byte[] read() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "*.safetensors")) {
      return Files.readAllBytes(files.iterator().next());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void clear() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "*.safetensors")) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The inputs from which {@code src/test/resources/fuzz} was made, one a solver. */
  static byte[] seed(Solver solver) {
    return replaced(good(solver), RUNS.getOrDefault(solver, ""), token(solver));
  }

  private static String token(Solver solver) {
    return "@" + solver + "@";
  }

  /** The input as the newest checkpoint. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Solver solver =
        SOLVERS.stream().filter(each -> text.contains(token(each))).findFirst().orElse(Solver.SGD);
    clear();
    try {
      Files.write(FILE, signed(replaced(input, token(solver), RUNS.getOrDefault(solver, ""))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try {
      training(solver).train(DATA).close();
    } catch (CheckpointException | NonFiniteLossException e) {
      // as documented
    }
  }

  /** Another text in the header, whose length is kept right where it was. */
  private static byte[] replaced(byte[] file, String what, String by) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (file.length < Long.BYTES || !text.contains(what)) {
      return file;
    }
    String changed = text.replace(what, by);
    byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(0, buffer.getLong(0) + changed.length() - text.length());
    return bytes;
  }

  /** With the checksum of the rest where the file has it. */
  private static byte[] signed(byte[] file) {
    byte[] none = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);
    if (file.length < DIGEST_AT + none.length) {
      return file;
    }
    byte[] signed = file.clone();
    System.arraycopy(none, 0, signed, DIGEST_AT, none.length);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed);
      byte[] digits = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(digits, 0, signed, DIGEST_AT, digits.length);
      return signed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
