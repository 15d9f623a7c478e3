package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.RowMemory;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.Standardization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardizationTest {

  private static final BitSet NONE = new BitSet();

  @TempDir Path directory;

  private Read read(double[] column, DataType type) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("t.csv"),
            "a,y\n"
                + IntStream.range(0, column.length)
                    .mapToObj(
                        row ->
                            (Double.isNaN(column[row]) ? "" : column[row]) + "," + row % 2 + "\n")
                    .collect(Collectors.joining()));
    return Read.of(file.toString(), "", Choice.usual().standardize().fillMissing(), type);
  }

  private static double[] random(int rows, double centre, double spread) {
    Random random = new Random(rows);
    return DoubleStream.generate(() -> centre + spread * random.nextGaussian())
        .limit(rows)
        .toArray();
  }

  private static void assertClose(double[] actual, double[] expected, double error) {
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    for (int row = 0; row < actual.length; row++) {
      worst = Math.max(worst, Math.abs(actual[row] - expected[row]));
    }
    assertThat(worst).isLessThan(error);
  }

  @Test
  void theScaleIsThePopulationsStandardDeviation() throws IOException {
    Read read = read(new double[] {2, 4, 4, 4, 5, 5, 7, 9}, DataType.FLOAT32);

    Standardization known = read.schema().standardization().orElseThrow();
    assertThat(known.means()).containsExactly(5.0);
    assertThat(known.scales()).containsExactly(2.0);
    assertThat(read.feature("a")).containsExactly(-1.5, -.5, -.5, -.5, 0, 0, 1, 2);
  }

  /**
   * Times in seconds are such numbers; float32 cannot distinguish 1.6e9 from numbers within 128 of
   * it.
   */
  @ParameterizedTest
  @CsvSource({"0,1", "1.6e9,30", "-1e12,1e3", "1e-20,1e-22", "1e30,1e29", "1e6,1e-2"})
  void largeNumbersThatAreCloseTogetherKeepTheirDigits(double centre, double spread)
      throws IOException {
    double[] column = random(30_000, centre, spread);
    double[] expected = RandomTable.standardized(column, NONE);

    assertClose(read(column, DataType.FLOAT32).feature("a"), expected, 4e-6);
    assertClose(
        read(column, DataType.FLOAT64).feature("a"), expected, 1e-10 + Math.ulp(centre) / spread);
  }

  @Test
  void soDoThoseWhoseFirstRowsAreEmpty() throws IOException {
    double[] column = random(40_000, 1.6e9, 30);
    double[] filled = column.clone();
    Arrays.fill(column, 0, 21_000, Double.NaN);
    double mean = Arrays.stream(column, 21_000, 40_000).map(v -> v - 1.6e9).sum() / 19_000 + 1.6e9;
    Arrays.fill(filled, 0, 21_000, mean);

    Read read = read(column, DataType.FLOAT32);

    assertClose(read.feature("a"), RandomTable.standardized(filled, NONE), 4e-6);
    assertThat(read.schema().terms().get(0).fill()).isCloseTo(mean, within(1e-4));
  }

  @Test
  void aConstantWhoseSumIsRoundedIsConstantStill() throws IOException {
    double[] column = new double[20_000];
    Arrays.fill(column, 0.1);

    Read read = read(column, DataType.FLOAT64);

    Standardization known = read.schema().standardization().orElseThrow();
    assertThat(known.means()).containsExactly(0.1);
    assertThat(known.scales()).containsExactly(1.0);
    assertThat(read.feature("a")).containsOnly(0);
  }

  @Test
  void indicatorsAreStandardizedByTheShareOfTheirLevel() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), "t,y\np,0\nq,1\np,1\n,0\np,1\n");

    Read read = Read.of(file, Choice.usual().standardize().fillMissing());

    Standardization known = read.schema().standardization().orElseThrow();
    assertThat(known.means()).containsExactly(0.2);
    assertThat(known.scales()).containsExactly(Math.sqrt(0.2 * (1 - 0.2)));
    assertThat(read.feature("t=q")).containsExactly(-.5, 2, -.5, -.5, -.5);
  }

  @Test
  void theStatisticsDoNotDependOnTheNumberOfThreads() throws Exception {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        CellBlocks cells =
            new CellBlocks(
                manager, DataType.FLOAT64, new boolean[] {true, false}, RowMemory.unlimited())) {
      for (double value : random(400_000, 3, 2)) {
        cells.set(0, value);
        cells.set(1, Math.exp(value));
        cells.endRow();
      }
      cells.flush();
      assertThat(cells.blocks()).isEqualTo(7);

      long[] alone = bits(cells, 1);
      assertThat(bits(cells, 2)).isEqualTo(alone);
      assertThat(bits(cells, 4)).isEqualTo(alone);
    }
  }

  private static long[] bits(CellBlocks cells, int threads) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      CellStatistics statistics =
          pool.submit(() -> CellStatistics.of(cells, NONE, new int[] {0, 0}, null)).get();
      return DoubleStream.of(
              statistics.mean(0),
              statistics.mean(1),
              statistics.deviation(0),
              statistics.deviation(1))
          .mapToLong(Double::doubleToLongBits)
          .toArray();
    } finally {
      pool.shutdown();
    }
  }
}
