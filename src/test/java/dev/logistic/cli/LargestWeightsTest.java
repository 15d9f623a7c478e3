package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many weights, the largest are shown, and the number of the others is stated. */
class LargestWeightsTest {

  @TempDir static Path directory;

  @Test
  void theLargestBySizeComeFirstAndTiesInOrder() {
    List<Double> weights = List.of(0.0, -3.0, 2.0, 3.0, Double.NaN, -2.0);

    assertThat(LargestWeights.of(weights, 3)).containsExactly(1, 3, 2);
    assertThat(LargestWeights.of(weights, 9)).containsExactly(1, 3, 2, 5, 0, 4);
    assertThat(LargestWeights.all(weights)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  private static String table(int levels, int classes) throws IOException {
    Random random = new Random(levels);
    StringBuilder rows = new StringBuilder("a,shop,y\n");
    for (int row = 0; row < 3 * levels; row++) {
      rows.append(random.nextGaussian()).append(",shop ").append(row % levels);
      rows.append(",c").append(random.nextInt(classes)).append('\n');
    }
    return Files.writeString(directory.resolve(levels + "-" + classes + ".csv"), rows).toString();
  }

  private static void train(String data, String model, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--data", data, "--label", "y", "--model", model));
    arguments.addAll(List.of("--set", "data.storage=sparse"));
    arguments.addAll(List.of(more));
    Run.ofFaultless(arguments.toArray(String[]::new));
  }

  @Test
  void aReportOfManyFeaturesShowsFiftyAndSaysSo() throws IOException {
    Path page = directory.resolve("two.html");
    train(table(300, 2), directory.resolve("two").toString(), "--report", page.toString());

    assertThat(Files.readString(page))
        .contains("250 smaller weights are not on this page; the command inspect prints them")
        .contains("The largest 50 coefficients");
  }

  @Test
  void aReportOfMoreClassesShowsFiftyOfEach() throws IOException {
    Path page = directory.resolve("three.html");
    train(table(300, 3), directory.resolve("three").toString(), "--report", page.toString());

    assertThat(Files.readString(page))
        .contains("750 smaller weights are not on this page")
        .contains("The largest 150 coefficients");
  }

  @Test
  void inspectPrintsFortyOfMoreThanAThousandFeatures() throws IOException {
    String model = directory.resolve("wide").toString();
    train(table(1_100, 2), model);

    String printed = Run.ofFaultless("inspect", "--model", model).out();
    assertThat(printed).contains("and 1060 smaller weights: --top N");
    assertThat(printed.lines().filter(line -> line.startsWith("shop="))).hasSizeBetween(39, 40);
    assertThat(Run.ofFaultless("inspect", "--model", model, "--json").json().get("features"))
        .isNotNull();
  }
}
