package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Covariances of fits on arrays, against closed forms and R's figures, which {@code
 * bench/inference_figures.R} wrote.
 */
class CovarianceTest {

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  static JsonObject json(String file) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/train", file), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static double[][] rows(JsonArray array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      JsonArray row = array.get(i).getAsJsonArray();
      rows[i] = new double[row.size()];
      for (int j = 0; j < row.size(); j++) {
        rows[i][j] = row.get(j).getAsDouble();
      }
    }
    return rows;
  }

  private static FitStatistics known(double[][] x, int[] y, Settings settings) {
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      Statistics statistics = result.statistics();
      assertThat(statistics.refused()).isEmpty();
      return statistics.known().orElseThrow();
    }
  }

  /** The errors are those of the diagonal. */
  private static void assertClose(double[][] expected, FitStatistics actual) {
    CovarianceMatrix covariance = actual.covariance().orElseThrow();
    assertThat(covariance.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double error = actual.coefficients().get(i).standardError();
      assertThat(error).isCloseTo(Math.sqrt(expected[i][i]), within(1e-9 * error));
      for (int j = 0; j < expected.length; j++) {
        double size = Math.sqrt(expected[i][i] * expected[j][j]);
        assertThat(covariance.at(i, j))
            .as(i + " " + j)
            .isCloseTo(expected[i][j], within(1e-9 * size))
            .isEqualTo(covariance.at(j, i));
      }
    }
  }

  private static FitStatistics ofAlike(Settings settings) throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    JsonArray labels = table.getAsJsonArray("y");
    int[] y = new int[labels.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = labels.get(i).getAsInt();
    }
    return known(rows(table.getAsJsonArray("x")), y, settings);
  }

  private static double[][] ofR(String table, String kind) throws IOException {
    return rows(json("inference.json").getAsJsonObject(table).getAsJsonArray(kind));
  }

  @Test
  void thatOfTheModelIsRs() throws IOException {
    FitStatistics actual = ofAlike(UNPENALISED);

    assertClose(ofR("alike", "model"), actual);
    assertThat(actual.covarianceKind()).isEqualTo("model");
  }

  /** With labels of 1 in a of a + c rows at x = 1 and in b of b + d rows at x = 0. */
  private static FitStatistics ofTable(int a, int b, int c, int d, Settings settings) {
    int rows = a + b + c + d;
    double[][] x = new double[rows][1];
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      x[i][0] = i < a + c ? 1 : 0;
      y[i] = i < a || (i >= a + c && i < a + c + b) ? 1 : 0;
    }
    return known(x, y, settings);
  }

  @Test
  void ofATableOfTwoByTwoItIsWoolfs() {
    FitStatistics actual = ofTable(12, 7, 5, 21, UNPENALISED);

    CoefficientStatistic slope = actual.coefficients().get(1);
    assertThat(Math.exp(slope.estimate())).isCloseTo(12 * 21 / (5 * 7.0), within(1e-9));
    double ofBias = 1 / 7.0 + 1 / 21.0;
    assertClose(new double[][] {{ofBias, -ofBias}, {-ofBias, 1 / 12.0 + 1 / 5.0 + ofBias}}, actual);
  }
}
