package dev.logistic.bench.solvers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One solver in a separate process. Arguments: its name, the files of features and labels, rows,
 * columns, and the file for what it finds. Prints {@code ready}; then solves once for each line of
 * its input, which holds a tolerance, writes the parameters to the file as float64 and prints the
 * seconds until they were reached and of the whole call.
 */
public final class Contest {

  private static final Map<String, Solver.Maker> SOLVERS =
      Map.of(
          "ours", Ours::new,
          "smile", Peers::smile,
          "liblinear", Peers::liblinear,
          "tribuo", Peers::tribuo,
          "spark", Contest::spark);

  private Contest() {}

  /** See above. */
  public static void main(String[] args) throws IOException {
    Problem problem =
        new Problem(
            Path.of(args[1]),
            Path.of(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]));
    Path found = Path.of(args[5]);
    Solver solver = SOLVERS.get(args[0]).of(problem);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("limit")) {
        System.out.println(((Ours) solver).limit());
        continue;
      }
      double tolerance = Double.parseDouble(line);
      System.gc(); // nobody pays for what another run has left
      long start = System.nanoTime();
      double[] parameters = solver.solve(tolerance);
      long end = System.nanoTime();
      double whole = (end - start) / 1e9;
      double reached = (solver.reachedAt(end) - start) / 1e9;
      write(found, parameters);
      System.out.println(reached + " " + whole);
    }
  }

  private static void write(Path file, double[] parameters) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(parameters);
    Files.write(file, bytes.array());
  }

  /** Compiled only with the profile of that name, so looked up by name. */
  private static Solver spark(Problem problem) {
    try {
      return (Solver)
          Class.forName("dev.logistic.bench.solvers.Spark")
              .getDeclaredConstructor(Problem.class)
              .newInstance(problem);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("needs -Pspark", e);
    }
  }
}
