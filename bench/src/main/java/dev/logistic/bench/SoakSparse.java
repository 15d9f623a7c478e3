package dev.logistic.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fifty trainings of sparse rows, then twenty of rows in a file, in one process: five and four
 * kinds in turn, as {@link SoakTrainings} does, printing after each turn the {@link Vitals} and the
 * time of a training. All are to stay flat after the first lines.
 */
public final class SoakSparse {

  private static final int ROWS = 20_000;

  private static final List<String> SPARSE =
      List.of(
          "rows.svm",
          "rows.svm train.l1=0.001 data.validation=0.2",
          "rows.svm data.standardize=true engine.precision=float64",
          "texts.csv data.exclude=class data.storage=sparse",
          "texts.csv data.label=class data.exclude=label data.storage=sparse"
              + " data.min-level-rows=20");

  private static final List<String> IN_A_FILE =
      List.of(
          "rows.svm data.memory=1k",
          "rows.svm data.memory=1k train.l1=0.001",
          "texts.csv data.exclude=class data.storage=sparse data.memory=1k data.validation=0.2",
          "numbers.csv data.memory=1k engine.precision=float64");

  private SoakSparse() {}

  /** Trains; the first argument multiplies the numbers of trainings, 1 by default. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int factor = Integer.parseInt(args.length == 0 ? "1" : args[0]);
    Path directory = Files.createTempDirectory("soak");
    SoakTables.write(directory);
    write(directory);
    System.out.println("trainings        " + Vitals.HEAD + "  ms/training");
    train(directory, "sparse", SPARSE, 50 * factor);
    train(directory, "in a file", IN_A_FILE, 20 * factor);
  }

  private static void train(Path directory, String name, List<String> kinds, int trainings)
      throws Exception {
    long start = System.nanoTime();
    for (int made = 1; made <= trainings; made++) {
      String[] kind = (kinds.get((made - 1) % kinds.size()) + " train.solver=lbfgs").split(" ");
      SoakTrainings.train(directory, name.charAt(0) + "-" + made, kind);
      if (made % kinds.size() == 0) {
        double millis = (System.nanoTime() - start) / 1e6 / kinds.size();
        System.out.println(
            String.format(Locale.ROOT, "%-10s %6d%s %12.0f", name, made, Vitals.taken(), millis));
        start = System.nanoTime();
      }
    }
  }

  /** Rows of 1,000 columns, and a table with a text of 300 levels and three classes. */
  private static void write(Path directory) throws IOException {
    Random random = new Random(5);
    try (BufferedWriter rows = Files.newBufferedWriter(directory.resolve("rows.svm"));
        BufferedWriter texts = Files.newBufferedWriter(directory.resolve("texts.csv"))) {
      texts.write("a,shop,label,class\n");
      for (int row = 0; row < ROWS; row++) {
        double a = random.nextGaussian();
        int shop = (int) (300 * Math.pow(random.nextDouble(), 3));
        double score = a + Math.sin(shop) + random.nextGaussian();
        String name = score > 1 ? "high" : score > -1 ? "mid" : "low";
        texts.write("%s,shop %d,%d,%s\n".formatted(a, shop, score > 0 ? 1 : 0, name));
        StringBuilder line = new StringBuilder(score > 0 ? "1" : "-1").append(" 1:").append(a);
        for (int i = 2 + random.nextInt(60); i <= 1000; i += 1 + random.nextInt(60)) {
          line.append(' ').append(i).append(":1");
        }
        rows.write(line.append('\n').toString());
      }
    }
  }
}
