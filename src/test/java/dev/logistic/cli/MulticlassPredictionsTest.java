package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.logistic.effects.PredictionErrors;
import dev.logistic.table.TableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of models of more than two classes. */
class MulticlassPredictionsTest {

  private static final List<String> CLASSES = List.of("red", "dark green", "blue");

  @TempDir Path directory;

  /** Rows that are at hand, two at a time. */
  private static final class Rows implements RowSource {

    private final List<String> columns;
    private final double[][] logits;
    private int from = -2;

    Rows(List<String> columns, double[]... logits) {
      this.columns = columns;
      this.logits = logits;
    }

    @Override
    public List<String> columns() {
      return columns;
    }

    @Override
    public Map<String, String> types() {
      return Map.of();
    }

    @Override
    public boolean next() {
      from += 2;
      return from < logits.length;
    }

    @Override
    public double[] logits() {
      double[] first = logits[from];
      double[] second = from + 1 < logits.length ? logits[from + 1] : new double[0];
      double[] both = new double[first.length + second.length];
      System.arraycopy(first, 0, both, 0, first.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    @Override
    public double[] logitErrors(PredictionErrors errors) {
      throw new AssertionError("there are none for more than two classes");
    }

    @Override
    public @Nullable String[] cells(int row) {
      return new String[] {"r" + (from + row)};
    }
  }

  private static Predictions predictions(RowSource rows, List<String> classes) {
    return new Predictions(rows, PredictionColumns.of(classes, 0.5), count -> {});
  }

  private static List<String> csv(RowSource rows, List<String> classes) throws IOException {
    StringWriter text = new StringWriter();
    predictions(rows, classes).writeTo(new PrintWriter(text));
    return text.toString().lines().toList();
  }

  @Test
  void thereIsAProbabilityForEachClassAndThenTheMostProbableOne() throws IOException {
    double ln2 = Math.log(2);
    List<String> lines =
        csv(
            new Rows(
                List.of("id"),
                new double[] {0, 0, ln2},
                new double[] {-2000, 0, -1},
                new double[] {5, 5, 5}),
            CLASSES);

    assertThat(lines)
        .hasSize(4)
        .startsWith("id,probability_red,probability_dark green,probability_blue,prediction");
    double[][] expected = {
      {0.25, 0.25, 0.5}, {0, Math.E / (1 + Math.E), 1 / (1 + Math.E)}, {1 / 3.0, 1 / 3.0, 1 / 3.0}
    };
    String[] predicted = {"blue", "dark green", "red"};
    for (int row = 0; row < 3; row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      assertThat(cells[0]).isEqualTo("r" + row);
      for (int code = 0; code < 3; code++) {
        assertThat(Double.parseDouble(cells[1 + code]))
            .isCloseTo(expected[row][code], within(1e-15));
      }
      assertThat(cells[4]).isEqualTo(predicted[row]);
    }
  }

  @Test
  void theLargestLogitIsPredictedAlsoWhereItsProbabilityIsThatOfAnother() throws IOException {
    double next = Math.nextUp(0.1);

    assertThat(csv(new Rows(List.of("id"), new double[] {0.1, next, 0.1}), CLASSES).get(1))
        .isEqualTo("r0,0.3333333333333333,0.3333333333333333,0.3333333333333333,dark green");
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    for (String taken : List.of("probability_blue", "Probability_Dark Green", "PREDICTION")) {
      assertThatThrownBy(() -> predictions(new Rows(List.of("id", taken)), CLASSES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the rows have a column \"%s\" already; rename it in SQL with --query", taken);
    }
    assertThat(predictions(new Rows(List.of("probability", "probability_pink")), CLASSES).added())
        .isEqualTo(new PredictionColumns.OfClasses(CLASSES));
  }

  @Test
  void jsonHasTheSameColumns() throws IOException {
    Path file = directory.resolve("p.jsonl");

    predictions(new Rows(List.of("id"), new double[] {0, 0, Math.log(2)}), CLASSES)
        .writeTo(file, TableFile.Format.JSON);

    assertThat(Files.readString(file))
        .isEqualTo(
            "{\"id\":\"r0\",\"probability_red\":0.25,\"probability_dark green\":0.25,"
                + "\"probability_blue\":0.5,\"prediction\":\"blue\"}\n");
  }

  @Test
  void classesThatDifferInCaseAloneGoIntoCsvOnly() throws IOException {
    List<String> classes = List.of("A", "a", "b");
    double[] logits = {0, 0, 0};
    Path file = directory.resolve("p.parquet");

    assertThat(csv(new Rows(List.of("id"), logits), classes).get(0))
        .isEqualTo("id,probability_A,probability_a,probability_b,prediction");
    assertThatThrownBy(
            () ->
                predictions(new Rows(List.of("id"), logits), classes)
                    .writeTo(file, TableFile.Format.PARQUET))
        .hasMessage(
            "columns of Parquet and JSON must not differ in case alone, as probability_A and"
                + " probability_a do; write CSV");
    assertThat(file).doesNotExist();
  }

  @Test
  void aThresholdIsRefused() {
    ThresholdOption.requireSense(null, CLASSES);
    ThresholdOption.requireSense(0.5, List.of("no", "yes"));
    for (Object threshold : List.<Object>of(0.5, "f1")) {
      assertThatThrownBy(() -> ThresholdOption.requireSense(threshold, CLASSES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "--threshold is for models of two classes; this one has 3 and predicts the most"
                  + " probable");
    }
  }
}
